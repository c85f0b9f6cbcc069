/**
 * Fits a text into a box: size, lines, and, where it is still too long at the smallest size that reads well, pages.
 * Nothing is ever clipped or left out. All measuring is Skia's own, of whole lines, so shaped scripts come out right.
 */

import { balancedLines, greedyLines, type Piece, piecesOf, splitToFit } from './break-lines.ts'
import { cleanText, isHan, isJoined, isRightToLeft } from './clean-text.ts'
import type { TextLayer } from './scene.ts'
import type { Stage } from './stage.ts'
import { type Line, type Measure, measuring } from './text-measure.ts'

export interface Page {
  lines: readonly Line[]
  sizePixels: number
  lineHeightPixels: number
  /** Of the ink block, from the first line's top to the last line's bottom. */
  heightPixels: number
  wordCount: number
}

export interface TextLayout {
  pages: readonly Page[]
  families: string
  rightToLeft: boolean
  tracking: number
}

export interface TextFit {
  widthPixels: number
  heightPixels: number
  size: number
  minSize: number
  weight: number
  lineHeight: number
  tracking: number
  maxLines: number
}

// 2^(1/6): six steps an octave, fine enough that a line is filled, coarse enough that sizes on one screen agree.
const sizeStep = 2 ** (1 / 6)

export function fitOf(layer: TextLayer, widthPixels: number, heightPixels: number): TextFit {
  return { ...layer, widthPixels, heightPixels }
}

export function layoutText(
  stage: Pick<Stage, 'ruler' | 'typeface' | 'inkOf'>,
  source: string,
  fit: TextFit,
): TextLayout {
  const { typeface } = stage
  const text = cleanText(source)
  const families = typeface.familiesFor(text)
  const joined = isJoined(text)
  // Joined letters come apart when they are spaced; Han has its own even rhythm.
  const tracking = joined || isHan(text) ? 0 : fit.tracking
  const lineHeight = joined
    ? Math.max(fit.lineHeight, 1.5)
    : isHan(text)
      ? Math.max(fit.lineHeight, 1.32)
      : fit.lineHeight
  const shared = { families, rightToLeft: isRightToLeft(text), tracking }
  if (text === '') return { pages: [], ...shared }
  const pieces = piecesOf(text)
  const tools = measuring(stage, families, fit.weight, tracking)
  const pageAt = (part: readonly Piece[], size: number) =>
    layPage(tools.at(size), part, fit, size, lineHeight)

  let size = fit.size
  while (true) {
    const page = pageAt(pieces, size)
    if (page !== undefined) return { pages: [page], ...shared }
    if (size <= fit.minSize) break
    size = Math.max(fit.minSize, size / sizeStep)
  }
  // Too long for one page: letters between the two sizes, and as many pages as they need.
  const pageSize = Math.max(fit.minSize, Math.min(fit.size, Math.sqrt(fit.size * fit.minSize)))
  return {
    pages: paginate(pieces, fit, tools.at(fit.minSize), fit.minSize, lineHeight, pageSize, pageAt),
    ...shared,
  }
}

/** One page of a size, or undefined where it does not fit. A word is cut only at the smallest size. */
function layPage(
  measure: Measure,
  pieces: readonly Piece[],
  fit: TextFit,
  size: number,
  lineHeight: number,
): Page | undefined {
  const tooWide = pieces.some((piece) => measure.width(piece.text) > fit.widthPixels)
  if (tooWide && size > fit.minSize) return undefined
  const whole = tooWide ? cutWide(pieces, fit.widthPixels, measure) : pieces
  // Cheap first: when greedy does not fit, balanced does not either.
  if (greedyLines(whole, fit.widthPixels, measure.width).length > fit.maxLines) return undefined
  const lines = balancedLines(whole, fit.widthPixels, measure.width).map((line) => measure.line(line))
  const page = pageOf(lines, size, lineHeight, pieces.length)
  const fits =
    page.heightPixels <= fit.heightPixels && lines.every((line) => line.widthPixels <= fit.widthPixels + 1)
  return fits ? page : undefined
}

function cutWide(pieces: readonly Piece[], widthPixels: number, measure: Measure): Piece[] {
  return pieces.flatMap((piece) =>
    measure.width(piece.text) <= widthPixels
      ? [piece]
      : splitToFit(piece.text, widthPixels, measure.width).map((text, index) => ({
          text,
          spaced: index === 0 && piece.spaced,
          forced: index === 0 && piece.forced,
        })),
  )
}

/** Lines stand `lineHeight` apart, and further where the ink of two neighbours would touch. */
function pageOf(lines: readonly Line[], size: number, lineHeight: number, wordCount: number): Page {
  let step = size * lineHeight
  for (let index = 1; index < lines.length; index++) {
    step = Math.max(step, lines[index - 1]!.descent + lines[index]!.ascent + size * 0.06)
  }
  const lineHeightPixels = Math.round(step)
  const heightPixels = lines[0]!.ascent + lineHeightPixels * (lines.length - 1) + lines.at(-1)!.descent
  return { lines, sizePixels: size, lineHeightPixels, heightPixels, wordCount }
}

/** Fills page after page, then shares the words evenly, so that the last page is not a lonely word. */
function paginate(
  source: readonly Piece[],
  fit: TextFit,
  smallest: Measure,
  minSize: number,
  lineHeight: number,
  pageSize: number,
  pageAt: (part: readonly Piece[], size: number) => Page | undefined,
): Page[] {
  const pieces = cutWide(source, fit.widthPixels, smallest)
  const layAt = (part: readonly Piece[]): Page | undefined => {
    for (let size = pageSize; ; size = Math.max(minSize, size / sizeStep)) {
      const page = pageAt(part, size)
      if (page !== undefined || size <= minSize) return page
    }
  }
  const fill = (limit: number): Page[] => {
    const pages: Page[] = []
    let start = 0
    while (start < pieces.length) {
      let low = 1
      let high = Math.min(limit, pieces.length - start)
      while (low < high) {
        const middle = Math.ceil((low + high) / 2)
        if (layAt(pieces.slice(start, start + middle)) === undefined) high = middle - 1
        else low = middle
      }
      const end = start + sentenceEnd(pieces.slice(start, start + low), start + low < pieces.length)
      const part = pieces.slice(start, end)
      // A single piece that is higher than the box (a very flat one) is drawn at the smallest size all the same.
      pages.push(layAt(part) ?? pageOf([smallest.line(part)], minSize, lineHeight, part.length))
      start = end
    }
    return pages
  }
  const greedy = fill(pieces.length)
  const even = fill(Math.ceil(pieces.length / greedy.length) + 1)
  return even.length <= greedy.length ? even : greedy
}

/** Ends a page at the end of a sentence where that costs less than two fifths of the page. */
function sentenceEnd(pieces: readonly Piece[], more: boolean): number {
  if (!more) return pieces.length
  for (let index = pieces.length - 1; index >= pieces.length * 0.6; index--) {
    if (/[.!?。！？…।؟]["'”’)\]]*$/u.test(pieces[index]!.text)) return index + 1
  }
  return pieces.length
}
