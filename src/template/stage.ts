/** What every layer's painter shares: Skia, the fonts, the scene's size; and the shape of a painted layer. */

import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import type { Typeface } from './fonts.ts'
import type { Ink } from './ink.ts'
import type { StoredPicture } from './picture-store.ts'
import type { Box, Layer, Scene } from './scene.ts'

export type Skia = typeof import('@napi-rs/canvas')

export interface Stage {
  skia: Skia
  typeface: Typeface
  scene: Scene
  /** For measuring only; nothing is drawn on it. */
  ruler: SKRSContext2D
  /** How far a word's ink reaches, where Skia's own measure cannot be trusted. */
  inkOf(word: string, families: string, weight: number): Ink | undefined
  /** Keeps a picture until it is shown. */
  store(canvas: Canvas): StoredPicture
  /** Darkest and lightest luminance behind a box, over some moments, without any text. */
  luminanceBehind(box: Box, times: readonly number[]): { low: number; high: number }
}

/** From `top` down to, and without, `bottom`; may reach beyond the picture. */
export interface Rows {
  top: number
  bottom: number
}

export const noRows: Rows = { top: Number.POSITIVE_INFINITY, bottom: Number.NEGATIVE_INFINITY }

/** The rows of a box and what reaches `margin` pixels out of it. */
export const rowsOfBox = ({ y, height }: Pick<Box, 'y' | 'height'>, margin = 0): Rows => ({
  top: y - margin,
  bottom: y + height + margin,
})

export const bothRows = (one: Rows, other: Rows): Rows => ({
  top: Math.min(one.top, other.top),
  bottom: Math.max(one.bottom, other.bottom),
})

export interface Actor {
  from: number
  to: number
  /** Text is left out when the ground behind text is measured. */
  isText: boolean
  /** The same word means the same pixels: what has not changed since the last frame is not drawn again. */
  look(time: number): string
  /** Where it draws at most. */
  rows(time: number): Rows
  draw(context: SKRSContext2D, time: number, alpha: number): void
  /** Lets go of what is large; called while the layer is not on. */
  rest?(): void
}

export interface Times {
  from: number
  to: number
}

export const timesOf = (layer: Pick<Layer, 'from' | 'to'>, scene: Scene): Times => ({
  from: layer.from ?? 0,
  to: Math.min(layer.to ?? scene.durationSeconds, scene.durationSeconds),
})

/** A bitmap made once and drawn many times. */
export function bitmap(
  skia: Skia,
  width: number,
  height: number,
  draw: (context: SKRSContext2D) => void,
): Canvas {
  const canvas = skia.createCanvas(Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height)))
  draw(canvas.getContext('2d'))
  return canvas
}

/** Gives a bitmap's memory back at once: a new size does, while the garbage collector sees only a small object. */
export function forget(canvas: Canvas): void {
  canvas.width = 1
  canvas.height = 1
}

export function roundedRectangle(context: SKRSContext2D, box: Box, radius: number): void {
  context.beginPath()
  context.roundRect(box.x, box.y, box.width, box.height, Math.min(radius, box.width / 2, box.height / 2))
}
