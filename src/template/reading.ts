/**
 * How long people need to read, and where a text falls into phrases. About 2.5 words a second on screen, never under a
 * second (common captioning practice: 150–180 words a minute). Scripts without spaces count characters: 5 a second for Han.
 */

import { piecesOf } from './break-lines.ts'
import { cleanText, isHan } from './clean-text.ts'

const wordsPerSecond = 2.5
const hanPerSecond = 5

export function readingSeconds(text: string): number {
  const clean = cleanText(text)
  if (clean === '') return 0
  const han = [...clean].filter((character) => isHan(character)).length
  const words = piecesOf(clean.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu, ' ')).length
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
const widthOf = (text: string) => [...text].reduce((sum, character) => sum + (isHan(character) ? 2 : /\p{M}/u.test(character) ? 0 : 1), 0)

function sentencesOf(line: string, most: number): string[] {
  const phrases: string[] = []
  let phrase = ''
  const close = () => {
    if (phrase !== '') phrases.push(phrase)
    phrase = ''
  }
  const pieces = piecesOf(line)
  for (const [index, piece] of pieces.entries()) {
    const grown = phrase === '' ? piece.text : `${phrase}${piece.spaced ? ' ' : ''}${piece.text}`
    if (phrase !== '' && widthOf(grown) > most) {
      close()
      phrase = piece.text
    } else phrase = grown
    const left = widthOf(pieces.slice(index + 1).map((rest) => rest.text).join(' '))
    const enough = widthOf(phrase) >= most * 0.3
    // A comma ends a phrase only where both sides are worth a screen of their own.
    if ((ending.test(piece.text) && (enough || left > most * 0.3)) || (pausing.test(piece.text) && widthOf(phrase) >= most * 0.55 && left > most * 0.25)) close()
  }
  close()
  return phrases.length < 2 ? phrases : evenOut(phrases, most)
}

/** A last phrase of one short word joins the one before where there is room, or takes some words from it. */
function evenOut(phrases: string[], most: number): string[] {
  const last = phrases.at(-1)!
  const before = phrases.at(-2)!
  if (widthOf(last) > most * 0.25 || ending.test(before)) return phrases
  const words = `${before} ${last}`.split(' ')
  if (words.length < 3) return phrases
  if (widthOf(`${before} ${last}`) <= most * 1.15) return [...phrases.slice(0, -2), `${before} ${last}`]
  const half = Math.ceil(words.length / 2)
  return [...phrases.slice(0, -2), words.slice(0, half).join(' '), words.slice(half).join(' ')]
}
