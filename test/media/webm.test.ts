/** No cut of a WebM is taken for a whole one, ours or ffmpeg's, and no damage crashes or hangs the reader. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectWebm } from '../../src/media/webm.ts'
import { randomSequence } from '../../src/template/colour.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import { writeWebm } from '../../src/template/webm-file.ts'
import { decodingErrors } from '../helpers/probe.ts'

const folder = mkdtempSync(join(tmpdir(), 'vidgen-webm-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const quiet = { signal: new AbortController().signal, onProgress() {}, onWarning() {} }

const scene = (audio: { bed: string } | null) =>
  checkScene({
    version: 1,
    width: 160,
    height: 90,
    durationSeconds: 1,
    safe: { top: 4, right: 4, bottom: 4, left: 4 },
    background: { colour: '#0a0f24', colour2: '#16204a' },
    layers: [
      {
        type: 'shape',
        shape: 'ellipse',
        box: { x: 10, y: 20, width: 40, height: 40 },
        colour: '#ffb199',
        dx: [
          [0, 0],
          [1, 80],
        ],
      },
    ],
    audio,
  })

const ours = join(folder, 'ours.webm')
const ffmpegs = join(folder, 'ffmpeg.webm')
beforeAll(async () => {
  await writeWebm(scene({ bed: 'calm' }), ours, quiet)
  execFileSync('ffmpeg', [
    ...[
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=96x64:rate=10:duration=1',
      '-pix_fmt',
      'yuv420p',
    ],
    ...['-c:v', 'libvpx', ffmpegs],
  ])
})

const cut = join(folder, 'cut.webm')
const inspect = async (bytes: Uint8Array) => {
  writeFileSync(cut, bytes)
  return inspectWebm(cut)
}

describe('writeWebm', () => {
  it('makes a file that decodes, with the length, the pictures and the sound of the scene', async () => {
    expect(decodingErrors(ours)).toBe('')
    expect(await inspectWebm(ours)).toMatchObject({
      ok: true,
      media: { width: 160, height: 90, hasAudio: true },
    })
    const silent = join(folder, 'silent.webm')
    await writeWebm(scene(null), silent, quiet)
    expect(await inspectWebm(silent)).toEqual({
      ok: true,
      media: { durationSeconds: 1, width: 160, height: 90, framesPerSecond: 30, hasAudio: false },
    })
  })

  it('makes the same bytes again', async () => {
    const again = join(folder, 'again.webm')
    await writeWebm(scene({ bed: 'calm' }), again, quiet)
    expect(readFileSync(again).equals(readFileSync(ours))).toBe(true)
  })

  it('encodes again until the file is under its cap, and says that it did', async () => {
    const capped = join(folder, 'capped.webm')
    const warnings: string[] = []
    await writeWebm(scene(null), capped, quiet)
    const maxBytes = Math.round(readFileSync(capped).length * 0.75)
    const options = { ...quiet, onWarning: (text: string) => void warnings.push(text) }
    await writeWebm(scene(null), capped, options, maxBytes)
    expect(readFileSync(capped).length).toBeLessThanOrEqual(maxBytes)
    expect(warnings).toEqual([expect.stringMatching(/^to stay under /)])
    expect(decodingErrors(capped)).toBe('')
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const options = { ...quiet, signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) }
    await expect(writeWebm(scene(null), join(folder, 'never.webm'), options)).rejects.toThrow('stopped')
  })

  it('says what is wrong with the place', async () => {
    await expect(writeWebm(scene(null), join(folder, 'no', 'such.webm'), quiet)).rejects.toMatchObject({
      kind: 'environment',
    })
  })
})

describe('inspectWebm', () => {
  it('reads ffmpeg’s too', async () => {
    expect(await inspectWebm(ffmpegs)).toEqual({
      ok: true,
      media: { durationSeconds: 1, width: 96, height: 64, framesPerSecond: 10, hasAudio: false },
    })
  })

  it.each([
    ['ours', ours],
    ['ffmpeg’s', ffmpegs],
  ])('takes no cut of %s, and none with something behind it', async (_name, path) => {
    const bytes = readFileSync(path)
    const accepted: number[] = []
    for (
      let length = 0;
      length < bytes.length;
      length += length < 400 || length > bytes.length - 400 ? 1 : 61
    )
      if ((await inspect(bytes.subarray(0, length))).ok) accepted.push(length)
    expect(accepted).toEqual([])
    expect(await inspect(Buffer.concat([bytes, Buffer.from('x')]))).toMatchObject({ ok: false })
  })

  it('refuses a recording that nobody ended, and other files', async () => {
    const live = join(folder, 'live.webm')
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-i',
      ffmpegs,
      '-c',
      'copy',
      '-f',
      'webm',
      '-live',
      '1',
      live,
    ])
    expect(await inspectWebm(live)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('never finished'),
    })
    for (const text of ['', 'GIF89a', '<html>', '\u001aEߣ'])
      expect(await inspect(Buffer.from(text))).toMatchObject({ ok: false })
  })

  it('ends with an answer whatever bytes are wrong', async () => {
    const bytes = readFileSync(ffmpegs)
    const random = randomSequence(4)
    for (let round = 0; round < 300; round += 1) {
      const damaged = Buffer.from(bytes)
      for (let flips = 0; flips < 4; flips += 1)
        damaged[Math.floor(random() * 600)] = Math.floor(random() * 256)
      expect(await inspect(damaged)).toHaveProperty('ok')
    }
  })
})
