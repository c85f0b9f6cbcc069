/** Rectangles of one colour or of a straight run between two. */

import type { Box } from '../scene.ts'
import { type Area, isEmpty, overlapOf } from './area.ts'
import { byteOf, type Desk } from './desk.ts'

/** At (x, y) `start + x * across + y * down` of the way from one colour to the other; 0 to 1 within the rectangle. */
export interface Ramp {
  /** RGBA, multiplied by the alpha. */
  from: readonly number[]
  to: readonly number[]
  start: number
  across: number
  down: number
}

export function fill(desk: Desk, clip: Area, box: Box, ramp: Ramp, opacity: number): void {
  // Edges between pixels cover them in part.
  for (const rows of stripesOf(box.y, box.height)) {
    for (const columns of stripesOf(box.x, box.width)) {
      const stripe = { left: columns.first, top: rows.first, right: columns.end, bottom: rows.end }
      fillPixels(desk, overlapOf(stripe, clip), ramp, opacity * rows.coverage * columns.coverage)
    }
  }
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

function fillPixels(desk: Desk, area: Area, ramp: Ramp, opacity: number): void {
  if (isEmpty(area)) return
  const { program, band, stride } = desk
  const columns = area.right - area.left
  const [across, down] = [partOf(ramp.across), partOf(ramp.down)]
  // In whole parts from the picture's corner, so that a piece drawn by itself is the same as when all of it is.
  const origin = partOf(ramp.start + (ramp.across + ramp.down) / 2)
  const [from, to] = [wordOf(ramp.from), wordOf(ramp.to)]
  const isOpaque = opacity === 1 && ramp.from[3] === 255 && ramp.to[3] === 255
  // Straight across, one row is like the other.
  const isSame = down === 0
  const bandStride = isSame ? 0 : columns * 4
  const bandRows = desk.bandRows(columns * 4)
  for (let top = area.top; top < area.bottom; top += bandRows) {
    const rows = Math.min(bandRows, area.bottom - top)
    const start = origin + area.left * across + top * down
    program.ramp(band, columns, isSame ? 1 : rows, start, across, down, from, to)
    const target = desk.at(area.left, top)
    if (isOpaque) desk.copyRows(target, stride, band, bandStride, columns * 4, rows)
    else program.blend(target, stride, band, bandStride, columns, rows, byteOf(opacity), 0, 0)
  }
}

const partOf = (way: number) => Math.round(way * 2 ** 30)
const wordOf = ([red = 0, green = 0, blue = 0, alpha = 0]: readonly number[]) =>
  red | (green << 8) | (blue << 16) | (alpha << 24)
