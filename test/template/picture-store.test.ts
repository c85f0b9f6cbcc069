import { describe, expect, it } from 'vitest'
import { randomSequence } from '../../src/template/colour.ts'
import { createPictureStore } from '../../src/template/picture-store.ts'
import type { Bitmap } from '../../src/template/pixels/bitmap.ts'

function noisy(seed: number): Bitmap {
  const random = randomSequence(seed)
  const pixels = new Uint8Array(2_000 * 1_500 * 4)
  for (let at = 0; at < pixels.length; at++) pixels[at] = at % 4 === 3 ? 255 : Math.floor(random() * 256)
  return { width: 2_000, height: 1_500, pixels, isOpaque: true }
}

describe('a picture store', () => {
  it('gives every picture back as it was, the packed ones too, again and again', () => {
    const store = createPictureStore()
    // Twelve megabytes each: the fifth no longer fits beside the others.
    const pictures = Array.from({ length: 6 }, (_, seed) => {
      const picture = noisy(seed)
      return { bytes: Buffer.from(picture.pixels), stored: store(picture) }
    })
    for (const { bytes, stored } of [...pictures, ...pictures.slice(4)]) {
      const opened = stored.open()
      expect(opened.width).toBe(2_000)
      expect(Buffer.compare(opened.pixels, bytes)).toBe(0)
      stored.rest()
    }
  })
})
