/** What the vector loops draw, held against the same sums done one pixel at a time in floating point. */

import { describe, expect, it } from 'vitest'
import { randomSequence } from '../../../src/template/colour.ts'
import type { Bitmap, Mask } from '../../../src/template/pixels/bitmap.ts'
import { createSurface, type Surface } from '../../../src/template/pixels/surface.ts'

type Rgba = [number, number, number, number]

/** Of every kind of pixel: opaque, empty, half there; with an empty border, as sprites have. */
function sprite(width: number, height: number, seed = 1): Bitmap {
  const random = randomSequence(seed)
  const pixels = new Uint8Array(width * height * 4)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const alpha = [0, 255, Math.floor(random() * 256)][Math.floor(random() * 3)]!
      const colour = [0, 1, 2].map(() => Math.floor(random() * (alpha + 1)))
      pixels.set([...colour, alpha], (y * width + x) * 4)
    }
  }
  return { width, height, pixels, isOpaque: false }
}

function photograph(width: number, height: number, seed = 2): Bitmap {
  const random = randomSequence(seed)
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : Math.floor(random() * 256),
  )
  return { width, height, pixels, isOpaque: true }
}

/** A ground on which a wrong place is seen. */
function createStage(width: number, height: number): { surface: Surface; ground: Uint8Array } {
  const surface = createSurface(width, height)
  const ground = photograph(width, height, 3).pixels
  surface.pixels.set(ground)
  return { surface, ground }
}

const pixelOf = (pixels: Uint8Array, width: number, x: number, y: number): Rgba => {
  const at = (y * width + x) * 4
  return [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!, pixels[at + 3]!]
}

/** Between four pixels of a picture, by the middle of each; outside it there is nothing, or its edge. */
function sampleOf({ width, height, pixels }: Bitmap, x: number, y: number, outside: 'empty' | 'edge'): Rgba {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const at = (column: number, row: number): Rgba => {
    const inside = column >= 0 && row >= 0 && column < width && row < height
    if (!inside && outside === 'empty') return [0, 0, 0, 0]
    return pixelOf(
      pixels,
      width,
      Math.min(width - 1, Math.max(0, column)),
      Math.min(height - 1, Math.max(0, row)),
    )
  }
  const [right, down] = [x - left, y - top]
  return [0, 1, 2, 3].map(
    (channel) =>
      (at(left, top)[channel]! * (1 - right) + at(left + 1, top)[channel]! * right) * (1 - down) +
      (at(left, top + 1)[channel]! * (1 - right) + at(left + 1, top + 1)[channel]! * right) * down,
  ) as Rgba
}

const over = (source: Rgba, below: Rgba, part: number): Rgba =>
  source.map((value, channel) => value * part + below[channel]! * (1 - (source[3] * part) / 255)) as Rgba

/** The largest difference of any channel anywhere. */
function worstDifference(
  { surface }: { surface: Surface },
  expected: (x: number, y: number) => Rgba,
): number {
  let worst = 0
  for (let y = 0; y < surface.height; y++)
    for (let x = 0; x < surface.width; x++) {
      const wanted = expected(x, y)
      pixelOf(surface.pixels, surface.width, x, y).forEach((value, channel) => {
        worst = Math.max(worst, Math.abs(value - wanted[channel]!))
      })
    }
  return worst
}

