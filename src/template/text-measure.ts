/** Widths and ink of words and lines, as Skia shapes them. */

import { joinPieces, type Piece } from './break-lines.ts'
import type { Stage } from './stage.ts'

const referenceSize = 100

export type Measure = ReturnType<ReturnType<typeof measuring>['at']>

export interface Line {
  text: string
  pieces: readonly Piece[]
  /** Of the ink; letters such as j begin left of where they stand, by `leftPixels`. */
  widthPixels: number
  leftPixels: number
  /** Of the ink, above and below the baseline. */
  ascent: number
  descent: number
}

export function measuring(
  { ruler: context, typeface, inkOf }: Pick<Stage, 'ruler' | 'typeface' | 'inkOf'>,
  families: string,
  weight: number,
  tracking: number,
) {
  const setSize = (size: number) => {
    typeface.setFont(context, families, size, weight)
    context.letterSpacing = `${(tracking * size) / 1000}px`
  }
  // Widths grow evenly with the size, so each is measured once; the lines that are chosen are measured as they are.
  const known = new Map<string, number>()
  const widthAtReference = (text: string): number => {
    let width = known.get(text)
    if (width === undefined) {
      setSize(referenceSize)
      width = context.measureText(text).width
      known.set(text, width)
    }
    return width
  }
  return {
    at(size: number) {
      return {
        width: (text: string): number => (widthAtReference(text) * size) / referenceSize,
        line(pieces: readonly Piece[]): Line {
          setSize(size)
          const text = joinPieces(pieces)
          const metrics = context.measureText(text)
          const inks = [metrics, ...pieces.map((piece) => context.measureText(piece.text))]
          const heights = pieces.map((piece, index) => {
            const seen = inkOf(piece.text, families, weight)
            if (seen !== undefined) return { ascent: seen.ascent * size, descent: seen.descent * size }
            return {
              ascent: inks[index + 1]!.actualBoundingBoxAscent,
              descent: inks[index + 1]!.actualBoundingBoxDescent,
            }
          })
          const over = (sides: readonly number[]) => Math.ceil(Math.min(size / 2, Math.max(0, ...sides)))
          const left = over(inks.map((ink) => ink.actualBoundingBoxLeft))
          const right = over(inks.map((ink) => ink.actualBoundingBoxRight - ink.width))
          return {
            text,
            pieces,
            leftPixels: left,
            widthPixels: left + Math.ceil(metrics.width) + right,
            ascent: Math.ceil(Math.max(...heights.map((ink) => ink.ascent))),
            descent: Math.ceil(Math.max(...heights.map((ink) => ink.descent))),
          }
        },
      }
    },
  }
}
