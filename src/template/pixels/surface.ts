/**
 * The picture that a frame is composed on. Bitmaps, scaled pictures and runs of colour are laid over each other by vector
 * instructions in one piece of memory, the conversion for the encoder included: in place of Skia, whose way of drawing a
 * bitmap took three times as long and left a picture's worth of memory to the garbage collector in every frame. The same
 * bytes on every machine.
 */

import type { Box } from '../scene.ts'
import { type Area, areaOf, isEmpty, overlapOf, sizeOf, wholePixels } from './area.ts'
import type { Bitmap, Mask } from './bitmap.ts'
import { createLayout, loadProgram } from './load-program.ts'

/** A straight run between two colours: at (x, y) `start + x * across + y * down` of the way. */
export interface Ramp {
  /** RGBA, multiplied by the alpha. */
  from: readonly number[]
  to: readonly number[]
  start: number
  across: number
  down: number
}

export interface Surface {
  width: number
  height: number
  /** RGBA, row by row: what has been drawn. */
  pixels: Uint8Array
  /** Three planes, one after the other without padding: luma, and blue and red at half the size. */
  planes: Buffer
  /** Where the following calls draw; all of the picture until it is called. */
  clip(area: Area): void
  /** What `restore` brings back; without bytes, what is there now. */
  keep(pixels?: Uint8Array): void
  restore(): void
  /** A bitmap at a place that may lie between pixels. Then its outermost pixels are not drawn: they should be empty. */
  blit(bitmap: Bitmap, x: number, y: number, opacity: number): void
  /** The part `view` of a picture, to the size of `box`. A mask lies on the pixels of the surface that the box touches. */
  blitScaled(bitmap: Bitmap, view: Box, box: Box, opacity: number, mask?: Mask): void
  fill(box: Box, ramp: Ramp, opacity: number): void
  /** Brings the planes up to date: BT.709, limited range. The area's edges are even, it is at least eight wide. */
  toYuv(area: Area): void
}

/** So much is worked on at a time: it stays in the processor's cache between one step and the next. */
const bandBytes = 256 * 1_024
/** Of a bitmap: 3840 pixels at the closest zoom, and some. */
const widestPixels = 65_536
/** A place between pixels is told in 128ths. */
const parts = 128
const whole = 65_536