describe('a bitmap', () => {
  it.each([
    // A place, an opacity: inside, between pixels one way and the other, over each edge, outside.
    [20, 10, 1],
    [20, 10, 0.37],
    [20.5, 10, 1],
    [20, 10.25, 1],
    [20.75, 10.125, 0.6],
    [-7, -5, 1],
    [-7.5, -5.25, 1],
    [115, 88, 1],
    [114.5, 87.75, 0.5],
    [200, 10, 1],
    [20, -80, 1],
  ])('lies where it should, at %d × %d with opacity %d', (x, y, opacity) => {
    const stage = createStage(130, 98)
    const bitmap = sprite(37, 21)
    stage.surface.blit(bitmap, x, y, opacity)
    const worst = worstDifference(stage, (column, row) =>
      over(sampleOf(bitmap, column - x, row - y, 'empty'), pixelOf(stage.ground, 130, column, row), opacity),
    )
    expect(worst).toBeLessThan(opacity === 1 && Number.isInteger(x + y) ? 0.51 : 2)
  })

  it('is the same in one piece and in bands, when it is larger than what is worked on at a time', () => {
    const stage = createStage(640, 360)
    const bitmap = sprite(900, 500)
    stage.surface.blit(bitmap, -100.25, -60.5, 1)
    const worst = worstDifference(stage, (x, y) =>
      over(sampleOf(bitmap, x + 100.25, y + 60.5, 'empty'), pixelOf(stage.ground, 640, x, y), 1),
    )
    expect(worst).toBeLessThan(2)
  })

  it('draws nothing outside the clip', () => {
    const stage = createStage(64, 64)
    stage.surface.clip({ left: 10, top: 20, right: 31, bottom: 43 })
    stage.surface.blit(photograph(80, 80), -5, -5, 1)
    const worst = worstDifference(stage, (x, y) =>
      x >= 10 && x < 31 && y >= 20 && y < 43
        ? pixelOf(photograph(80, 80).pixels, 80, x + 5, y + 5)
        : pixelOf(stage.ground, 64, x, y),
    )
    expect(worst).toBe(0)
  })

  it('keeps the picture opaque', () => {
    const { surface } = createStage(64, 64)
    for (const opacity of [1, 0.3, 0.77]) surface.blit(sprite(60, 60, 9), 1.5, 2.25, opacity)
    expect(surface.pixels.filter((_, at) => at % 4 === 3).every((alpha) => alpha === 255)).toBe(true)
  })
})

describe('a scaled picture', () => {
  const cases: [string, { x: number; y: number; width: number; height: number }, number][] = [
    ['larger', { x: 8, y: 6, width: 40, height: 30 }, 1],
    ['smaller', { x: 0, y: 0, width: 150, height: 110 }, 1],
    ['as it is', { x: 20, y: 10, width: 100, height: 70 }, 1],
    ['between its pixels', { x: 3.4, y: 7.7, width: 91.3, height: 64.2 }, 0.45],
  ]
  it.each(cases)('is drawn %s', (_name, view, opacity) => {
    const stage = createStage(140, 100)
    const picture = photograph(150, 110)
    // By the band where a row ends within a vector, without it where not.
    const box = { x: 20, y: 15, width: view.width === 150 ? 99 : 100, height: 70 }
    stage.surface.blitScaled(picture, view, box, opacity)
    const worst = worstDifference(stage, (x, y) => {
      const below = pixelOf(stage.ground, 140, x, y)
      if (x < 20 || x >= 20 + box.width || y < 15 || y >= 85) return below
      const across = view.x + ((x + 0.5 - box.x) * view.width) / box.width - 0.5
      const down = view.y + ((y + 0.5 - box.y) * view.height) / box.height - 0.5
      return over(sampleOf(picture, across, down, 'edge'), below, opacity)
    })
    // A 128th of a pixel of a picture that is nothing but noise, across and down.
    expect(worst).toBeLessThan(view.width === box.width ? 0.51 : 5)
  })

  it('is the same when it reaches out of the picture and is clipped to a part of it, in many bands', () => {
    const stage = createStage(400, 300)
    const picture = photograph(700, 500)
    const view = { x: 50, y: 40, width: 600, height: 420 }
    const box = { x: -90, y: -70, width: 560, height: 410 }
    stage.surface.clip({ left: 33, top: 21, right: 397, bottom: 298 })
    stage.surface.blitScaled(picture, view, box, 1)
    const worst = worstDifference(stage, (x, y) => {
      if (x < 33 || x >= 397 || y < 21 || y >= 298) return pixelOf(stage.ground, 400, x, y)
      const across = view.x + ((x + 0.5 - box.x) * view.width) / box.width - 0.5
      const down = view.y + ((y + 0.5 - box.y) * view.height) / box.height - 0.5
      return sampleOf(picture, across, down, 'edge')
    })
    expect(worst).toBeLessThan(5)
  })

  it('is covered by its mask, which lies on the part that can be seen', () => {
    const stage = createStage(90, 70)
    const picture = photograph(60, 50)
    const box = { x: -10, y: 30, width: 60, height: 50 }
    const random = randomSequence(5)
    const coverage = Uint8Array.from(
      { length: 50 * 40 },
      () => [0, 255, random() * 255][Math.floor(random() * 3)]!,
    )
    const mask: Mask = { width: 50, height: 40, coverage }
    stage.surface.clip({ left: 3, top: 35, right: 90, bottom: 70 })
    stage.surface.blitScaled(picture, { x: 0, y: 0, width: 60, height: 50 }, box, 1, mask)
    const worst = worstDifference(stage, (x, y) => {
      const below = pixelOf(stage.ground, 90, x, y)
      if (x < 3 || x >= 50 || y < 35) return below
      return over(pixelOf(picture.pixels, 60, x + 10, y - 30), below, coverage[(y - 30) * 50 + x]! / 255)
    })
    expect(worst).toBeLessThan(1.1)
  })
})

