/** One piece of memory for all of a picture's work: the picture, what is kept of it, the encoder's planes, and room to work in. */

import type { Bitmap } from './bitmap.ts'
import { createLayout, loadProgram } from './load-program.ts'

/** So much is worked on at a time: it stays in the processor's cache between one step and the next. */
const bandBytes = 256 * 1_024
/** Of a bitmap: 3840 pixels at the closest zoom, and some. */
const widestPixels = 65_536

export type Desk = ReturnType<typeof createDesk>

export function createDesk(width: number, height: number) {
  const count = width * height
  const layout = createLayout()
  const places = {
    /** RGBA. */
    picture: layout.reserve(count * 4),
    kept: layout.reserve(count * 4),
    /** The other two planes follow it. */
    luma: layout.reserve(count * 1.5),
    /** Rows of a bitmap. */
    source: layout.reserve(Math.max(bandBytes, widestPixels * 4 * 3)),
    /** Rows that are ready to be laid over the picture. */
    band: layout.reserve(bandBytes),
    coverage: layout.reserve(bandBytes / 4),
    /** One row at 16 bits. */
    wideRow: layout.reserve(widestPixels * 8),
    columns: layout.reserve(width * 8),
  }
  const { program, bytes } = loadProgram(layout.size())
  const stride = width * 4
  return {
    ...places,
    width,
    height,
    program,
    bytes,
    /** From one row of the picture to the next. */
    stride,
    at: (x: number, y: number) => places.picture + y * stride + x * 4,
    /** Rows `first` up to, and without, `end` of a bitmap become the source. */
    load({ pixels, width: columns }: Bitmap, first: number, end: number): void {
      bytes.set(pixels.subarray(first * columns * 4, end * columns * 4), places.source)
    },
    /** So many rows at a time, with one more and the next for what lies between rows. */
    bandRows: (rowBytes: number) => Math.max(1, Math.floor(bandBytes / rowBytes) - 2),
    copyRows(
      target: number,
      targetStride: number,
      source: number,
      sourceStride: number,
      rowBytes: number,
      rows: number,
    ): void {
      for (let row = 0; row < rows; row++) {
        const start = source + row * sourceStride
        bytes.copyWithin(target + row * targetStride, start, start + rowBytes)
      }
    },
  }
}

export const byteOf = (opacity: number) => Math.round(Math.min(1, Math.max(0, opacity)) * 255)