export function createSurface(width: number, height: number): Surface {
  const count = width * height
  const layout = createLayout()
  const picture = layout.reserve(count * 4)
  const kept = layout.reserve(count * 4)
  const luma = layout.reserve(count * 1.5)
  const source = layout.reserve(Math.max(bandBytes, widestPixels * 4 * 3))
  const band = layout.reserve(bandBytes)
  const coverage = layout.reserve(bandBytes / 4)
  const room = layout.reserve(widestPixels * 8)
  const table = layout.reserve(width * 8)
  const { program, bytes } = loadProgram(layout.size())
  const everything: Area = { left: 0, top: 0, right: width, bottom: height }
  const stride = width * 4
  let clip = everything

  const at = (x: number, y: number) => picture + y * stride + x * 4
  const visible = (area: Area) => overlapOf(wholePixels(area), clip)
  /** Rows `first` up to, and without, `end` of a bitmap become the source. */
  const load = ({ pixels, width: columns }: Bitmap, first: number, end: number) =>
    bytes.set(pixels.subarray(first * columns * 4, end * columns * 4), source)
  const bandRowsOf = (rowBytes: number) => Math.max(1, Math.floor(bandBytes / rowBytes) - 2)

  const blit: Surface['blit'] = (bitmap, x, y, opacity) => {
    const [across, down] = [placeOf(x), placeOf(y)]
    const area = overlapOf(
      {
        left: across.first,
        top: down.first,
        right: across.pixel + bitmap.width,
        bottom: down.pixel + bitmap.height,
      },
      clip,
    )
    if (isEmpty(area)) return
    const columns = area.right - area.left
    const rowBytes = bitmap.width * 4
    const step = bandRowsOf(Math.max(rowBytes, columns * 4))
    for (let top = area.top; top < area.bottom; top += step) {
      const rows = Math.min(step, area.bottom - top)
      const first = top - down.first
      load(bitmap, first, Math.min(bitmap.height, first + rows + 1))
      const from = source + (area.left - across.first) * 4
      const isBetween = across.part > 0 || down.part > 0
      if (isBetween) program.shift(band, from, rowBytes, columns, rows, across.part, down.part)
      const [drawn, drawnStride] = isBetween ? [band, columns * 4] : [from, rowBytes]
      program.blend(at(area.left, top), stride, drawn, drawnStride, columns, rows, byteOf(opacity), 0, 0)
    }
  }

  const blitScaled: Surface['blitScaled'] = (bitmap, view, box, opacity, mask) => {
    const touched = wholePixels(areaOf(box))
    const area = overlapOf(touched, clip)
    if (isEmpty(area)) return
    const columns = area.right - area.left
    const rowBytes = bitmap.width * 4
    const step = { across: view.width / box.width, down: view.height / box.height }
    // By the middles of pixels.
    const across = view.x + (area.left + 0.5 - box.x) * step.across - 0.5
    const firstColumn = Math.max(0, Math.floor(across))
    const rowAt = (y: number) => view.y + (y + 0.5 - box.y) * step.down - 0.5
    const shown = overlapOf(touched, everything)
    const bandRows = Math.max(
      1,
      Math.min(bandRowsOf(columns * 4), Math.floor(bandRowsOf(rowBytes) / step.down)),
    )
    const lastColumn = Math.min(32_767, bitmap.width - 1 - firstColumn)
    program.columns(
      ...[table, columns, Math.round((across - firstColumn) * whole), Math.round(step.across * whole)],
      lastColumn * whole,
    )
    const lastSeen = Math.min(lastColumn, Math.ceil((columns + 1) * step.across))
    // Nothing of what is below shows, and whole vectors end where the row does: no way by the band.
    const isPlain = bitmap.isOpaque && mask === undefined && opacity === 1 && columns % 4 === 0
    for (let top = area.top; top < area.bottom; top += bandRows) {
      const rows = Math.min(bandRows, area.bottom - top)
      const first = Math.min(bitmap.height - 1, Math.max(0, Math.floor(rowAt(top))))
      load(bitmap, first, Math.min(bitmap.height, Math.floor(rowAt(top + rows - 1)) + 2))
      program.scale(
        ...(isPlain ? [at(area.left, top), stride] : [band, columns * 4]),
        ...[source + firstColumn * 4, rowBytes, table, columns, rows, lastSeen],
        ...[Math.round((rowAt(top) - first) * whole), Math.round(step.down * whole)],
        Math.min(32_767, bitmap.height - 1 - first) * whole,
        room,
      )
      if (isPlain) continue
      if (mask !== undefined) {
        const start = (top - shown.top) * mask.width
        bytes.set(mask.coverage.subarray(start, start + rows * mask.width), coverage)
      }
      program.blend(
        ...[at(area.left, top), stride, band, columns * 4, columns, rows, byteOf(opacity)],
        mask === undefined ? 0 : coverage + area.left - shown.left,
        mask?.width ?? 0,
      )
    }
  }

  const fillPixels = (area: Area, ramp: Ramp, opacity: number) => {
    const columns = area.right - area.left
    const down = partOf(ramp.down)
    const isOpaque = opacity === 1 && ramp.from[3] === 255 && ramp.to[3] === 255
    const step = bandRowsOf(columns * 4)
    for (let top = area.top; top < area.bottom; top += step) {
      const rows = Math.min(step, area.bottom - top)
      const start = ramp.start + (area.left + 0.5) * ramp.across + (top + 0.5) * ramp.down
      program.ramp(
        // Straight across, one row is like the other.
        ...[band, columns, down === 0 ? 1 : rows, partOf(start), partOf(ramp.across), down],
        ...[wordOf(ramp.from), wordOf(ramp.to)],
      )
      const bandStride = down === 0 ? 0 : columns * 4
      if (isOpaque) copyRows(at(area.left, top), stride, band, bandStride, columns * 4, rows)
      else program.blend(at(area.left, top), stride, band, bandStride, columns, rows, byteOf(opacity), 0, 0)
    }
  }
  const copyRows = (
    to: number,
    toStride: number,
    from: number,
    fromStride: number,
    length: number,
    rows: number,
  ) => {
    for (let row = 0; row < rows; row++) {
      const start = from + row * fromStride
      bytes.copyWithin(to + row * toStride, start, start + length)
    }
  }

  return {
    width,
    height,
    pixels: bytes.subarray(picture, picture + count * 4),
    planes: Buffer.from(bytes.buffer, luma, count * 1.5),
    clip(area) {
      clip = overlapOf(wholePixels(area), everything)
    },
    keep(pixels) {
      if (pixels === undefined) bytes.copyWithin(kept, picture, picture + count * 4)
      else bytes.set(pixels, kept)
    },
    restore() {
      if (isEmpty(clip)) return
      const { left, top, right, bottom } = clip
      const start = at(left, top)
      const from = kept + start - picture
      const isWide = left === 0 && right === width
      if (isWide) bytes.copyWithin(start, from, from + (bottom - top) * stride)
      else copyRows(start, stride, from, stride, (right - left) * 4, bottom - top)
    },
    blit,
    blitScaled,
    fill(box, ramp, opacity) {
      // Edges between pixels cover them in part.
      for (const rows of stripesOf(box.y, box.height)) {
        for (const columns of stripesOf(box.x, box.width)) {
          const area = visible({
            left: columns.first,
            top: rows.first,
            right: columns.end,
            bottom: rows.end,
          })
          if (!isEmpty(area)) fillPixels(area, ramp, opacity * rows.coverage * columns.coverage)
        }
      }
    },
    toYuv(area) {
      const { left, top } = area
      const { width: columns, height: rows } = sizeOf(area)
      if (columns === 0 || rows === 0) return
      const colour = luma + count + (top / 2) * (width / 2) + left / 2
      program.convert(
        ...[at(left, top), stride, columns, rows],
        ...[luma + top * width + left, colour, colour + count / 4, width],
      )
    },
  }
}

/** The pixel a place lies in, the first that is drawn, and how far between two pixels of the source that is. */
function placeOf(value: number) {
  const rounded = Math.round(value * parts)
  const pixel = Math.floor(rounded / parts)
  const past = rounded - pixel * parts
  return past === 0 ? { pixel, first: pixel, part: 0 } : { pixel, first: pixel + 1, part: parts - past }
}

/** The pixels that a length covers: one in part, many whole, one in part. */
function stripesOf(start: number, length: number) {
  const end = start + length
  const [first, last] = [Math.ceil(start), Math.floor(end)]
  return [
    { first: first - 1, end: first, coverage: first - start },
    { first, end: last, coverage: 1 },
    { first: last, end: last + 1, coverage: end - last },
  ].filter((stripe) => stripe.first < stripe.end && stripe.coverage > 0)
}

const byteOf = (opacity: number) => Math.round(Math.min(1, Math.max(0, opacity)) * 255)
const partOf = (way: number) => Math.round(way * 2 ** 30)
const wordOf = ([red = 0, green = 0, blue = 0, alpha = 0]: readonly number[]) =>
  red | (green << 8) | (blue << 16) | (alpha << 24)
