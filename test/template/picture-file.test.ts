import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadImage } from '@napi-rs/canvas'
import { afterAll, describe, expect, it } from 'vitest'
import { inspectFile } from '../../src/media/inspect.ts'
import { stillPng } from '../../src/template/painter.ts'
import { type PictureRequest, writePicture } from '../../src/template/picture-file.ts'
import { checkScene } from '../../src/template/scene-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'vidgen-picture-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Words that stand from the third to the fifth second only. */
const sceneOf = (width = 320, height = 180) =>
  checkScene({
    version: 1,
    width,
    height,
    durationSeconds: 6,
    safe: { top: 10, right: 10, bottom: 10, left: 10 },
    background: { colour: '#0a0f24' },
    layers: [
      {
        type: 'text',
        text: 'Small tools, made well',
        box: { x: 10, y: 10, width: 160, height: 120 },
        size: 28,
        minSize: 16,
        colour: '#ffffff',
        from: 3,
        to: 5,
      },
    ],
  })

const quiet = { signal: new AbortController().signal, onProgress() {}, onWarning() {} }

const write = async (name: string, request: PictureRequest, scene = sceneOf()) => {
  const path = join(folder, name)
  await writePicture(scene, path, request, quiet)
  return path
}

describe('a poster', () => {
  it('is the moment that was asked for, up to the last frame', async () => {
    for (const atSeconds of [0, 4, 6]) {
      const path = await write(`at-${atSeconds}.png`, { form: 'png', still: { atSeconds } })
      const last = 179 / 30
      const same = await stillPng(sceneOf(), Math.min(atSeconds, last))
      const pixels = async (bytes: Uint8Array) => {
        const { createCanvas } = await import('@napi-rs/canvas')
        const canvas = createCanvas(320, 180)
        canvas.getContext('2d').drawImage(await loadImage(Buffer.from(bytes)), 0, 0)
        return Buffer.from(canvas.data()) // a copy: what data() shows is gone with its canvas
      }
      expect((await pixels(readFileSync(path))).equals(await pixels(same))).toBe(true)
    }
  })

  it('shows no figure on its way to its value', async () => {
    const [counting, standing] = [
      [
        [0.3, 0],
        [1.7, 12, 'out'],
      ],
      12,
    ].map((value) => ({
      ...sceneOf(),
      layers: [
        {
          type: 'counter',
          box: { x: 10, y: 10, width: 200, height: 100 },
          size: 80,
          colour: '#ffffff',
          value,
        },
      ],
    }))
    const one = await write('counting.png', { form: 'png', still: {} }, checkScene(counting))
    const other = await write('standing.png', { form: 'png', still: {} }, checkScene(standing))
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true)
  })

  it('is the fullest moment where none was asked for', async () => {
    const chosen = readFileSync(await write('fullest.png', { form: 'png', still: {} }))
    const full = readFileSync(await write('full.png', { form: 'png', still: { atSeconds: 4 } }))
    const empty = readFileSync(await write('empty.png', { form: 'png', still: { atSeconds: 0 } }))
    expect(chosen.equals(full)).toBe(true)
    expect(chosen.equals(empty)).toBe(false)
  })

  it('has the same bytes again, as PNG and as JPEG', async () => {
    for (const form of ['png', 'jpg'] as const) {
      const one = await write(`one.${form}`, { form, still: {} })
      const other = await write(`other.${form}`, { form, still: {} })
      expect(readFileSync(one).equals(readFileSync(other))).toBe(true)
      expect(await inspectFile(one, form, {})).toEqual({
        ok: true,
        media: { durationSeconds: 0, width: 320, height: 180, framesPerSecond: 0, hasAudio: false },
      })
    }
  })
})

describe('a contact sheet', () => {
  it.each([
    [320, 180],
    [180, 320],
    [200, 200],
    [192, 240],
  ])('of %i×%i holds the whole clip and is about as wide as a screen', async (width, height) => {
    const path = await write(
      `sheet-${width}.png`,
      { form: 'png', still: { sheet: true } },
      sceneOf(width, height),
    )
    const found = await inspectFile(path, 'png', {})
    if (!found.ok) throw new Error(found.problem)
    expect(found.media.width).toBeGreaterThan(1_200)
    expect(found.media.width).toBeLessThan(1_400)
    expect(found.media.height).toBeGreaterThan(500)
    expect(found.media.height).toBeLessThan(1_000)
  })
})

describe('writePicture', () => {
  it('stops when it is told to, and leaves nothing', async () => {
    const path = join(folder, 'never.png')
    const stop = new AbortController()
    const options = { ...quiet, signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) }
    await expect(writePicture(sceneOf(), path, { form: 'png', still: {} }, options)).rejects.toThrow(
      'stopped',
    )
    expect(existsSync(path)).toBe(false)
  })
})

describe('inspectFile', () => {
  it('takes no cut picture, and none of the other kind', async () => {
    const path = await write('whole.png', { form: 'png', still: { atSeconds: 4 } })
    expect(await inspectFile(path, 'jpg', {})).toEqual({ ok: false, problem: 'it is image/png' })
    const { writeFileSync } = await import('node:fs')
    const bytes = readFileSync(path)
    for (const length of [0, 1, 20, 100, bytes.length - 9]) {
      writeFileSync(join(folder, 'cut.png'), bytes.subarray(0, length))
      expect(await inspectFile(join(folder, 'cut.png'), 'png', {}), `${length}`).toMatchObject({ ok: false })
    }
  })
})
