/** What all charts share: their texts, and a label that fits. */

import type { SKRSContext2D } from '@napi-rs/canvas'
import { isRightToLeft } from './clean-text.ts'
import type { ChartLayer } from './scene.ts'
import type { Stage } from './stage.ts'

export interface ChartPlan {
  layer: ChartLayer
  stage: Stage
  texts: string[]
  labels: string[]
  low: number
  high: number
}

/** 1234567 → 1,234,567; at most two decimals. No locale: the same scene is the same clip everywhere. */
export function formatNumber(value: number, decimals?: number): string {
  const [whole, rest] = (
    decimals === undefined ? String(Math.round(value * 100) / 100) : value.toFixed(decimals)
  ).split('.')
  const grouped = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return rest === undefined ? grouped : `${grouped}.${rest}`
}

export function setFont(
  context: SKRSContext2D,
  { stage, layer }: ChartPlan,
  text: string,
  size: number,
  weight: number,
): void {
  stage.typeface.setFont(context, stage.typeface.familiesFor(text), size, weight)
  context.letterSpacing = '0px'
  context.direction = isRightToLeft(text) ? 'rtl' : 'ltr'
  context.textBaseline = 'alphabetic'
  context.fillStyle = layer.textColour
}

// Below this part of its size a label is shortened: a word that can be read says more than a sentence that cannot.
const leastSize = 0.62

/** Draws a text no wider than `room`: smaller at first, then shortened with an ellipsis. */
export function label(
  context: SKRSContext2D,
  plan: ChartPlan,
  text: string,
  at: {
    x: number
    y: number
    room: number
    align: 'left' | 'center' | 'right'
    weight: number
    colour: string
    size: number
    alpha: number
  },
): void {
  if (text === '' || at.alpha <= 0) return
  setFont(context, plan, text, at.size, at.weight)
  context.globalAlpha = at.alpha
  let shown = text
  const wanted = context.measureText(text).width
  if (wanted > at.room)
    setFont(context, plan, text, at.size * Math.max(leastSize, at.room / wanted), at.weight)
  context.fillStyle = at.colour
  while (shown.length > 1 && context.measureText(shown).width > at.room)
    shown = `${[...shown.replace(/…$/, '')].slice(0, -1).join('').trimEnd()}…`
  const width = context.measureText(shown).width
  const x = at.align === 'left' ? at.x : at.align === 'right' ? at.x - width : at.x - width / 2
  context.textAlign = 'left'
  context.fillText(shown, x, at.y)
}