describe('a run of colour', () => {
  it.each([
    ['across', { start: 0, across: 1 / 80, down: 0 }, 1],
    ['down', { start: 0.1, across: 0, down: 1 / 90 }, 1],
    ['aslant and faint', { start: 0.98, across: -1 / 170, down: -1 / 150 }, 0.4],
  ])('goes %s, with edges between pixels', (_name, line, opacity) => {
    const stage = createStage(100, 80)
    const ramp = { from: [200, 40, 0, 255], to: [10, 60, 120, 128], ...line }
    stage.surface.fill({ x: 10.25, y: 8.5, width: 70.5, height: 60 }, ramp, opacity)
    const covered = (place: number, start: number, end: number) =>
      Math.max(0, Math.min(place + 1, end) - Math.max(place, start))
    const worst = worstDifference(stage, (x, y) => {
      const part = Math.min(1, Math.max(0, ramp.start + (x + 0.5) * ramp.across + (y + 0.5) * ramp.down))
      const colour = ramp.from.map((value, channel) => value + (ramp.to[channel]! - value) * part) as Rgba
      const coverage = covered(x, 10.25, 80.75) * covered(y, 8.5, 68.5)
      return over(colour, pixelOf(stage.ground, 100, x, y), opacity * coverage)
    })
    expect(worst).toBeLessThan(2)
  })
})

describe('what is kept', () => {
  it('comes back within the clip, and is the picture itself when nothing else is given', () => {
    const { surface, ground } = createStage(48, 32)
    surface.keep()
    const other = photograph(48, 32, 8)
    surface.blit(other, 0, 0, 1)
    surface.clip({ left: 5, top: 4, right: 20, bottom: 10 })
    surface.restore()
    const inside = (x: number, y: number) => x >= 5 && x < 20 && y >= 4 && y < 10
    expect(
      worstDifference({ surface }, (x, y) => pixelOf(inside(x, y) ? ground : other.pixels, 48, x, y)),
    ).toBe(0)
    surface.keep(other.pixels)
    surface.restore()
    expect(worstDifference({ surface }, (x, y) => pixelOf(other.pixels, 48, x, y))).toBe(0)
  })
})

describe('a piece drawn by itself', () => {
  it.each([1, 2, 3, 4, 5])('is the same as when all is drawn (%i)', (seed) => {
    const random = randomSequence(seed)
    const picture = photograph(97 + seed, 83)
    const view = { x: random() * 9, y: random() * 9, width: 60 + random() * 20, height: 50 + random() * 20 }
    const box = { x: -20 + random() * 9, y: 3 + random() * 9, width: 190 + random(), height: 140 + random() }
    const line = { start: 0.2 * random(), across: 0.4 / 211, down: 0.3 / 157 }
    const ramp = { from: [200, 40, 0, 255], to: [10, 60, 120, 200], ...line }
    const draw = (surface: Surface) => {
      surface.fill(box, ramp, 0.9)
      surface.blitScaled(picture, view, box, 0.6)
      surface.blit(sprite(40, 30), 31.1 + seed / 9, 44.3, 1)
    }
    const [whole, pieces] = [createStage(180, 130).surface, createStage(180, 130).surface]
    draw(whole)
    for (const [left, right] of [
      [0, 37],
      [37, 98],
      [98, 180],
    ] as const)
      for (const [top, bottom] of [
        [0, 51],
        [51, 52],
        [52, 130],
      ] as const) {
        pieces.clip({ left, top, right, bottom })
        draw(pieces)
      }
    expect(Buffer.compare(Buffer.from(whole.pixels), Buffer.from(pieces.pixels))).toBe(0)
  })
})
