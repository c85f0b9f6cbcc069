/** The bitmaps of a text: one for each word, or for each line where words of both directions share it. */

import type { SKRSContext2D } from '@napi-rs/canvas'
import { isMixed } from './clean-text.ts'
import { type Bitmap, takeBitmap } from './pixels/bitmap.ts'
import type { Box, TextLayer } from './scene.ts'
import { drawnCanvas, type Stage } from './stage.ts'
import type { Page, TextLayout } from './text-layout.ts'
import type { Line } from './text-measure.ts'

export interface Sprite {
  bitmap: Bitmap
  lit?: Bitmap
  x: number
  y: number
  widthPixels: number
  /** Its turn in the order of reading. */
  turn: number
}

export interface TimedPage {
  page: Page
  from: number
  to: number
  box: Box
}

export function spritesOf(
  stage: Stage,
  layer: TextLayer,
  layout: TextLayout,
  timed: TimedPage,
  colour: string,
): Sprite[] {
  const { page, box } = timed
  const sprites: Sprite[] = []
  let turn = 0
  page.lines.forEach((line, index) => {
    const baseline = box.y + page.lines[0]!.ascent + page.lineHeightPixels * index
    const x = alignX(box, line.widthPixels, layer.align, layout.rightToLeft) + line.leftPixels
    const byWord = (layer.reveal?.by === 'word' || layer.highlight !== undefined) && !isMixed(line.text)
    const pieces = byWord
      ? placeWords(stage, layer, layout, page, line)
      : [{ text: line.text, x: 0, width: line.widthPixels }]
    for (const piece of pieces) {
      const make = (ink: string) => cropped(drawPiece(stage, layer, layout, page, line, piece, ink))
      const pad = padOf(page)
      const { bitmap, left, top } = make(colour)
      const sprite: Sprite = {
        bitmap,
        x: x + Math.round(piece.x) - pad + left,
        y: baseline - line.ascent - pad + top,
        widthPixels: piece.width,
        turn,
      }
      if (layer.highlight !== undefined) sprite.lit = make(layer.highlight).bitmap
      sprites.push(sprite)
      if (layer.reveal?.by !== 'line') turn += 1
    }
    if (layer.reveal?.by === 'line') turn += 1
  })
  return sprites
}

/** Without the empty room around its ink, which is more than half of a word's bitmap, but for one pixel on each side. */
function cropped({ width, height, pixels }: Bitmap): { bitmap: Bitmap; left: number; top: number } {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixels[(y * width + x) * 4 + 3] === 0) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = y + 1
    }
  }
  const nothing = { width: 1, height: 1, pixels: new Uint8Array(4), isOpaque: false }
  if (left >= right) return { bitmap: nothing, left: 0, top: 0 }
  const small = { width: right - left + 2, height: bottom - top + 2, isOpaque: false }
  const kept = new Uint8Array(small.width * small.height * 4)
  for (let y = top; y < bottom; y++)
    kept.set(
      pixels.subarray((y * width + left) * 4, (y * width + right) * 4),
      ((y - top + 1) * small.width + 1) * 4,
    )
  return { bitmap: { ...small, pixels: kept }, left: left - 1, top: top - 1 }
}

/** Room around a bitmap for what a font draws outside the ink that it tells. */
const padOf = (page: Page) => Math.ceil(page.sizePixels * 0.5)

interface Placed {
  text: string
  x: number
  width: number
}

/** Where each word of a line stands. In a right-to-left line they are counted from its right end. */
function placeWords(stage: Stage, layer: TextLayer, layout: TextLayout, page: Page, line: Line): Placed[] {
  prepare(stage.ruler, stage, layer, layout, page)
  const width = (text: string) => stage.ruler.measureText(text).width
  const whole = width(line.text)
  let before = ''
  return line.pieces.map((piece, index) => {
    if (index > 0 && piece.spaced) before += ' '
    const start = width(before)
    before += piece.text
    const end = width(before)
    return { text: piece.text, x: layout.rightToLeft ? whole - end : start, width: end - start }
  })
}

function prepare(
  context: SKRSContext2D,
  stage: Stage,
  layer: TextLayer,
  layout: TextLayout,
  page: Page,
): void {
  stage.typeface.setFont(context, layout.families, page.sizePixels, layer.weight)
  context.letterSpacing = `${(layout.tracking * page.sizePixels) / 1000}px`
  context.direction = layout.rightToLeft ? 'rtl' : 'ltr'
  context.textAlign = 'left'
  context.textBaseline = 'alphabetic'
}

function drawPiece(
  stage: Stage,
  layer: TextLayer,
  layout: TextLayout,
  page: Page,
  line: Line,
  piece: Placed,
  colour: string,
): Bitmap {
  const pad = padOf(page)
  const height = line.ascent + line.descent + 2 * pad
  return takeBitmap(
    drawnCanvas(stage.skia, piece.width + 2 * pad, height, (context) => {
      prepare(context, stage, layer, layout, page)
      context.fillStyle = colour
      context.fillText(piece.text, pad + (piece.x - Math.round(piece.x)), pad + line.ascent)
    }),
  )
}

export function alignX(inner: Box, width: number, align: TextLayer['align'], rightToLeft: boolean): number {
  if (align === 'centre') return Math.round(inner.x + (inner.width - width) / 2)
  return Math.round((align === 'start') === rightToLeft ? inner.x + inner.width - width : inner.x)
}
