/**
 * Random words of ten scripts in every template and shape: no letter outside the safe area, a warning for what no font has, every
 * frame decodes, the same input the same bytes. The numbers are always the same; `VIDGEN_SEED` tries others.
 */

import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { afterAll, describe, expect, it } from 'vitest'
import { pixelsOf } from '../../src/providers/template.ts'
import { randomSequence } from '../../src/template/colour.ts'
import { createPainter } from '../../src/template/painter.ts'
import { renderScene } from '../../src/template/render.ts'
import type { Scene } from '../../src/template/scene.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import { templates } from '../../src/template/templates/index.ts'
import { decodingErrors } from '../helpers/probe.ts'

const folder = mkdtempSync(join(tmpdir(), 'vidgen-properties-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const seed = Number(process.env.VIDGEN_SEED ?? 20261125)
/** Black, so that no panel is needed behind white letters: a panel may reach out of the safe area, its letters may not. */
const night = join(folder, 'night.png')
writeFileSync(night, blackPicture())

function blackPicture(): Buffer {
  const canvas = createCanvas(64, 48)
  canvas.getContext('2d').fillRect(0, 0, 64, 48)
  return canvas.toBuffer('image/png')
}

const words = [
  ...'Quick brown Ågjpqy fjord Donaudampfschifffahrtselektrizitätenhauptbetriebswerk'.split(' '),
  ...'Съешь ещё булок Ξεσκεπάζω ψυχοφθόρα نص حكيم וקטן סקרן ऋषियों दुष्ट เป็นมนุษย์สุดประเสริฐ'.split(' '),
  ...'我能吞下玻璃 いろはにほへと 키스의 고유조건은 👩‍👩‍👧‍👦 🇯🇵 48% https://example.com/a/b?c=d 2024'.split(
    ' ',
  ),
]

type Random = () => number

function randomScene(template: (typeof templates)[number], ratio: string, random: Random, more = ''): Scene {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const text = (most: number) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(words)).join(' ')
  const { data } = template.example
  const texts = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      /^\d/.test(value) ? `${text(2)} ${key}`.replaceAll(/[=:;,]/g, '') : key,
      /^\d/.test(value) ? value : text(8),
    ]),
  )
  return checkScene(
    template.make({
      prompt: `${text(30)}${more}`,
      data: template.name === 'countdown' || template.name === 'notes' ? data : texts,
      images: template.example.images.length > 0 ? [{ path: night, widthPixels: 64, heightPixels: 48 }] : [],
      ...pixelsOf(ratio, '720p'),
      framesPerSecond: 30,
      durationSeconds: 4 + Math.floor(random() * 20),
      seed: Math.floor(random() * 1e6),
      audio: false,
      platform: pick([undefined, 'tiktok', 'youtube-shorts', 'x']),
    }),
  )
}

/** The same scene without its letters. */
const withoutTexts = (scene: Scene): Scene => ({
  ...scene,
  layers: scene.layers.filter(({ type }) => type !== 'text' && type !== 'counter'),
})

function inkOutside(pixels: Uint8Array, ground: Uint8Array, { width, height, safe }: Scene): number {
  let outside = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // One pixel of slack for the soft edge of a letter.
      const inside =
        x >= safe.left - 1 && x <= width - safe.right && y >= safe.top - 1 && y <= height - safe.bottom
      const at = (y * width + x) * 4
      if (!inside && [0, 1, 2].some((channel) => pixels[at + channel] !== ground[at + channel])) outside += 1
    }
  }
  return outside
}

describe.each(templates.map((template) => [template.name, template] as const))('%s', (name, template) => {
  const random = randomSequence(seed + name.length)

  it.each(['16:9', '9:16', '1:1', '4:5'])(
    `keeps its letters in the safe area at %s (seed ${seed})`,
    async (ratio) => {
      for (let round = 0; round < 3; round++) {
        const scene = randomScene(template, ratio, random)
        const painter = await createPainter(scene)
        const groundPainter = await createPainter(withoutTexts(scene))
        for (const part of [0.3, 0.6, 0.95]) {
          const frame = Math.floor(part * painter.frameCount)
          const pixels = painter.paint(frame)
          const ground = groundPainter.paint(frame)
          expect(
            inkOutside(pixels, ground, scene),
            JSON.stringify(scene.layers.map((layer) => 'text' in layer && layer.text)),
          ).toBe(0)
        }
      }
    },
  )

  it('makes the same bytes again, and all of them decode', async () => {
    const scene = { ...randomScene(template, '1:1', random), durationSeconds: 2 }
    const quiet = { signal: new AbortController().signal, onProgress() {}, onWarning() {} }
    const sums = []
    for (const file of ['one.mp4', 'two.mp4'].map((each) => join(folder, `${name}-${each}`))) {
      await renderScene(scene, file, quiet)
      expect(decodingErrors(file)).toBe('')
      sums.push(createHash('sha256').update(readFileSync(file)).digest('hex'))
    }
    expect(sums[1]).toBe(sums[0])
  })
})

it('warns of a letter that no font has, and of no other', async () => {
  const [template] = templates
  const random = randomSequence(seed)
  for (let round = 0; round < 6; round++) {
    const whole = await createPainter(randomScene(template, '16:9', random))
    expect(whole.warnings).toEqual([])
    // Georgian.
    const lacking = await createPainter(randomScene(template, '16:9', random, ' ქართული'))
    expect(lacking.warnings).toEqual([expect.stringContaining('ქ')])
  }
})
