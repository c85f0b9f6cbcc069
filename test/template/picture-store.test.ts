import * as skia from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { randomSequence } from '../../src/template/colour.ts'
import { createPictureStore } from '../../src/template/picture-store.ts'

function noisy(seed: number): skia.Canvas {
  const canvas = skia.createCanvas(2_000, 1_500)
  const random = randomSequence(seed)
  const bytes = canvas.data()
  for (let at = 0; at < bytes.length; at++) bytes[at] = at % 4 === 3 ? 255 : Math.floor(random() * 256)
  return canvas
}

describe('a picture store', () => {
  it('gives every picture back as it was, the packed ones too, again and again', () => {
    const store = createPictureStore(skia)
    // Twelve megabytes each: the fifth no longer fits beside the others.
    const pictures = Array.from({ length: 6 }, (_, seed) => {
      const canvas = noisy(seed)
      return { bytes: Buffer.from(canvas.data()), stored: store(canvas) }
    })
    for (const { bytes, stored } of [...pictures, ...pictures.slice(4)]) {
      const opened = stored.open()
      expect(opened.width).toBe(2_000)
      expect(Buffer.compare(opened.data(), bytes)).toBe(0)
      stored.rest()
    }
  })
})
