/** Drawing only what changed gives the same pixels as drawing all, and says truly where something changed. */

import { describe, expect, it } from 'vitest'
import { createPainter } from '../../src/template/painter.ts'
import { type Area, isEmpty } from '../../src/template/pixels/area.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import { templates } from '../../src/template/templates/index.ts'

const fox = new URL('../fixtures/fox.png', import.meta.url).pathname
function differencesOutside(area: Area, before: Buffer, now: Buffer, width: number): number {
  let count = 0
  for (let at = 0; at < now.length; at += 4) {
    if (now.readUInt32LE(at) === before.readUInt32LE(at)) continue
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)]
    if (x < area.left || x >= area.right || y < area.top || y >= area.bottom) count += 1
  }
  return count
}

const images = [1, 2].map(() => ({ path: fox, widthPixels: 64, heightPixels: 48 }))

describe.each(templates.map((template) => [template.name, template] as const))('%s', (_name, template) => {
  it.each([
    [854, 480],
    [480, 854],
  ])('is the same frame by frame and at once, at %i × %i', async (width, height) => {
    const scene = checkScene(
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
    )
    const [inOrder, atOnce] = [await createPainter(scene), await createPainter(scene)]
    let before = Buffer.alloc(0)
    // Backwards, so that every frame is a jump and is drawn whole.
    const whole = Array.from({ length: inOrder.frameCount }, (_, index) => index)
      .reverse()
      .map((frame) => Buffer.from(atOnce.paint(frame)))
      .reverse()
    for (let frame = 0; frame < inOrder.frameCount; frame++) {
      const pixels = Buffer.from(inOrder.paint(frame))
      expect(Buffer.compare(pixels, whole[frame]!), `frame ${frame}`).toBe(0)
      const area = inOrder.changed()
      if (frame > 0) {
        expect(differencesOutside(area, before, pixels, width), `frame ${frame}`).toBe(0)
        if (!isEmpty(area)) expect(Object.values(area).map((edge) => edge % 2)).toEqual([0, 0, 0, 0])
      }
      before = pixels
    }
  })
})
