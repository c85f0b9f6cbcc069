/**
 * The shipped fonts. They come as variable woff2 files cut by Unicode range (npm: @fontsource-variable/*), about 22 MB
 * for all scripts; a text loads only the pieces that hold its characters, each under a family name of its own, because
 * pieces under one name do not merge in Skia. The weight is set by the variation axis: Skia thickens by itself otherwise.
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { SKRSContext2D } from '@napi-rs/canvas'

type Canvas = typeof import('@napi-rs/canvas')

interface Piece {
  family: string
  path: string
  ranges: readonly (readonly [number, number])[]
}

const inter = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese']
const scripts = ['arabic', 'hebrew', 'devanagari', 'thai', 'bengali', 'tamil'] as const

const require = createRequire(import.meta.url)

function parseRanges(text: string): [number, number][] {
  return text.split(',').map((part) => {
    const [low, high] = part.trim().slice(2).split('-')
    return [Number.parseInt(low!, 16), Number.parseInt(high ?? low!, 16)]
  })
}

/** The pieces of one package, in the order of its own list; `subsets` chooses among named ones, numbered ones all count. */
function piecesOf(packageName: string, subsets: readonly string[] | 'numbered'): Piece[] {
  const file = packageName.replace('@fontsource-variable/', '')
  const folder = dirname(require.resolve(`${packageName}/package.json`))
  const table = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>
  return Object.entries(table).flatMap(([subset, ranges]) => {
    const wanted = subsets === 'numbered' ? subset.startsWith('[') : subsets.includes(subset)
    if (!wanted) return []
    const name = subset.replace(/[[\]]/g, '')
    const path = join(folder, 'files', `${file}-${name}-wght-normal.woff2`)
    return [{ family: `vidgen-${file}-${name}`, path, ranges: parseRanges(ranges) }]
  })
}

const covers = (piece: Piece, codePoint: number) =>
  piece.ranges.some(([low, high]) => codePoint >= low && codePoint <= high)

const emojiPart =
  /\p{Extended_Pictographic}|\p{Emoji_Presentation}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u{e0020}-\u{e007f}]|\u20e3|\ufe0f/u
// Drawn by Inter as text unless a variation selector asks for the picture.
const textByDefault = /[©®™‼⁉ℹ↔-↙↩↪Ⓜ〰〽㊗㊙]/u

// Claimed by the ranges of Inter's pieces, and not drawn by any of them (compared glyph by glyph, version 5.3.0).
const notInInter =
  /[\u2010-\u2012\u2015-\u2017\u201b\u201f-\u2021\u2023-\u2025\u2027\u2030\u2031\u2034-\u2038\u203b-\u2043\u2045-\u205e\u2215\ufffd]/u

export interface Typeface {
  /** CSS families, in order of preference, for a text. */
  familiesFor(text: string): string
  /** Characters of a text for which no font has a glyph. */
  missingIn(text: string): string[]
  setFont(context: SKRSContext2D, families: string, sizePixels: number, weight: number): void
}

/** The name under which a brand's font is known to Skia: by content, so that two brands in one process stay apart. */
export const brandFamily = (sha256: string) => `vidgen-brand-${sha256.slice(0, 16)}`

/** `brand`: a family that goes before ours. `allTexts`: every text of the scene; they decide whether Han characters are drawn as Chinese, Japanese or Korean. */
export function createTypeface(canvas: Canvas, allTexts: readonly string[], brand?: string): Typeface {
  const latin = piecesOf('@fontsource-variable/inter', inter)
  // Latin first: its piece holds the space and the digits, so that most texts need one font only.
  latin.sort((a, b) => Number(b.family.endsWith('-latin')) - Number(a.family.endsWith('-latin')))
  const catalogue = { others: undefined as Piece[] | undefined }
  const others = () => {
    catalogue.others ??= [
      ...scripts.flatMap((script) => piecesOf(`@fontsource-variable/noto-sans-${script}`, [script])),
      ...hanOrder(allTexts.join('')).flatMap((region) =>
        piecesOf(`@fontsource-variable/noto-sans-${region}`, 'numbered'),
      ),
      ...piecesOf('@fontsource-variable/noto-sans-symbols', ['symbols']),
    ]
    return catalogue.others
  }
  const emoji: Piece = {
    family: 'vidgen-emoji',
    path: join(dirname(require.resolve('twemoji-colr-font/package.json')), 'twemoji.woff2'),
    ranges: [],
  }
  const registered = new Set<Piece>()
  const register = (piece: Piece) => {
    // Fonts are Skia's, for the whole process; another painter may have brought this one already.
    if (!registered.has(piece) && !canvas.GlobalFonts.has(piece.family)) {
      canvas.GlobalFonts.registerFromPath(piece.path, piece.family)
    }
    registered.add(piece)
    return `"${piece.family}"`
  }

  const familiesFor = (text: string): string => {
    const used = new Set<Piece>([latin[0]!])
    let pictures = false
    for (const character of new Set(text)) {
      const codePoint = character.codePointAt(0)!
      if (codePoint < 0x80 || codePoint === 0x200d) continue
      if (emojiPart.test(character) && !textByDefault.test(character)) {
        pictures = true
        continue
      }
      const found = latin.filter((piece) => covers(piece, codePoint))
      for (const piece of found) used.add(piece)
      const other = found.length === 0 || notInInter.test(character)
      const piece = other ? others().find((candidate) => covers(candidate, codePoint)) : undefined
      if (piece !== undefined) used.add(piece)
    }
    if (pictures) for (const piece of others().slice(-1)) used.add(piece)
    const list = [...used].map(register)
    if (pictures) list.splice(1, 0, register(emoji))
    return [...(brand === undefined ? [] : [`"${brand}"`]), ...list].join(', ')
  }
  return {
    familiesFor,
    missingIn: (text) => missingGlyphs(canvas, text, familiesFor),
    setFont(context, families, sizePixels, weight) {
      context.font = `400 ${sizePixels}px ${families}`
      context.fontVariationSettings = `"wght" ${weight}`
    },
  }
}

/** One Han character has other strokes in each country: the letters beside it tell which. */
function hanOrder(text: string): ('jp' | 'sc' | 'kr')[] {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['jp', 'kr', 'sc']
  if (/\p{Script=Hangul}/u.test(text)) return ['kr', 'sc', 'jp']
  return ['sc', 'jp', 'kr']
}

// Large enough that two letters never look the same, small enough to draw in a few microseconds.
const probeSize = 24

/** Draws each character and the font's "no glyph" box, and compares the pixels: right for any font, the system's too. */
function missingGlyphs(canvas: Canvas, text: string, familiesFor: (text: string) => string): string[] {
  const surface = canvas.createCanvas(probeSize * 2, probeSize * 2)
  const context = surface.getContext('2d')
  const picture = (character: string, families: string) => {
    context.clearRect(0, 0, surface.width, surface.height)
    context.font = `400 ${probeSize}px ${families}`
    context.fillText(character, 4, probeSize * 1.4)
    return Buffer.from(surface.data()).toString('latin1')
  }
  const boxes = new Map<string, string>()
  const missing: string[] = []
  for (const character of new Set(text)) {
    if (character.codePointAt(0)! < 0x7f || /\s|\p{M}|\p{Cf}|\p{Cc}|\p{Regional_Indicator}/u.test(character))
      continue
    const families = familiesFor(character)
    // U+10FFFE is no character and never will be: every font draws its box for it.
    const box = boxes.get(families) ?? picture('\u{10fffe}', families)
    boxes.set(families, box)
    if (picture(character, families) === box) missing.push(character)
  }
  return missing
}
