import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createYuvConverter, sourceSha256 } from '../../src/template/rgba-to-yuv.ts'

function noise(count: number): Uint8Array {
  let state = 7
  return Uint8Array.from({ length: count * 4 }, (_, at) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return at % 4 === 3 ? 255 : state >> 16
  })
}

const lumaOf = ([red, green, blue]: readonly number[]) => 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!

describe('the colour converter', () => {
  it('is compiled from the text beside it', () => {
    const text = readFileSync(new URL('../../src/template/rgba-to-yuv.wat', import.meta.url))
    expect(createHash('sha256').update(text).digest('hex')).toBe(sourceSha256)
  })

  it.each([
    [64, 64],
    [66, 64],
    [70, 4],
    [1366, 10],
  ])('is exact to rounding at %i × %i', (width, height) => {
    const pixels = noise(width * height)
    const { planes, convert } = createYuvConverter(width, height)
    convert(pixels)
    const pixel = (x: number, y: number) => [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)]
    let worst = 0
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        worst = Math.max(worst, Math.abs(16 + (219 / 255) * lumaOf(pixel(x, y)) - planes[y * width + x]!))
      }
    }
    const uAt = width * height
    const vAt = uAt * 1.25
    for (let y = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2) {
        const four = [pixel(x, y), pixel(x + 1, y), pixel(x, y + 1), pixel(x + 1, y + 1)]
        const mean = [0, 1, 2].map((channel) => four.reduce((sum, each) => sum + each[channel]! / 4, 0))
        const at = (y / 2) * (width / 2) + x / 2
        worst = Math.max(
          worst,
          Math.abs(128 + ((224 / 255) * (mean[2]! - lumaOf(mean))) / 1.8556 - planes[uAt + at]!),
        )
        worst = Math.max(
          worst,
          Math.abs(128 + ((224 / 255) * (mean[0]! - lumaOf(mean))) / 1.5748 - planes[vAt + at]!),
        )
      }
    }
    expect(worst).toBeLessThan(0.52)
  })

  it('keeps black at 16 and white at 235, without colour', () => {
    const { planes, convert } = createYuvConverter(8, 2)
    convert(new Uint8Array(64).fill(0))
    expect([...planes]).toEqual([...Array(16).fill(16), ...Array(8).fill(128)])
    convert(new Uint8Array(64).fill(255))
    expect([...planes]).toEqual([...Array(16).fill(235), ...Array(8).fill(128)])
  })
})
