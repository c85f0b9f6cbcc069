/**
 * How long people need to read, and where a text falls into phrases. About 2.5 words a second on screen, never under a
 * second (common captioning practice: 150–180 words a minute). Scripts without spaces count characters: 5 a second for Han.
 */

import { joinPieces, type Piece, piecesOf } from './break-lines.ts'
import { cleanText, isHan } from './clean-text.ts'

const wordsPerSecond = 2.5
const hanPerSecond = 5

export function readingSeconds(text: string): number {
  const clean = cleanText(text)
  if (clean === '') return 0
  const han = [...clean].filter((character) => isHan(character)).length
  const words = piecesOf(
    clean.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu, ' '),
  ).length
  return Math.max(1, han / hanPerSecond + words / wordsPerSecond)
}

export interface Phrase {
  text: string
  seconds: number
}

const ending = /[.!?。！？…।؟]["'”’)\]]*$/u
const pausing = /[,;:，、；：—–،؛]["'”’)\]]*$/u

/** Cuts a text into what one screen shows: at sentence ends, else at commas, else at words; at most `most` letters each. */
export function phrasesOf(text: string, most: number): Phrase[] {
  return cleanText(text)
    .split('\n')
    .flatMap((line) => sentencesOf(line, most))
    .filter((phrase) => phrase !== '')
    .map((phrase) => ({ text: phrase, seconds: readingSeconds(phrase) }))
}

/** How wide letters run: a Han character takes about two Latin ones. */
const widthOf = (text: string) =>
  [...text].reduce((sum, character) => sum + (isHan(character) ? 2 : /\p{M}/u.test(character) ? 0 : 1), 0)

function sentencesOf(line: string, most: number): string[] {
  const sentences: Piece[][] = [[]]
  for (const piece of piecesOf(line)) {
    sentences.at(-1)!.push(piece)
    if (ending.test(piece.text)) sentences.push([])
  }
  const parts = sentences
    .filter((sentence) => sentence.length > 0)
    .flatMap((sentence) => evenParts(sentence, most))
  return joinShort(parts, most)
}

/** A long sentence in parts of about the same length, each ending at a comma where one is near. */
function evenParts(sentence: readonly Piece[], most: number): string[] {
  const count = Math.ceil(widthOf(joinPieces(sentence)) / most)
  if (count < 2) return [joinPieces(sentence)]
  const target = widthOf(joinPieces(sentence)) / count
  const parts: string[] = []
  let start = 0
  for (let index = 1; index < sentence.length; index++) {
    const width = widthOf(joinPieces(sentence.slice(start, index)))
    const next = widthOf(joinPieces(sentence.slice(start, index + 1)))
    const atPause = pausing.test(sentence[index - 1]!.text) && width > target * 0.55
    if (next > most || atPause || (width >= target * 0.92 && !pauseAhead(sentence, index, most - width))) {
      parts.push(joinPieces(sentence.slice(start, index)))
      start = index
    }
  }
  return [...parts, joinPieces(sentence.slice(start))]
}

const pauseAhead = (sentence: readonly Piece[], from: number, room: number): boolean => {
  for (let index = from; index < sentence.length; index++) {
    if (widthOf(joinPieces(sentence.slice(from, index + 1))) > room) return false
    if (pausing.test(sentence[index]!.text) || index === sentence.length - 1) return true
  }
  return false
}

/** "Yes." and the like go with what follows, or with what came before. */
function joinShort(parts: readonly string[], most: number): string[] {
  const joined: string[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    const short = last !== undefined && (widthOf(last) < most * 0.3 || widthOf(part) < most * 0.3)
    const glue = last !== undefined && isHan(last.slice(-1)) ? '' : ' '
    if (short && widthOf(last) + widthOf(part) <= most) joined[joined.length - 1] = `${last}${glue}${part}`
    else joined.push(part)
  }
  return joined
}
