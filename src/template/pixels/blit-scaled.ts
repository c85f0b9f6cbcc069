/** Parts of pictures at another size: what a camera sees that moves and zooms by fractions of a pixel. */

import type { Box } from '../scene.ts'
import { type Area, areaOf, isEmpty, overlapOf, wholePixels } from './area.ts'
import type { Bitmap, Mask } from './bitmap.ts'
import { byteOf, type Desk } from './desk.ts'

/** Places in the source are told in 65536ths of a pixel, in 32 bits: from the first that is seen, no more are than fit. */
const one = 65_536
const last = (count: number) => Math.min(32_767, count - 1) * one

/**
 * Where in the source a pixel's middle lies. Counted in whole parts from the box's own start, so that a part of the picture
 * that is drawn by itself is the same as when all of it is.
 */
function placesOf(viewStart: number, viewLength: number, boxStart: number, boxLength: number) {
  const origin = Math.floor(boxStart)
  const step = viewLength / boxLength
  const start = Math.round((viewStart + (origin + 0.5 - boxStart) * step - 0.5) * one)
  const stepPlaces = Math.round(step * one)
  return { step: stepPlaces, at: (pixel: number) => start + (pixel - origin) * stepPlaces }
}

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
  const across = placesOf(view.x, view.width, box.x, box.width)
  const down = placesOf(view.y, view.height, box.y, box.height)
  const firstColumn = Math.max(0, Math.floor(across.at(area.left) / one))
  const lastPlace = last(bitmap.width - firstColumn)
  const firstPlace = across.at(area.left) - firstColumn * one
  program.columns(desk.columns, columns, firstPlace, across.step, lastPlace)
  const lastColumn = Math.min(lastPlace / one, Math.ceil(((columns + 1) * across.step) / one))
  // Nothing of what is below shows, and whole vectors end where the row does: straight into the picture.
  const isPlain = bitmap.isOpaque && mask === undefined && opacity === 1 && columns % 4 === 0
  // The mask begins where the box enters the picture.
  const corner = { x: Math.max(0, touched.left), y: Math.max(0, touched.top) }
  const bandRows = Math.min(
    desk.bandRows(columns * 4),
    Math.max(1, Math.floor((desk.bandRows(rowBytes) * one) / down.step)),
  )
  for (let top = area.top; top < area.bottom; top += bandRows) {
    const rows = Math.min(bandRows, area.bottom - top)
    const firstRow = Math.min(bitmap.height - 1, Math.max(0, Math.floor(down.at(top) / one)))
    const end = Math.min(bitmap.height, Math.floor(down.at(top + rows - 1) / one) + 2)
    desk.load(bitmap, firstRow, end)
    program.scale(
      isPlain ? desk.at(area.left, top) : band,
      isPlain ? stride : columns * 4,
      source + firstColumn * 4,
      rowBytes,
      desk.columns,
      columns,
      rows,
      lastColumn,
      down.at(top) - firstRow * one,
      down.step,
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
