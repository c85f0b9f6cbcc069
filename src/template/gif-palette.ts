/**
 * One palette for a whole GIF, by median cut over some of its frames, and pixels → palette numbers with an ordered dither:
 * its pattern stands still, so that what does not move in the clip does not change in the GIF, and costs nothing.
 */

export interface GifPalette {
  /** Three bytes a colour. */
  colours: Uint8Array
  /** Writes a palette number a pixel. */
  match(pixels: Uint8Array, width: number, out: Uint8Array): void
}

/** Bits a channel: of the histogram, and of the table of nearest colours (finer, or the dither would be rounded away). */
const countBits = 5
const tableBits = 6

interface Bin {
  colour: [number, number, number]
  count: number
}

export function createGifPalette(frames: readonly Uint8Array[], size: number): GifPalette {
  const bins = histogram(frames)
  const boxes = [bins]
  while (boxes.length < size) {
    const widest = boxes.reduce((best, box, index) => (worth(box) > worth(boxes[best]!) ? index : best), 0)
    const halves = cut(boxes[widest]!)
    if (halves === undefined) break
    boxes.splice(widest, 1, ...halves)
  }
  const colours = Uint8Array.from(boxes.flatMap(average))
  return { colours, match: matcher(colours) }
}

function histogram(frames: readonly Uint8Array[]): Bin[] {
  const counts = new Float64Array(1 << (3 * countBits))
  const sums = new Float64Array(counts.length * 3)
  const drop = 8 - countBits
  for (const pixels of frames) {
    for (let at = 0; at < pixels.length; at += 4) {
      const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!]
      const bin = ((red >> drop) << (2 * countBits)) | ((green >> drop) << countBits) | (blue >> drop)
      counts[bin]! += 1
      sums[bin * 3]! += red
      sums[bin * 3 + 1]! += green
      sums[bin * 3 + 2]! += blue
    }
  }
  const bins: Bin[] = []
  counts.forEach((count, bin) => {
    if (count === 0) return
    const mean = (channel: number) => sums[bin * 3 + channel]! / count
    bins.push({ colour: [mean(0), mean(1), mean(2)], count })
  })
  return bins
}

function widestChannel(box: readonly Bin[]): { channel: 0 | 1 | 2; range: number } {
  const ranges = ([0, 1, 2] as const).map((channel) => {
    let low = 255
    let high = 0
    for (const { colour } of box) {
      low = Math.min(low, colour[channel])
      high = Math.max(high, colour[channel])
    }
    return { channel, range: high - low }
  })
  return ranges.reduce((best, one) => (one.range > best.range ? one : best))
}

/** Large ranges first; how many pixels are in it counts less, or a ground would take all colours from a small bright mark. */
const worth = (box: readonly Bin[]) =>
  widestChannel(box).range * box.reduce((sum, bin) => sum + bin.count, 0) ** 0.3

function cut(box: Bin[]): [Bin[], Bin[]] | undefined {
  if (box.length < 2) return undefined
  const { channel } = widestChannel(box)
  const sorted = [...box].sort((one, other) => one.colour[channel] - other.colour[channel])
  const half = sorted.reduce((sum, bin) => sum + bin.count, 0) / 2
  let passed = 0
  let at = 0
  while (at < sorted.length - 1 && passed + sorted[at]!.count <= half) passed += sorted[at++]!.count
  at = Math.max(1, at)
  return [sorted.slice(0, at), sorted.slice(at)]
}

function average(box: readonly Bin[]): number[] {
  const count = box.reduce((sum, bin) => sum + bin.count, 0)
  return [0, 1, 2].map((channel) =>
    Math.round(box.reduce((sum, bin) => sum + bin.colour[channel]! * bin.count, 0) / count),
  )
}

/** Bayer's 8×8 pattern: bit-reversed and interleaved, as numbers from −0.5 to 0.5. */
const pattern = Float32Array.from({ length: 64 }, (_, index) => {
  const [x, y] = [index & 7, index >> 3]
  let value = 0
  for (let bit = 0; bit < 3; bit++)
    value |= ((((x ^ y) >> bit) & 1) << (5 - 2 * bit)) | (((y >> bit) & 1) << (4 - 2 * bit))
  return (value + 0.5) / 64 - 0.5
})

function matcher(colours: Uint8Array): GifPalette['match'] {
  const count = colours.length / 3
  // About the step between neighbouring colours of the palette.
  const strength = Math.min(40, 160 / Math.cbrt(count) ** 1.4)
  const drop = 8 - tableBits
  const table = new Int16Array(1 << (3 * tableBits)).fill(-1)
  const nearest = (red: number, green: number, blue: number): number => {
    let best = 0
    let least = Number.POSITIVE_INFINITY
    for (let index = 0; index < count; index++) {
      const [dr, dg, db] = [
        red - colours[index * 3]!,
        green - colours[index * 3 + 1]!,
        blue - colours[index * 3 + 2]!,
      ]
      const distance = 2 * dr * dr + 4 * dg * dg + 3 * db * db
      if (distance < least) {
        least = distance
        best = index
      }
    }
    return best
  }
  const clamped = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value | 0)
  return (pixels, width, out) => {
    for (let at = 0; at < out.length; at++) {
      const shift = pattern[(Math.floor(at / width) & 7) * 8 + ((at % width) & 7)]! * strength
      const red = clamped(pixels[at * 4]! + shift)
      const green = clamped(pixels[at * 4 + 1]! + shift)
      const blue = clamped(pixels[at * 4 + 2]! + shift)
      const key = ((red >> drop) << (2 * tableBits)) | ((green >> drop) << tableBits) | (blue >> drop)
      let found = table[key]!
      if (found < 0) {
        found = nearest(red, green, blue)
        table[key] = found
      }
      out[at] = found
    }
  }
}
