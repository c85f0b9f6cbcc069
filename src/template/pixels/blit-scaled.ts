/** Parts of pictures at another size: what a camera sees that moves and zooms by fractions of a pixel. */

import type { Box } from '../scene.ts'
import { type Area, areaOf, isEmpty, overlapOf, wholePixels } from './area.ts'
import type { Bitmap, Mask } from './bitmap.ts'
import { byteOf, type Desk } from './desk.ts'

/** Places in the source are told in 65536ths of a pixel, in 32 bits: from the first that is seen, no more are than fit. */
const one = 65_536
const last = (count: number) => Math.min(32_767, count - 1) * one

export function blitScaled(
  desk: Desk,
  clip: Area,
  bitmap: Bitmap,
  view: Box,
  box: Box,
  opacity: number,
  mask: Mask | undefined,
): void {
  const { program, bytes, stride, source, band, coverage } = desk
  const touched = wholePixels(areaOf(box))
  const area = overlapOf(touched, clip)
  if (isEmpty(area)) return
  const columns = area.right - area.left
  const rowBytes = bitmap.width * 4
  const step = { across: view.width / box.width, down: view.height / box.height }
  // By the middles of pixels.
  const rowAt = (y: number) => view.y + (y + 0.5 - box.y) * step.down - 0.5
  const across = view.x + (area.left + 0.5 - box.x) * step.across - 0.5
  const firstColumn = Math.max(0, Math.floor(across))
  const lastPlace = last(bitmap.width - firstColumn)
  program.columns(
    desk.columns,
    columns,
    Math.round((across - firstColumn) * one),
    Math.round(step.across * one),
    lastPlace,
  )
  const lastColumn = Math.min(lastPlace / one, Math.ceil((columns + 1) * step.across))
  // Nothing of what is below shows, and whole vectors end where the row does: straight into the picture.
  const isPlain = bitmap.isOpaque && mask === undefined && opacity === 1 && columns % 4 === 0
  // The mask begins where the box enters the picture.
  const corner = { x: Math.max(0, touched.left), y: Math.max(0, touched.top) }
  const bandRows = Math.min(
    desk.bandRows(columns * 4),
    Math.max(1, Math.floor(desk.bandRows(rowBytes) / step.down)),
  )
  for (let top = area.top; top < area.bottom; top += bandRows) {
    const rows = Math.min(bandRows, area.bottom - top)
    const firstRow = Math.min(bitmap.height - 1, Math.max(0, Math.floor(rowAt(top))))
    desk.load(bitmap, firstRow, Math.min(bitmap.height, Math.floor(rowAt(top + rows - 1)) + 2))
    program.scale(
      isPlain ? desk.at(area.left, top) : band,
      isPlain ? stride : columns * 4,
      source + firstColumn * 4,
      rowBytes,
      desk.columns,
      columns,
      rows,
      lastColumn,
      Math.round((rowAt(top) - firstRow) * one),
      Math.round(step.down * one),
      last(bitmap.height - firstRow),
      desk.wideRow,
    )
    if (isPlain) continue
    if (mask !== undefined) {
      const start = (top - corner.y) * mask.width
      bytes.set(mask.coverage.subarray(start, start + rows * mask.width), coverage)
    }
    program.blend(
      desk.at(area.left, top),
      stride,
      band,
      columns * 4,
      columns,
      rows,
      byteOf(opacity),
      mask === undefined ? 0 : coverage + area.left - corner.x,
      mask?.width ?? 0,
    )
  }
}
