/** No cut of a GIF is taken for a whole one, ours or ffmpeg's, and no damage crashes the reader. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inspectGif } from '../../src/media/gif.ts'
import { randomSequence } from '../../src/template/colour.ts'
import { createGifWriter } from '../../src/template/gif-writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'vidgen-gif-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function ours(): Buffer {
  const writer = createGifWriter(16, 8, Uint8Array.from([0, 0, 0, 255, 255, 255, 255, 0, 0]))
  const pixels = new Uint8Array(128)
  writer.add(pixels, 5)
  pixels.fill(1, 20, 60)
  writer.add(pixels, 5)
  writer.add(pixels, 5)
  pixels[127] = 2
  writer.add(pixels, 15)
  return writer.finish()
}

const ffmpegs = (): Buffer => {
  const path = join(folder, 'ffmpeg.gif')
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=32x24:rate=10:duration=1',
    path,
  ])
  return readFileSync(path)
}

const inspect = async (bytes: Uint8Array) => {
  writeFileSync(join(folder, 'some.gif'), bytes)
  return inspectGif(join(folder, 'some.gif'))
}

describe('inspectGif', () => {
  it('tells size and length', async () => {
    expect(await inspect(ours())).toEqual({
      ok: true,
      media: { durationSeconds: 0.3, width: 16, height: 8, framesPerSecond: 10, hasAudio: false },
    })
    expect(await inspect(ffmpegs())).toMatchObject({
      ok: true,
      media: { durationSeconds: 1, width: 32, height: 24, framesPerSecond: 10 },
    })
  })

  it.each([
    ['ours', ours],
    ['ffmpeg’s', ffmpegs],
  ])('takes no cut of %s, and none with something behind it', async (_name, make) => {
    const bytes = make()
    const accepted: number[] = []
    for (let length = 0; length < bytes.length; length += 1)
      if ((await inspect(bytes.subarray(0, length))).ok) accepted.push(length)
    expect(accepted).toEqual([])
    expect(await inspect(Buffer.concat([bytes, Buffer.from('x')]))).toMatchObject({ ok: false })
  })

  it('ends with an answer whatever bytes are wrong', async () => {
    const bytes = ours()
    const random = randomSequence(3)
    for (let round = 0; round < 300; round += 1) {
      const damaged = Buffer.from(bytes)
      for (let flips = 0; flips < 3; flips += 1)
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256)
      expect(await inspect(damaged)).toHaveProperty('ok')
    }
  })
})
