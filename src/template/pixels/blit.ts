/** Bitmaps in their own size, at places that may lie between pixels. */

import { type Area, isEmpty, overlapOf } from './area.ts'
import type { Bitmap } from './bitmap.ts'
import { byteOf, type Desk } from './desk.ts'

export function blit(desk: Desk, clip: Area, bitmap: Bitmap, x: number, y: number, opacity: number): void {
  const { program, band, source, stride } = desk
  const [across, down] = [placeOf(x), placeOf(y)]
  const all = {
    left: across.first,
    top: down.first,
    right: across.pixel + bitmap.width,
    bottom: down.pixel + bitmap.height,
  }
  const area = overlapOf(all, clip)
  if (isEmpty(area)) return
  const columns = area.right - area.left
  const rowBytes = bitmap.width * 4
  const step = desk.bandRows(Math.max(rowBytes, columns * 4))
  for (let top = area.top; top < area.bottom; top += step) {
    const rows = Math.min(step, area.bottom - top)
    const first = top - down.first
    desk.load(bitmap, first, Math.min(bitmap.height, first + rows + 1))
    const from = source + (area.left - across.first) * 4
    const isBetween = across.part > 0 || down.part > 0
    if (isBetween) program.shift(band, from, rowBytes, columns, rows, across.part, down.part)
    const [ready, readyStride] = isBetween ? [band, columns * 4] : [from, rowBytes]
    program.blend(desk.at(area.left, top), stride, ready, readyStride, columns, rows, byteOf(opacity), 0, 0)
  }
}

/** A place between pixels is told in 128ths. */
const parts = 128

/** The pixel a place lies in, the first that is drawn, and how far between two pixels of the source that is. */
function placeOf(value: number) {
  const rounded = Math.round(value * parts)
  const pixel = Math.floor(rounded / parts)
  const past = rounded - pixel * parts
  return past === 0 ? { pixel, first: pixel, part: 0 } : { pixel, first: pixel + 1, part: parts - past }
}
