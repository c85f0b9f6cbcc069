import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomSequence } from '../../src/template/colour.ts'
import { createPainter, stillPng } from '../../src/template/painter.ts'
import type { LayerSource, SceneSource } from '../../src/template/scene.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import { templates } from '../../src/template/templates/index.ts'

const ground = '#101010'

function scene(layers: LayerSource[], change: Partial<SceneSource> = {}) {
  return checkScene({
    version: 1,
    width: 480,
    height: 270,
    framesPerSecond: 10,
    durationSeconds: 2,
    safe: { top: 30, right: 40, bottom: 30, left: 40 },
    background: { colour: ground },
    layers,
    ...change,
  })
}

const text = (words: string, change: object = {}): LayerSource => ({
  type: 'text',
  text: words,
  box: { x: 0, y: 0, width: 480, height: 270 },
  size: 60,
  minSize: 18,
  colour: '#ffffff',
  exitSeconds: 0,
  ...change,
})

/** The edges of what differs from the dark ground. */
function inkBox(pixels: Uint8Array, width: number, height: number) {
  const box = { left: width, top: height, right: -1, bottom: -1, count: 0 }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4
      if (Math.max(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!) < 70) continue
      box.left = Math.min(box.left, x)
      box.right = Math.max(box.right, x)
      box.top = Math.min(box.top, y)
      box.bottom = Math.max(box.bottom, y)
      box.count += 1
    }
  }
  return box
}

const alphabets = [
  'the quick brown fox jumps over a lazy dog and Ågjpqy WAVE fjord',
  'Съешь ещё этих мягких французских булок, да выпей чаю',
  'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία',
  'نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر ومغلف بجلد أزرق مع Git',
  'דג סקרן שט בים מאוכזב ולפתע מצא לו חברה 2024',
  'ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश',
  'เป็นมนุษย์สุดประเสริฐเลิศคุณค่า กว่าบรรดาฝูงสัตว์เดรัจฉาน ปู่ผู้ญี่ปุ่น',
  '我能吞下玻璃而不伤身体。视野无限广，窗外有蓝天。',
  'いろはにほへと ちりぬるを わかよたれそ つねならむ。',
  '키스의 고유조건은 입술끼리 만나야 하고 특별한 기술은 필요치 않다.',
  '🚀 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 ❤️ 🇯🇵 1️⃣ ✅ Launch',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk https://example.com/a/b?c=d&e=f',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘! tower',
]

describe('text in a scene', () => {
  it('stays inside the safe area, whatever the script, size and box', async () => {
    const random = randomSequence(20261125)
    for (let round = 0; round < 52; round++) {
      const alphabet = alphabets[round % alphabets.length]!
      const words = alphabet.split(' ')
      const count = 1 + Math.floor(random() * 24)
      const sentence = Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(
        ' ',
      )
      const align = (['start', 'centre', 'end'] as const)[round % 3]
      const vertical = (['top', 'middle', 'bottom'] as const)[Math.floor(random() * 3)]
      const size = 20 + Math.floor(random() * 120)
      const reveal = random() < 0.5 ? undefined : { by: 'word', everySeconds: 0.02, seconds: 0.05, rise: 0 }
      const shown = scene([
        text(sentence, {
          size,
          align,
          vertical,
          reveal,
          maxLines: 12,
          highlight: random() < 0.3 ? '#ffcc00' : undefined,
        }),
      ])
      const painter = await createPainter(shown)
      for (const frame of [9, 19]) {
        const ink = inkBox(painter.paint(frame), 480, 270)
        const told = `${sentence} | size ${size} ${align} ${vertical} frame ${frame}`
        expect(ink.count, told).toBeGreaterThan(20)
        // One pixel of slack for the soft edge of a letter.
        expect(ink.left, told).toBeGreaterThanOrEqual(39)
        expect(ink.right, told).toBeLessThanOrEqual(440)
        expect(ink.top, told).toBeGreaterThanOrEqual(29)
        expect(ink.bottom, told).toBeLessThanOrEqual(240)
      }
    }
  }, 60_000)

  it('goes on pages where it is too long, each with ink, and leaves out no page', async () => {
    const long = Array.from({ length: 120 }, (_, index) => `word${index}`).join(' ')
    const painter = await createPainter(scene([text(long, { minSize: 30 })], { durationSeconds: 10 }))
    const pictures = new Set<string>()
    for (let frame = 0; frame < painter.frameCount; frame += 3) {
      const pixels = painter.paint(frame)
      expect(inkBox(pixels, 480, 270).count).toBeGreaterThan(100)
      pictures.add(Buffer.from(pixels).toString('base64').slice(0, 400_000))
    }
    expect(pictures.size).toBeGreaterThanOrEqual(4)
  })

  it('is drawn in a colour that can be read, whatever colour was asked for', async () => {
    const painter = await createPainter(scene([text('dark on dark', { colour: '#151515' })]))
    expect(inkBox(painter.paint(10), 480, 270).count).toBeGreaterThan(500)
  })

  it('warns of characters that no shipped font has, with script and code', async () => {
    const { warnings } = await createPainter(scene([text('ok ᠮᠣᠩᠭᠣᠯ')]))
    expect(warnings.join()).toMatch(/U\+18/)
    expect(warnings.join()).toContain('Mongolian')
  })

  it.each([
    ...alphabets.slice(0, 12),
    '‐ ‑ – — † ‡ ‰ … • → ✓ ★ € ₹ ½ №',
    'Їжак ґанок',
    '我們的學校國家時間',
    'ছোট হাতিয়ার',
    'சிறிய கருவிகள்',
  ])('has every glyph of: %s', async (words) => {
    const { warnings } = await createPainter(scene([text(words)]))
    expect(warnings).toEqual([])
  })
})

