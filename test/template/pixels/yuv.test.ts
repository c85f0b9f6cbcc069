import { describe, expect, it } from 'vitest'
import { compilePixels } from '../../../scripts/build-pixels.js'
import { program } from '../../../src/template/pixels/program.ts'
import { createSurface } from '../../../src/template/pixels/surface.ts'

function noise(pixels: Uint8Array): void {
  let state = 7
  for (let at = 0; at < pixels.length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    pixels[at] = at % 4 === 3 ? 255 : state >> 16
  }
}

const lumaOf = ([red, green, blue]: readonly number[]) => 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!

describe('the loops over pixels', () => {
  it('are compiled from the text beside them', async () => {
    expect(Buffer.from(await compilePixels()).toString('base64')).toBe(program)
  })
})

describe('the conversion for the encoder', () => {
  it.each([
    [64, 64],
    [66, 64],
    [70, 4],
    [1366, 10],
  ])('is exact to rounding at %i × %i', (width, height) => {
    const { pixels, planes, toYuv } = createSurface(width, height)
    noise(pixels)
    toYuv({ left: 0, top: 0, right: width, bottom: height })
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
        const [blue, red] = [(mean[2]! - lumaOf(mean)) / 1.8556, (mean[0]! - lumaOf(mean)) / 1.5748]
        worst = Math.max(worst, Math.abs(128 + (224 / 255) * blue - planes[uAt + at]!))
        worst = Math.max(worst, Math.abs(128 + (224 / 255) * red - planes[vAt + at]!))
      }
    }
    expect(worst).toBeLessThan(0.52)
  })

  it('keeps black at 16 and white at 235, without colour', () => {
    const { pixels, planes, toYuv } = createSurface(8, 2)
    pixels.fill(0)
    toYuv({ left: 0, top: 0, right: 8, bottom: 2 })
    expect([...planes]).toEqual([...Array(16).fill(16), ...Array(8).fill(128)])
    pixels.fill(255)
    toYuv({ left: 0, top: 0, right: 8, bottom: 2 })
    expect([...planes]).toEqual([...Array(16).fill(235), ...Array(8).fill(128)])
  })

  it.each([
    { left: 0, top: 0, right: 8, bottom: 2 },
    { left: 10, top: 6, right: 24, bottom: 20 },
    { left: 58, top: 2, right: 70, bottom: 48 },
  ])('of a part touches that part alone: %o', (area) => {
    const [width, height] = [70, 48]
    const part = createSurface(width, height)
    const all = createSurface(width, height)
    for (const { pixels } of [part, all]) noise(pixels)
    all.toYuv({ left: 0, top: 0, right: width, bottom: height })
    part.planes.fill(77)
    part.toYuv(area)
    const wanted = Buffer.alloc(width * height * 1.5, 77)
    const plane = (start: number, across: number, scale: number) => {
      for (let y = area.top / scale; y < area.bottom / scale; y++) {
        const at = start + y * across
        all.planes.copy(wanted, at + area.left / scale, at + area.left / scale, at + area.right / scale)
      }
    }
    plane(0, width, 1)
    plane(width * height, width / 2, 2)
    plane(width * height * 1.25, width / 2, 2)
    expect(Buffer.compare(part.planes, wanted)).toBe(0)
  })
})
