/**
 * Where a text may break, and which breaks look best. Pieces are words (Intl.Segmenter finds them in Thai, Chinese and
 * Japanese, which write no spaces); lines are then balanced: as few as possible, and of about the same width.
 */

export interface Piece {
  text: string
  /** A space stands before it when it is not the first of its line. */
  spaced: boolean
  /** A line must begin with it. */
  forced: boolean
}

// Kinsoku: what may not begin a line, and what may not end one.
const clings =
  /^[\p{Pe}\p{Pf}、。，．！？：；・ー々〜～ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ!?.,:;%’”…·]+/u
const opens = /[\p{Ps}\p{Pi}¿¡「『（《【]$/u

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  for (const [lineNumber, line] of text.split('\n').entries()) {
    let first = true
    for (const word of line.split(' ')) {
      if (word === '') continue
      for (const [index, part] of splitWord(word).entries()) {
        pieces.push({ text: part, spaced: index === 0 && !first, forced: first && lineNumber > 0 })
        first = false
      }
    }
  }
  return pieces
}

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

// Endings and particles of Japanese are segments of their own; a line that begins with one reads like a stumble.
const ending = /^\p{Script=Hiragana}+$/u
const longestPhrase = 8

/** Words inside a run that is written without spaces; anything else stays whole. */
function splitWord(word: string): string[] {
  if (!unspaced.test(word)) return [word]
  const parts: string[] = []
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'word' }).segment(word)) {
    const last = parts.at(-1)
    const stays =
      last !== undefined &&
      (clings.test(segment) ||
        opens.test(last) ||
        (ending.test(segment) && last.length < longestPhrase && !clings.test(last.slice(-1))) ||
        !(unspaced.test(segment) || unspaced.test(last)))
    if (stays) parts[parts.length - 1] = last + segment
    else parts.push(segment)
  }
  return parts
}

// Where an address or a long name may part without harm.
const seam = /[/\-_.?&=#,:;@|\\+~]$/

/** A word that is wider than the line, cut after a slash or the like, else between what a reader sees as characters. */
export function splitToFit(text: string, widthPixels: number, measure: (text: string) => number): string[] {
  const parts: string[] = []
  let current = ''
  let seamAt = 0
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) {
    if (current !== '' && measure(current + segment) > widthPixels) {
      // A seam in the first half would waste the line.
      const end = seamAt > current.length / 2 ? seamAt : current.length
      parts.push(current.slice(0, end))
      current = current.slice(end)
      seamAt = 0
    }
    current += segment
    if (seam.test(segment)) seamAt = current.length
  }
  if (current !== '') parts.push(current)
  return parts
}

export const joinPieces = (pieces: readonly Piece[]): string =>
  pieces.map((piece, index) => (piece.spaced && index > 0 ? ` ${piece.text}` : piece.text)).join('')

/** Greedy: as much on each line as fits. Every line is measured as a whole, since letters shape each other. */
export function greedyLines(
  pieces: readonly Piece[],
  widthPixels: number,
  measure: (text: string) => number,
): Piece[][] {
  const lines: Piece[][] = []
  let line: Piece[] = []
  for (const piece of pieces) {
    const breaks = line.length > 0 && (piece.forced || measure(joinPieces([...line, piece])) > widthPixels)
    if (breaks) {
      lines.push(line)
      line = []
    }
    line.push(piece)
  }
  if (line.length > 0) lines.push(line)
  return lines
}

/** The same number of lines as greedy, in the narrowest width that allows it: no last line of one word. */
export function balancedLines(
  pieces: readonly Piece[],
  widthPixels: number,
  measure: (text: string) => number,
): Piece[][] {
  let best = greedyLines(pieces, widthPixels, measure)
  // A paragraph of many lines reads as text, not as a headline; balancing it moves nothing that a reader sees.
  if (best.length < 2 || best.length > 8) return best
  let narrow = widthPixels / best.length / 2
  let wide = widthPixels
  while (wide - narrow > widthPixels / 60) {
    const middle = (narrow + wide) / 2
    const lines = greedyLines(pieces, middle, measure)
    const fits =
      lines.length <= best.length && lines.every((line) => measure(joinPieces(line)) <= widthPixels)
    if (fits) {
      best = lines
      wide = middle
    } else narrow = middle
  }
  return best
}