describe('a painter', () => {
  it('paints the same bytes of a frame in any order, and in another painter', async () => {
    for (const template of templates) {
      if (template.example.images.length > 0) continue
      const made = template.make({
        ...template.example,
        width: 480,
        height: 270,
        framesPerSecond: 10,
        durationSeconds: 4,
        seed: 5,
        audio: false,
      })
      const [one, other] = [await createPainter(checkScene(made)), await createPainter(checkScene(made))]
      const inOrder = Array.from({ length: one.frameCount }, (_, frame) => Buffer.from(one.paint(frame)))
      for (const frame of [39, 3, 21, 20, 4, 0, 38, 12]) {
        expect(
          Buffer.compare(Buffer.from(other.paint(frame)), inOrder[frame]!),
          `${template.name} frame ${frame}`,
        ).toBe(0)
      }
    }
  }, 30_000)

  it('says how many frames there are', async () => {
    const painter = await createPainter(scene([]))
    expect(painter).toMatchObject({ width: 480, height: 270, framesPerSecond: 10, frameCount: 20 })
    expect(painter.paint(0)).toHaveLength(480 * 270 * 4)
  })

  it('makes a PNG of one moment, and of the last where more is asked', async () => {
    const shown = scene([text('Still')])
    const image = await loadImage(Buffer.from(await stillPng(shown, 99)))
    expect([image.width, image.height]).toEqual([480, 270])
  })
})

describe('shapes in a scene', () => {
  const white = { background: { colour: '#ffffff' } }
  const box = { x: 140, y: 35, width: 200, height: 200 }
  const shadow = { blur: 20, opacity: 1, dy: 0 }
  const redAt = (pixels: Uint8Array, x: number, y: number) => pixels[(y * 480 + x) * 4]!

  it('throw a shadow of their own outline', async () => {
    const disc = { type: 'shape', shape: 'ellipse', box, colour: '#ff0000', shadow } as const
    const pixels = (await createPainter(scene([disc], white))).paint(0)
    expect(redAt(pixels, 138, 135)).toBeLessThan(200)
    expect(redAt(pixels, 150, 45)).toBeGreaterThan(250)
  })

  it('grow together with their shadow', async () => {
    const bar = { type: 'shape', shape: 'rectangle', box, colour: '#ff0000', shadow } as const
    const growX: [number, number, 'linear'][] = [
      [0, 0, 'linear'],
      [1, 1, 'linear'],
    ]
    const painter = await createPainter(scene([{ ...bar, growX }], white))
    expect(redAt(painter.paint(5), 300, 30)).toBeGreaterThan(250)
    expect(redAt(painter.paint(15), 300, 30)).toBeLessThan(200)
  })
})

describe('pictures in a scene', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vidgen-painter-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Left half red, right half blue. */
  const halves = (width: number, height: number) => {
    const canvas = createCanvas(width, height)
    const context = canvas.getContext('2d')
    context.fillStyle = '#ff0000'
    context.fillRect(0, 0, width / 2, height)
    context.fillStyle = '#0000ff'
    context.fillRect(width / 2, 0, width / 2, height)
    return canvas
  }
  const save = (name: string, bytes: Buffer) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  }
  const at = (pixels: Uint8Array, x: number, y: number) => [
    ...pixels.subarray((y * 480 + x) * 4, (y * 480 + x) * 4 + 3),
  ]
  const image = (path: string, change: object = {}): LayerSource => ({
    type: 'image',
    path,
    box: { x: 0, y: 0, width: 480, height: 270 },
    ...change,
  })

  it('are there from the first frame', async () => {
    const painter = await createPainter(scene([image(save('a.png', halves(960, 540).toBuffer('image/png')))]))
    expect(at(painter.paint(0), 100, 100)).toEqual([255, 0, 0])
    expect(at(painter.paint(0), 400, 100)).toEqual([0, 0, 255])
  })

  it('are turned by their EXIF orientation', async () => {
    const jpeg = halves(400, 200).toBuffer('image/jpeg', 95)
    // TIFF, little-endian, one entry: 0x0112 = 6, a quarter turn clockwise.
    const tiff = Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex')
    const app1 = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 8 + tiff.length]), Buffer.from('Exif\0\0'), tiff])
    const turned = Buffer.concat([jpeg.subarray(0, 2), app1, jpeg.subarray(2)])
    const painter = await createPainter(scene([image(save('turned.jpg', turned), { fit: 'contain' })]))
    const [top, bottom] = [at(painter.paint(0), 240, 40), at(painter.paint(0), 240, 230)]
    expect(top[0]).toBeGreaterThan(200)
    expect(bottom[2]).toBeGreaterThan(200)
  })

  it('may have a box far larger than the frame, and a camera that goes close to it', async () => {
    const path = save('large.png', halves(960, 540).toBuffer('image/png'))
    const camera = { start: { x: 0, y: 0.5, zoom: 4 }, end: { x: 1, y: 0.5, zoom: 4 } }
    const box = { x: -4_000, y: -4_000, width: 10_000, height: 10_000 }
    const painter = await createPainter(
      scene([image(path, { box, camera, radius: 900, shadow: { blur: 200, opacity: 0.5, dy: 4 } })]),
    )
    expect(at(painter.paint(0), 240, 135)).toEqual([255, 0, 0])
    expect(at(painter.paint(painter.frameCount - 1), 240, 135)).toEqual([0, 0, 255])
  })

  it('fail with a clear word where the file has gone', async () => {
    await expect(createPainter(scene([image(join(folder, 'gone.png'))]))).rejects.toThrow(
      /cannot read the picture/,
    )
  })
})
