/**
 * Keeps text readable: its colour is held against the pixels behind it (WCAG, 4.5:1 at the worst place that counts).
 * Where the asked colour fails, the better of white and near-black is taken; where both fail, a panel goes behind.
 */

import { contrast, luminance, minimumContrast, parseColour } from './colour.ts'
import type { Box, TextLayer } from './scene.ts'
import type { Stage } from './stage.ts'

export interface Ink {
  colour: string
  plate?: { colour: string; opacity: number; padding: number; radius: number }
}

const light = '#ffffff'
const dark = '#101114'

const worst = (colour: string, { low, high }: { low: number; high: number }) => {
  const own = luminance(parseColour(colour))
  return Math.min(contrast(own, low), contrast(own, high))
}

export function readableInk(
  stage: Stage,
  layer: TextLayer,
  { from, to, box }: { from: number; to: number; box: Box },
): Ink {
  // A plate of its own that is nearly solid decides alone.
  if (layer.plate !== undefined && layer.plate.opacity > 0.85) {
    const behind = luminance(parseColour(layer.plate.colour))
    return {
      colour: firstReadable([layer.colour, light, dark], { low: behind, high: behind }) ?? layer.colour,
      plate: layer.plate,
    }
  }
  // Not at its very first and last moment: what is behind may be on its way in or out together with the text.
  const behind = stage.luminanceBehind(box, [
    from + (to - from) * 0.35,
    from + (to - from) * 0.65,
    to - (to - from) * 0.1,
  ])
  const colour = firstReadable([layer.colour, light, dark], behind)
  if (colour !== undefined) return { colour, plate: layer.plate }
  const onDark = worst(light, behind) >= worst(dark, behind)
  const size = Math.min(layer.size, box.height)
  return {
    colour: onDark ? light : dark,
    plate: {
      colour: onDark ? dark : light,
      opacity: 0.82,
      padding: Math.round(size * 0.28),
      radius: Math.round(size * 0.22),
    },
  }
}

const firstReadable = (colours: readonly string[], behind: { low: number; high: number }) =>
  colours.find((colour) => worst(colour, behind) >= minimumContrast)
