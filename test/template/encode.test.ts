import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { type Clip, encoderStatus, findEncoder, type Hooks } from '../../src/template/encode.ts'
import { programEncoder } from '../../src/template/ffmpeg-program.ts'
import { libavEncoder } from '../../src/template/libav-encoder.ts'
import type { Scene } from '../../src/template/scene.ts'
import { planSegments } from '../../src/template/segments.ts'
import { createSoundBed } from '../../src/template/sound/bed.ts'
import { usualCrf } from '../../src/template/x264.ts'
import { decodingErrors, lumaOfFrames, probe, topBoxes } from '../helpers/probe.ts'

const folder = mkdtempSync(join(tmpdir(), 'vidgen-encode-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every frame has one grey of its own, so that a frame out of its place is seen. */
const greyOf = (frame: number) => (frame * 37) % 200

function greyClip(
  frameCount: number,
  { sound = false, width = 128, height = 96, framesPerSecond = 30 } = {},
): Clip {
  const pixels = new Uint8Array(width * height * 4)
  const planes = Buffer.alloc(width * height * 1.5, 128)
  let painted = 0
  return {
    scene: { width, height, framesPerSecond } as Scene,
    frameCount,
    sound: sound ? createSoundBed('test', frameCount / framesPerSecond) : undefined,
    compression: { crf: usualCrf },
    createPainter: async () => ({
      width,
      height,
      framesPerSecond,
      frameCount,
      warnings: [],
      paint(frame) {
        painted = frame
        return pixels.fill(greyOf(frame))
      },
      changed: () => ({ left: 0, top: 0, right: width, bottom: height }),
      planes,
      toYuv: () => planes.fill(16 + Math.round((greyOf(painted) * 219) / 255), 0, width * height),
    }),
  }
}

const quiet: Hooks = { signal: new AbortController().signal, onFrames() {} }

describe.each([
  { name: 'libraries', find: libavEncoder },
  { name: 'program', find: programEncoder },
])('encoding with the $name', ({ name, find }) => {
  const encode = async (clip: Clip, file: string, hooks = quiet) => {
    const path = join(folder, `${name}-${file}`)
    await (await find())!.encode(clip, path, hooks)
    return path
  }

  it('makes a file that plays everywhere', async () => {
    const path = await encode(greyClip(75, { sound: true }), 'plays.mp4')
    const { streams, format } = probe(path)
    expect(streams).toHaveLength(2)
    expect(streams[0]).toMatchObject({
      codec_name: 'h264',
      pix_fmt: 'yuv420p',
      color_space: 'bt709',
      color_transfer: 'bt709',
      color_primaries: 'bt709',
      color_range: 'tv',
      r_frame_rate: '30/1',
      avg_frame_rate: '30/1',
      nb_read_frames: '75',
      start_time: '0.000000',
      duration: '2.500000',
      sample_aspect_ratio: '1:1',
    })
    expect(streams[1]).toMatchObject({
      codec_name: 'aac',
      sample_rate: '48000',
      channels: 2,
      start_time: '0.000000',
    })
    expect(Math.abs(Number(streams[1]!.duration) - 2.5)).toBeLessThan(1 / 30)
    expect(JSON.stringify(format)).not.toContain('creation_time')
    expect(decodingErrors(path)).toBe('')
  })

  it('puts the index before the pictures', async () => {
    const boxes = topBoxes(await encode(greyClip(400, { sound: true }), 'index.mp4'))
    expect(boxes.indexOf('moov')).toBeGreaterThan(-1)
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'))
  })

  it.each([1, 2, 3, 59, 61, 150, 241])('keeps %i frames in their places', async (count) => {
    const luma = lumaOfFrames(await encode(greyClip(count), `order-${count}.mp4`))
    expect(luma).toHaveLength(count)
    // Limited range; two levels of a quantizer at constant quality 18.
    luma.forEach((value, frame) => {
      expect(Math.abs(value - (16 + (greyOf(frame) * 219) / 255)), `frame ${frame}`).toBeLessThan(4)
    })
  })

  it('makes the same bytes again', async () => {
    const one = await encode(greyClip(130, { sound: true }), 'one.mp4')
    const other = await encode(greyClip(130, { sound: true }), 'other.mp4')
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true)
  })

  it('counts every frame once', async () => {
    const counts: number[] = []
    await encode(greyClip(90), 'counts.mp4', { ...quiet, onFrames: (count) => void counts.push(count) })
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(90)
  })

  it('stops when it is told to, with the reason', async () => {
    const controller = new AbortController()
    const reason = new Error('the user pressed Ctrl-C')
    let painted = 0
    const clip = greyClip(3_000)
    const stopping: Clip = {
      ...clip,
      async createPainter() {
        const painter = await clip.createPainter()
        return {
          ...painter,
          paint(frame) {
            painted += 1
            if (painted === 40) controller.abort(reason)
            return painter.paint(frame)
          },
        }
      },
    }
    await expect(encode(stopping, 'stopped.mp4', { ...quiet, signal: controller.signal })).rejects.toBe(
      reason,
    )
    expect(painted).toBeLessThan(200)
  })

  it.skipIf(!existsSync('/dev/full'))('says so when the disk is full', async () => {
    const encoding = (await find())!.encode(greyClip(300, { sound: true }), '/dev/full', quiet)
    await expect(encoding).rejects.toMatchObject({
      kind: 'environment',
      code: 'disk.full',
      message: 'the disk is full',
    })
  })

  it('takes names that look like addresses', async () => {
    expect(statSync(await encode(greyClip(3), 'a:b %d\'"é.mp4')).size).toBeGreaterThan(500)
  })
})

describe('finding an encoder', () => {
  it('prefers the libraries and tells its name and version', async () => {
    expect((await findEncoder())?.name).toBe('FFmpeg libraries (node-av)')
    expect(await encoderStatus()).toEqual({ name: expect.any(String), version: expect.stringMatching(/\d/) })
  })

  it('finds no program where there is none', async () => {
    vi.stubEnv('PATH', folder)
    expect(await programEncoder()).toBeUndefined()
    vi.unstubAllEnvs()
  })
})

describe('cutting a clip in ranges', () => {
  it.each([1, 2, 29, 60, 91, 300, 18_000])('covers %i frames without a gap or a range of one', (count) => {
    const segments = planSegments(count, 30)
    let next = 0
    for (const { firstFrame, frameCount } of segments) {
      expect(firstFrame).toBe(next)
      if (count > 1) expect(frameCount).toBeGreaterThan(1)
      next += frameCount
    }
    expect(next).toBe(count)
  })
})
