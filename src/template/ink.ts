/**
 * How far the ink of a word reaches above and below its line, as a part of the size. Skia's own answer is right for Latin,
 * Greek and Cyrillic; for fonts further down the list it may tell another font's, so there the word is drawn and looked at.
 */

import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Skia } from './stage.ts'

export interface Ink {
  ascent: number
  descent: number
}

const probeSize = 48
const plain = /^[\u0020-\u024f\u0370-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20ac]*$/

export function createInkGauge(
  skia: Skia,
  setFont: (context: SKRSContext2D, families: string, size: number, weight: number) => void,
) {
  const known = new Map<string, Ink>()
  const canvas = skia.createCanvas(probeSize * 24, probeSize * 4)
  const context = canvas.getContext('2d')
  const baseline = Math.round(probeSize * 2.3)

  const look = (word: string, families: string, weight: number): Ink => {
    context.clearRect(0, 0, canvas.width, canvas.height)
    setFont(context, families, probeSize, weight)
    context.fillText(word, probeSize, baseline)
    const pixels = canvas.data()
    const inked = (row: number) => {
      const end = (row + 1) * canvas.width * 4
      for (let at = row * canvas.width * 4 + 3; at < end; at += 4) if (pixels[at]! > 24) return true
      return false
    }
    let top = 0
    while (top < baseline && !inked(top)) top += 1
    let bottom = canvas.height - 1
    while (bottom >= baseline && !inked(bottom)) bottom -= 1
    // Half a pixel of the probe for its coarseness.
    return { ascent: (baseline - top + 0.5) / probeSize, descent: (bottom + 1 - baseline + 0.5) / probeSize }
  }
  return (word: string, families: string, weight: number): Ink | undefined => {
    if (plain.test(word)) return undefined
    const key = `${weight} ${word}`
    const ink = known.get(key) ?? look(word, families, weight)
    known.set(key, ink)
    return ink
  }
}
