import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inspectGif } from '../../src/media/gif.ts'
import { randomSequence } from '../../src/template/colour.ts'
import { gifSteps, writeGif } from '../../src/template/gif-file.ts'
import { createGifPalette } from '../../src/template/gif-palette.ts'
import { createGifWriter } from '../../src/template/gif-writer.ts'
import { checkScene } from '../../src/template/scene-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'vidgen-gif-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** All frames as ffmpeg reads them, RGB. */
const decoded = (path: string): Buffer =>
  execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], {
    maxBuffer: 1e8,
  })

const random = randomSequence(9)
const anyPixels = (count: number, colours: number) =>
  Uint8Array.from({ length: count }, () => Math.floor(random() * colours))

describe('the GIF writer', () => {
  it.each([2, 3, 16, 31, 127, 255])('is read by ffmpeg pixel for pixel: noise in %i colours', (colours) => {
    const table = anyPixels(colours * 3, 256)
    const writer = createGifWriter(120, 90, table)
    // Enough noise to fill the table of codes several times.
    const frames = [anyPixels(10_800, colours), anyPixels(10_800, colours)]
    const third = frames[1]!.slice()
    third[5_000] = (third[5_000]! + 1) % colours
    for (const frame of [...frames, third]) writer.add(frame, 10)
    const path = join(folder, `noise-${colours}.gif`)
    writeFileSync(path, writer.finish())
    const expected = [...frames, third].flatMap((frame) =>
      [...frame].flatMap((index) => [...table.subarray(index * 3, index * 3 + 3)]),
    )
    expect(decoded(path).equals(Buffer.from(expected))).toBe(true)
  })

  it('lets a picture that does not change stand longer, for free', () => {
    const writer = createGifWriter(10, 10, anyPixels(9, 256))
    const still = new Uint8Array(100)
    writer.add(still, 5)
    const before = writer.bytes()
    for (let count = 0; count < 50; count++) writer.add(still, 5)
    expect(writer.bytes()).toBe(before)
    writeFileSync(join(folder, 'still.gif'), writer.finish())
    expect(readFileSync(join(folder, 'still.gif')).readUInt16LE(before + 4)).toBe(255)
  })
})

describe('the GIF palette', () => {
  it('is exact where there are no more colours than it holds', () => {
    const pixels = new Uint8Array(400).map((_, at) => [12, 200, 100, 255, 240, 16, 32, 255][at % 8]!)
    const palette = createGifPalette([pixels], 16)
    expect([...palette.colours].length / 3).toBe(2)
    const out = new Uint8Array(100)
    palette.match(pixels, 10, out)
    const shown = [...out].flatMap((index) => [...palette.colours.subarray(index * 3, index * 3 + 3), 255])
    expect(shown).toEqual([...pixels])
  })

  it('is close everywhere in a gradient', () => {
    const pixels = Uint8Array.from({ length: 256 * 64 * 4 }, (_, at) =>
      at % 4 === 3 ? 255 : (at >> 2) % 256,
    )
    const palette = createGifPalette([pixels], 255)
    const out = new Uint8Array(256 * 64)
    palette.match(pixels, 256, out)
    // Averaged over the dither's own block, as the eye does.
    for (let x = 0; x < 256; x += 8) {
      let sum = 0
      for (let y = 0; y < 8; y++)
        for (let across = 0; across < 8; across++) sum += palette.colours[out[y * 256 + x + across]! * 3]!
      expect(Math.abs(sum / 64 - (x + 3.5))).toBeLessThan(5)
    }
  })
})

const scene = (durationSeconds: number, width = 320, height = 180) =>
  checkScene({
    version: 1,
    width,
    height,
    durationSeconds,
    safe: { top: 10, right: 10, bottom: 10, left: 10 },
    background: { colour: '#0a0f24', colour2: '#16204a' },
    layers: [
      {
        type: 'shape',
        shape: 'ellipse',
        box: { x: 20, y: 40, width: 90, height: 90 },
        colour: '#ffb199',
        dx: [
          [0, 0],
          [durationSeconds, 180, 'linear'],
        ],
      },
      {
        type: 'text',
        text: 'Small tools',
        box: { x: 20, y: 20, width: 260, height: 60 },
        size: 28,
        minSize: 20,
        colour: '#ffffff',
      },
    ],
  })

const quiet = { signal: new AbortController().signal, onProgress() {}, onWarning() {} }

describe('writeGif', () => {
  it('makes a whole GIF of the clip’s length, the same again', async () => {
    const [one, other] = [join(folder, 'one.gif'), join(folder, 'other.gif')]
    const fractions: number[] = []
    await writeGif(scene(2), one, 1e7, { ...quiet, onProgress: (part) => void fractions.push(part) })
    await writeGif(scene(2), other, 1e7, quiet)
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true)
    expect(await inspectGif(one)).toMatchObject({
      ok: true,
      media: { durationSeconds: 2, width: 320, height: 180 },
    })
    expect(fractions.at(-1)).toBe(1)
  })

  it('steps down until it is under the cap, and says how far', async () => {
    const path = join(folder, 'capped.gif')
    await writeGif(scene(2, 640, 360), path, 1e7, quiet)
    const full = statSync(path).size
    const warnings: string[] = []
    await writeGif(scene(2, 640, 360), path, full * 0.5, {
      ...quiet,
      onWarning: (text) => void warnings.push(text),
    })
    expect(statSync(path).size).toBeLessThanOrEqual(full * 0.5)
    expect(warnings).toEqual([
      expect.stringMatching(
        /^to stay under [\d.]+ MB the GIF has \d{3} pixels on its longer side, [\d.]+ pictures a second and \d+ colours$/,
      ),
    ])
    await expect(writeGif(scene(2, 640, 360), path, 500, quiet)).rejects.toMatchObject({
      kind: 'usage',
      code: 'gif.too_large',
    })
  })

  it('has steps that each ask for less than the one before', () => {
    for (const [index, step] of gifSteps.entries()) {
      const before = gifSteps[index - 1]
      if (before === undefined) continue
      expect(step.sidePixels).toBeLessThan(before.sidePixels)
      expect(step.centiseconds).toBeGreaterThanOrEqual(before.centiseconds)
      expect(step.colours).toBeLessThanOrEqual(before.colours)
    }
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const options = { ...quiet, signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) }
    await expect(writeGif(scene(2), join(folder, 'never.gif'), 1e7, options)).rejects.toThrow('stopped')
  })
})
