/** Pictures as plain bytes, as the surface draws them. */

import type { Canvas } from '@napi-rs/canvas'

export interface Bitmap {
  width: number
  height: number
  /** RGBA, row by row, each colour multiplied by its alpha. */
  pixels: Uint8Array
  /** Nothing can be seen through it. */
  isOpaque: boolean
}

/** How much of each pixel is drawn, 0 to 255. */
export interface Mask {
  width: number
  height: number
  coverage: Uint8Array
}

/** A copy of what was drawn; the canvas gives its memory back at once. */
export function takeBitmap(canvas: Canvas): Bitmap {
  const { width, height } = canvas
  const pixels = new Uint8Array(canvas.data())
  forget(canvas)
  return { width, height, pixels, isOpaque: isOpaque(pixels) }
}

export function takeMask(canvas: Canvas): Mask {
  const { width, height, pixels } = takeBitmap(canvas)
  const coverage = new Uint8Array(width * height)
  for (let at = 0; at < coverage.length; at++) coverage[at] = pixels[at * 4 + 3]!
  return { width, height, coverage }
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false
  return true
}

/** A new size frees the pixels at once, while the garbage collector sees only a small object. */
export function forget(canvas: Canvas): void {
  canvas.width = 1
  canvas.height = 1
}
