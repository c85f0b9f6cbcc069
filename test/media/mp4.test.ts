/** No cut of any of a dozen encoders' and muxers' files is taken for a whole video, and no damage crashes or hangs the reader. */

import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectVideo } from '../../src/media/mp4.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vidgen-mp4-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const picture = ['-f', 'lavfi', '-i', 'testsrc=size=96x64:rate=10:duration=1']
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=1']

/** name → ffmpeg's arguments after its inputs. */
const files: Readonly<Record<string, readonly string[]>> = {
  'x264 faststart.mp4': ['-c:v', 'libx264', '-movflags', '+faststart'],
  'x264 with B-frames, moov last.mp4': ['-c:v', 'libx264', '-bf', '3', '-g', '5'],
  'x265.mp4': ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-movflags', '+faststart'],
  'mpeg4.mp4': ['-c:v', 'mpeg4', '-movflags', '+faststart'],
  'av1.mp4': ['-c:v', 'libaom-av1', '-cpu-used', '8', '-movflags', '+faststart'],
  'vp9.mp4': ['-c:v', 'libvpx-vp9', '-cpu-used', '8', '-movflags', '+faststart'],
  'mjpeg.mov': ['-c:v', 'mjpeg', '-movflags', '+faststart'],
  'prores.mov': ['-c:v', 'prores_ks'],
  'intra only.mp4': ['-c:v', 'libx264', '-g', '1', '-movflags', '+faststart'],
  'fragments with index.mp4': [
    '-c:v',
    'libx264',
    '-g',
    '5',
    '-movflags',
    'frag_keyframe+empty_moov+default_base_moof',
  ],
  'fragments without moof base.mp4': ['-c:v', 'libx264', '-g', '5', '-movflags', 'frag_keyframe+empty_moov'],
  'fragments, the first in the moov.mp4': ['-c:v', 'libx264', '-g', '5', '-movflags', 'frag_keyframe'],
  'fragments that follow on each other.mp4': [
    '-c:v',
    'libx264',
    '-g',
    '5',
    '-movflags',
    'frag_keyframe+omit_tfhd_offset',
  ],
  'one moof a track.mp4': ['-c:v', 'libx264', '-g', '5', '-movflags', 'frag_keyframe+separate_moof'],
  'smooth streaming.mp4': ['-c:v', 'libx264', '-g', '5', '-f', 'ismv'],
  'silent.mp4': ['-c:v', 'libx264', '-an', '-movflags', '+faststart'],
  'metadata.mp4': [
    '-c:v',
    'libx264',
    '-metadata',
    'title=A title',
    '-movflags',
    '+faststart+use_metadata_tags',
  ],
}

function make(name: string, options: readonly string[], inputs = [...picture, ...sound]): string {
  const path = join(folder, name)
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...inputs, '-pix_fmt', 'yuv420p', ...options, path])
  return path
}

/** Longest first. Every byte of the head, the tail and around where boxes begin; a sample of the rest. */
function cuts(bytes: Buffer): number[] {
  const near = new Set<number>()
  const around = (at: number) => {
    for (let by = -20; by <= 20; by += 1) near.add(at + by)
  }
  for (let at = 0; at < 300; at += 1) near.add(at).add(bytes.length - 1 - at)
  for (let at = 0; at < bytes.length; at += 97) near.add(at)
  for (let at = 0; at + 8 <= bytes.length; at += bytes.readUInt32BE(at) || bytes.length) around(at)
  return [...near].filter((at) => at >= 0 && at < bytes.length).sort((a, b) => b - a)
}

describe('inspectVideo', () => {
  it.each(Object.entries(files))('%s: whole is whole, every cut is cut', async (name, options) => {
    const path = make(name, options)
    const whole = await inspectVideo(path)
    expect(whole).toMatchObject({
      ok: true,
      media: { width: 96, height: 64, framesPerSecond: 10, hasAudio: name !== 'silent.mp4' },
    })
    const cut = join(folder, 'cut')
    copyFileSync(path, cut)
    const accepted: number[] = []
    for (const at of cuts(readFileSync(path))) {
      truncateSync(cut, at)
      if ((await inspectVideo(cut)).ok) accepted.push(at)
    }
    expect(accepted).toEqual([])
  })

  it('reads length and size as ffprobe does', async () => {
    const path = make(
      'long.mp4',
      ['-c:v', 'libx264', '-movflags', '+faststart'],
      ['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=30000/1001:duration=3'],
    )
    const { format } = JSON.parse(
      execFileSync('ffprobe', ['-v', 'error', '-show_format', '-of', 'json', path], { encoding: 'utf8' }),
    )
    const found = await inspectVideo(path)
    expect(found).toMatchObject({
      ok: true,
      media: {
        container: 'mp4',
        codec: 'avc1',
        width: 320,
        height: 180,
        framesPerSecond: 29.97,
        hasAudio: false,
      },
    })
    expect(found.ok && found.media.durationSeconds).toBeCloseTo(Number(format.duration), 1)
  })

  it('takes a fragmented file without index only when its length was proven', async () => {
    const path = make('no-index.mp4', [
      '-c:v',
      'libx264',
      '-g',
      '5',
      '-movflags',
      'frag_keyframe+empty_moov+skip_trailer',
    ])
    expect(await inspectVideo(path)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('without an index'),
    })
    expect(await inspectVideo(path, { lengthProven: true })).toMatchObject({ ok: true })
  })

  it('refuses sound alone, and what is no MP4, by what it is', async () => {
    const audio = make('audio.mp4', ['-vn', '-c:a', 'aac'])
    expect(await inspectVideo(audio)).toEqual({ ok: false, problem: 'there is no picture in it' })
    const webm = make('real.webm', ['-c:v', 'libvpx', '-c:a', 'libopus'])
    const problems: Record<string, string | Buffer> = {
      'WebM or Matroska': readFileSync(webm),
      'a web page or XML, not a video': '<!DOCTYPE html><title>Sign in</title>',
      'JSON, not a video': '{"error":"gone"}',
      GIF: 'GIF89a................',
      'no MP4': Buffer.alloc(4096),
    }
    for (const [problem, content] of Object.entries(problems)) {
      const path = join(folder, 'other')
      writeFileSync(path, content)
      expect(await inspectVideo(path)).toEqual({ ok: false, problem: `it is ${problem}` })
    }
    writeFileSync(join(folder, 'other'), '')
    expect(await inspectVideo(join(folder, 'other'))).toEqual({ ok: false, problem: 'it is empty' })
  })

  it.each([
    ['tables', '+faststart', 'moov'],
    ['fragments', 'frag_keyframe+empty_moov', 'moof'],
  ])('ends with an answer whatever bytes of the %s are wrong', async (name, movflags, start) => {
    const made = make(`flip ${name}.mp4`, ['-c:v', 'libx264', '-g', '2', '-movflags', movflags])
    const bytes = readFileSync(made)
    const from = bytes.indexOf(start) - 4
    const path = join(folder, 'flipped')
    // A fixed sequence (xorshift32), so that a failure can be repeated.
    let state = 0x9e3779b9
    const next = () => {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return state >>> 0
    }
    for (let round = 0; round < 300; round += 1) {
      const damaged = Buffer.from(bytes)
      for (let flips = 0; flips < 4; flips += 1) damaged[from + (next() % 2000)] = next() & 0xff
      writeFileSync(path, damaged)
      expect(await inspectVideo(path)).toHaveProperty('ok')
    }
  })
})
