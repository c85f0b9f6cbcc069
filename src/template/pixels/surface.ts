/**
 * The picture that a frame is composed on. Bitmaps, scaled pictures and runs of colour are laid over each other by vector
 * instructions in one piece of memory, the conversion for the encoder included: in place of Skia, whose way of drawing a
 * bitmap took three times as long and left a picture's worth of memory to the garbage collector in every frame. The same
 * bytes on every machine.
 */

import type { Box } from '../scene.ts'
import { type Area, isEmpty, overlapOf, sizeOf, wholePixels } from './area.ts'
import type { Bitmap, Mask } from './bitmap.ts'
import { blit } from './blit.ts'
import { blitScaled } from './blit-scaled.ts'
import { createDesk } from './desk.ts'
import { fill, type Ramp } from './fill.ts'

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

export function createSurface(width: number, height: number): Surface {
  const desk = createDesk(width, height)
  const { program, bytes, picture, kept, luma, stride } = desk
  const count = width * height
  const everything: Area = { left: 0, top: 0, right: width, bottom: height }
  let clip = everything
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
      const { left, top } = clip
      const { width: columns, height: rows } = sizeOf(clip)
      const target = desk.at(left, top)
      const source = kept + target - picture
      if (columns === width) desk.copyRows(target, 0, source, 0, rows * stride, 1)
      else desk.copyRows(target, stride, source, stride, columns * 4, rows)
    },
    blit: (bitmap, x, y, opacity) => blit(desk, clip, bitmap, x, y, opacity),
    blitScaled: (bitmap, view, box, opacity, mask) =>
      blitScaled(desk, clip, bitmap, view, box, opacity, mask),
    fill: (box, ramp, opacity) => fill(desk, clip, box, ramp, opacity),
    toYuv(area) {
      if (isEmpty(area)) return
      const { left, top } = area
      const { width: columns, height: rows } = sizeOf(area)
      const blue = luma + count + (top / 2) * (width / 2) + left / 2
      program.convert(
        desk.at(left, top),
        stride,
        columns,
        rows,
        luma + top * width + left,
        blue,
        blue + count / 4,
        width,
      )
    },
  }
}
