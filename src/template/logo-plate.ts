/** A logo's panel: drawn where too much of the mark would be lost against what is behind it, light or dark as the mark needs. */

import { contrast, luminance } from './colour.ts'
import type { Bitmap } from './pixels/bitmap.ts'
import type { Box } from './scene.ts'

export interface Plate {
  colour: string
  box: Box
  radius: number
}

// WCAG 2.2 asks 3:1 of marks that carry meaning and nothing of logos; under 1.6 an edge can no longer be made out.
const lost = 1.6
// Part of the mark's pixels. A logo of several colours may have one that is close to the ground.
const mostLost = 0.35

export function plateFor(logo: Bitmap, box: Box, behind: { low: number; high: number }): Plate | undefined {
  const inks = inksOf(logo)
  const share = (light: number) => inks.filter((ink) => contrast(ink, light) < lost).length / inks.length
  if (inks.length === 0 || Math.max(share(behind.low), share(behind.high)) <= mostLost) return undefined
  const onWhite = share(1) <= share(luminance([16, 17, 20]))
  const margin = Math.round(Math.min(box.width, box.height) * 0.16)
  return {
    colour: onWhite ? '#ffffff' : '#101114',
    box: {
      x: box.x - margin,
      y: box.y - margin,
      width: box.width + 2 * margin,
      height: box.height + 2 * margin,
    },
    radius: margin,
  }
}

/** Luminance of the pixels that are more there than not. */
function inksOf(logo: Bitmap): number[] {
  const { pixels } = logo
  const inks: number[] = []
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3]! / 255
    if (alpha <= 0.5) continue
    // Pixels are multiplied by their alpha.
    const channel = (offset: number) => Math.min(255, pixels[at + offset]! / alpha)
    inks.push(luminance([channel(0), channel(1), channel(2)]))
  }
  return inks
}
