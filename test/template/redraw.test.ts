/** Drawing only what changed gives the same pixels as drawing all, and says truly where something changed. */

import { describe, expect, it } from 'vitest'
import { randomSequence } from '../../src/template/colour.ts'
import { createPainter } from '../../src/template/painter.ts'
import { type Area, isEmpty } from '../../src/template/pixels/area.ts'
import type { LayerSource, Scene } from '../../src/template/scene.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import { templates } from '../../src/template/templates/index.ts'

const fox = new URL('../fixtures/fox.png', import.meta.url).pathname
const images = [1, 2].map(() => ({ path: fox, widthPixels: 64, heightPixels: 48 }))

function differencesOutside(area: Area, before: Buffer, now: Buffer, width: number): number {
  let count = 0
  for (let at = 0; at < now.length; at += 4) {
    if (now.readUInt32LE(at) === before.readUInt32LE(at)) continue
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)]
    if (x < area.left || x >= area.right || y < area.top || y >= area.bottom) count += 1
  }
  return count
}

async function expectSameInOrderAndAtOnce(scene: Scene): Promise<void> {
  const [inOrder, atOnce] = [await createPainter(scene), await createPainter(scene)]
  let before = Buffer.alloc(0)
  // Backwards, so that every frame is a jump and is drawn whole.
  const whole = Array.from({ length: inOrder.frameCount }, (_, index) => index)
    .reverse()
    .map((frame) => {
      const pixels = Buffer.from(atOnce.paint(frame))
      atOnce.toYuv()
      return { pixels, planes: Buffer.from(atOnce.planes) }
    })
    .reverse()
  for (let frame = 0; frame < inOrder.frameCount; frame++) {
    const pixels = Buffer.from(inOrder.paint(frame))
    inOrder.toYuv()
    expect(Buffer.compare(pixels, whole[frame]!.pixels), `frame ${frame}`).toBe(0)
    expect(Buffer.compare(inOrder.planes, whole[frame]!.planes), `planes of frame ${frame}`).toBe(0)
    const area = inOrder.changed()
    if (frame > 0) {
      expect(differencesOutside(area, before, pixels, scene.width), `frame ${frame}`).toBe(0)
      if (!isEmpty(area)) expect(Object.values(area).map((edge) => edge % 2)).toEqual([0, 0, 0, 0])
    }
    before = pixels
  }
}

describe.each(templates.map((template) => [template.name, template] as const))('%s', (_name, template) => {
  it.each([
    [854, 480],
    [480, 854],
  ])('is the same frame by frame and at once, at %i × %i', async (width, height) => {
    await expectSameInOrderAndAtOnce(
      checkScene(
        template.make({
          ...template.example,
          images: template.example.images.length > 0 ? images : [],
          width,
          height,
          framesPerSecond: 10,
          durationSeconds: 5,
          seed: 3,
          audio: false,
        }),
      ),
    )
  })
})

const seed = Number(process.env.VIDGEN_SEED ?? 1)

/** Layers of every kind that come, go, move, fade and reach out of the picture, by chance. */
function randomScene(seed: number): Scene {
  const random = randomSequence(seed)
  const between = (low: number, high: number) => low + (high - low) * random()
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)]!
  const [width, height] = pick([
    [322, 182],
    [128, 230],
    [66, 64],
  ] as const)
  const seconds = 2.4
  const colour = () =>
    `#${Math.floor(random() * 0xffffff)
      .toString(16)
      .padStart(6, '0')}`
  const whole = (value: number) => (random() < 0.5 ? Math.round(value) : value)
  const box = () => ({
    x: whole(between(-80, width)),
    y: whole(between(-80, height)),
    width: Math.max(1, whole(between(1, width * 1.4))),
    height: Math.max(1, whole(between(1, height * 1.2))),
  })
  const track = (low: number, high: number) =>
    random() < 0.5
      ? undefined
      : [0, 0.8, 1.3].map((at): [number, number] => [at, pick([whole(between(low, high)), 0, 1])])
  const base = () => {
    const [from, to] = pick([
      [undefined, undefined],
      [0.3, 1.9],
      [0, 1.2],
    ] as const)
    return { from, to, opacity: track(0, 1), dx: track(-90, 90), dy: track(-70, 70) }
  }
  const layer = (): LayerSource => {
    const shadow = random() < 0.3 ? { blur: between(1, 20), opacity: 0.5, dy: between(0, 9) } : undefined
    const kinds: (() => LayerSource)[] = [
      () => ({
        type: 'shape',
        ...base(),
        box: box(),
        shape: pick(['rectangle', 'ellipse']),
        colour: colour(),
        colour2: pick([undefined, colour()]),
        fade: pick([undefined, { from: random(), to: random() }]),
        angle: pick([0, 90, between(-180, 180)]),
        radius: pick([0, 0, between(0, 40)]),
        strokeWidth: pick([undefined, undefined, between(1, 12)]),
        growX: track(0, 1),
        shadow,
      }),
      () => ({
        type: 'image',
        ...base(),
        path: fox,
        box: box(),
        fit: pick(['cover', 'contain']),
        radius: pick([0, between(0, 30)]),
        camera: pick([
          undefined,
          { start: { x: random(), y: random(), zoom: between(1, 4) }, end: { x: 0.5, y: 0.5, zoom: 1 } },
        ]),
        soften: random() < 0.2,
        shadow,
      }),
      () => ({
        type: 'text',
        ...base(),
        box: { ...box(), width: between(60, 260), height: between(30, 120) },
        text: pick(['Rain over hills', 'One', 'مرحبا بالعالم', 'Two words\nand a line']),
        size: between(10, 40),
        minSize: 10,
        colour: colour(),
        reveal: pick([
          undefined,
          { by: pick(['word', 'line', 'page']), everySeconds: 0.1, seconds: 0.4, rise: between(-20, 20) },
        ]),
        highlight: pick([undefined, colour()]),
        plate: pick([undefined, { colour: colour(), opacity: random(), padding: 6, radius: 5 }]),
      }),
      () => ({
        type: 'progress',
        ...base(),
        box: box(),
        shape: pick(['bar', 'ring', 'segments']),
        colour: colour(),
        trackColour: colour(),
        thickness: between(1, 14),
        segments: 3,
      }),
      () => ({
        type: 'chart',
        ...base(),
        box: { ...box(), width: between(80, 200), height: between(60, 140) },
        kind: pick(['bars', 'rows', 'line']),
        values: [3, 8, 5, 9],
        labels: ['a', 'b', 'c', 'd'],
        colour: colour(),
        textColour: colour(),
        mutedColour: colour(),
        size: between(8, 16),
        growSeconds: 0.7,
      }),
      () => ({
        type: 'counter',
        ...base(),
        box: box(),
        size: between(8, 60),
        colour: colour(),
        value: [
          [0, 3],
          [2, 1200],
        ],
      }),
    ]
    return pick(kinds)()
  }
  return checkScene({
    version: 1,
    width,
    height,
    framesPerSecond: 10,
    durationSeconds: seconds,
    safe: { top: 4, right: 4, bottom: 4, left: 4 },
    background: { colour: colour(), colour2: colour() },
    layers: Array.from({ length: 2 + Math.floor(random() * 8) }, layer),
  })
}

describe('a scene of anything', () => {
  it.each(Array.from({ length: 40 }, (_, index) => seed * 1_000 + index))(
    'is the same frame by frame and at once (VIDGEN_SEED / 1000: %i)',
    (one) => expectSameInOrderAndAtOnce(randomScene(one)),
  )
})
