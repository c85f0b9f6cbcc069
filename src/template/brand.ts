/**
 * A brand as a request keeps it, and its colours as a palette: what a brand leaves open is made from what it names, and what
 * could not be read is moved until it can (4.5:1, WCAG 2.2), with a word to the user. Pure: the same brand, the same palette.
 */

import type { Brand } from '../providers/provider.ts'
import { contrast, hexColour, luminance, minimumContrast, mixColours, parseColour } from './colour.ts'
import type { Palette } from './palettes.ts'

export interface BrandLook {
  palette: Palette
  warnings: string[]
}

const black = '#000000'
const white = '#ffffff'
// A brand without a ground of its own stands on nearly black: every accent shows there.
const neutralGround = '#0d0e11'

const ratio = (one: string, other: string) =>
  contrast(luminance(parseColour(one)), luminance(parseColour(other)))

const mix = (from: string, to: string, part: number): string =>
  hexColour(mixColours(parseColour(from), parseColour(to), part))

/** Undefined where the brand names no colour: then the clip keeps a palette of ours. */
export function brandLook({ colours }: Brand): BrandLook | undefined {
  if (Object.keys(colours).length === 0) return undefined
  const warnings: string[] = []
  const ground = colours.background ?? neutralGround
  const ink = readableInk(ground, colours.ink, warnings)
  const ground2 = secondGround(ground, ink, colours.background2, warnings)
  const grounds = [ground, ground2]
  const accent = readableAccent(grounds, ink, colours.accent ?? ink, 'accent', warnings)
  const accent2 = readableAccent(grounds, ink, colours.accent2 ?? mix(accent, ink, 0.45), 'accent2', warnings)
  return {
    palette: {
      name: 'brand',
      ground,
      ground2,
      glows: [accent, colours.accent2 ?? accent].map((light) => glow(grounds, [ink, accent], light)) as [
        string,
        string,
      ],
      ink,
      muted:
        firstReadable(
          grounds,
          [0.28, 0.2, 0.12].map((part) => mix(ink, ground, part)),
        ) ?? ink,
      accent,
      accent2,
      surface: mix(ground, ink, 0.1),
    },
    warnings,
  }
}

const worst = (grounds: readonly string[], colour: string) =>
  Math.min(...grounds.map((ground) => ratio(colour, ground)))

const firstReadable = (grounds: readonly string[], candidates: readonly string[]): string | undefined =>
  candidates.find((candidate) => worst(grounds, candidate) >= minimumContrast)

const shown = (value: number) => `${(Math.floor(value * 10) / 10).toFixed(1)}:1`

/** One of black and white reaches 4.58:1 on any colour there is. */
function readableInk(ground: string, asked: string | undefined, warnings: string[]): string {
  const better = ratio(white, ground) >= ratio(black, ground) ? white : black
  if (asked === undefined) return better
  if (ratio(asked, ground) >= minimumContrast) return asked
  warnings.push(
    `the brand's ink ${asked} cannot be read on its background ${ground} (${shown(ratio(asked, ground))}); ${better} is used`,
  )
  return better
}

/** The other end of the gradient: the brand's own, or a shade further away from the ink. */
function secondGround(ground: string, ink: string, asked: string | undefined, warnings: string[]): string {
  const away = luminance(parseColour(ink)) > luminance(parseColour(ground)) ? black : white
  const made = mix(ground, away, 0.22)
  if (asked === undefined) return made
  if (ratio(ink, asked) >= minimumContrast) return asked
  warnings.push(
    `the brand's ink ${ink} cannot be read on its background2 ${asked} (${shown(ratio(ink, asked))}); ${made} is used`,
  )
  return made
}

/** Keeps the hue and moves it towards the ink, no further than it must. */
function readableAccent(
  grounds: readonly string[],
  ink: string,
  asked: string,
  name: string,
  warnings: string[],
): string {
  if (worst(grounds, asked) >= minimumContrast) return asked
  const steps = Array.from({ length: 20 }, (_, index) => mix(asked, ink, (index + 1) / 20))
  const found = firstReadable(grounds, steps) ?? ink
  warnings.push(
    `the brand's ${name} ${asked} cannot be read on its background (${shown(worst(grounds, asked))}); ${found} is used`,
  )
  return found
}

// What a light adds at its middle (see `sceneOf`), so that words under it are still read.
const strongestLight = 0.42

/** A light of the accent, as strong as the words on it allow; where even a faint one would hide them, a shade. */
function glow(grounds: readonly string[], words: readonly string[], light: string): string {
  const readable = (colour: string) => {
    const lit = grounds.map((ground) => mix(ground, colour, strongestLight))
    return words.every((word) => worst(lit, word) >= minimumContrast)
  }
  const lights = [0.7, 0.5, 0.3, 0.15].map((part) => mix(grounds[0]!, light, part))
  return lights.find(readable) ?? grounds[1]!
}
