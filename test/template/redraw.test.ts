/** Drawing only the rows that changed gives the same pixels as drawing all, and says truly which rows changed. */

import { describe, expect, it } from 'vitest'
import { createPainter } from '../../src/template/painter.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import { templates } from '../../src/template/templates/index.ts'

const fox = new URL('../fixtures/fox.png', import.meta.url).pathname
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
    const rowBytes = width * 4
    let before = Buffer.alloc(0)
    // Backwards, so that every frame is a jump and is drawn whole.
    const whole = Array.from({ length: inOrder.frameCount }, (_, index) => index)
      .reverse()
      .map((frame) => Buffer.from(atOnce.paint(frame)))
      .reverse()
    for (let frame = 0; frame < inOrder.frameCount; frame++) {
      const pixels = Buffer.from(inOrder.paint(frame))
      expect(Buffer.compare(pixels, whole[frame]!), `frame ${frame}`).toBe(0)
      const { top, bottom } = inOrder.changed()
      if (frame > 0) {
        const [above, below] = [Math.min(top, height) * rowBytes, Math.max(0, bottom) * rowBytes]
        expect(Buffer.compare(pixels.subarray(0, above), before.subarray(0, above))).toBe(0)
        expect(Buffer.compare(pixels.subarray(below), before.subarray(below))).toBe(0)
        if (top < bottom) expect([top % 2, bottom % 2]).toEqual([0, 0])
      }
      before = pixels
    }
  })
})
