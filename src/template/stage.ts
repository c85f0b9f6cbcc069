/** What every layer's painter shares: Skia, the fonts, the scene's size; and the shape of a painted layer. */

import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import type { Typeface } from './fonts.ts'
import type { Ink } from './ink.ts'
import type { StoredPicture } from './picture-store.ts'
import type { Area } from './pixels/area.ts'
import type { Bitmap } from './pixels/bitmap.ts'
import type { Surface } from './pixels/surface.ts'
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
  store(picture: Bitmap): StoredPicture
  /** What all layers together keep drawn of what they may draw again, bytes. */
  kept: { bytes: number }
  /** Darkest and lightest luminance behind a box, over some moments, without any text. */
  luminanceBehind(box: Box, times: readonly number[]): { low: number; high: number }
}

/** How a layer stands at a moment: moved from its own place, and fading. */
export interface Placement {
  dx: number
  dy: number
  opacity: number
}

export const inPlace: Placement = { dx: 0, dy: 0, opacity: 1 }

export interface Actor {
  from: number
  to: number
  /** Text is left out when the ground behind text is measured. */
  isText: boolean
  /** The same word means the same pixels: what has not changed since the last frame is not drawn again. */
  look(time: number): string
  /** Where it draws at most, before it is moved. */
  area(time: number): Area
  draw(surface: Surface, time: number, placement: Placement): void
  /** Whether nothing of what lies below can be seen there. */
  hides?(area: Area, time: number, placement: Placement): boolean
  /** Lets go of what is large; called while the layer is not drawn. */
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

/** A canvas on which something has been drawn. */
export function drawnCanvas(
  skia: Skia,
  width: number,
  height: number,
  draw: (context: SKRSContext2D) => void,
): Canvas {
  const canvas = skia.createCanvas(Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height)))
  draw(canvas.getContext('2d'))
  return canvas
}

export function roundedRectangle(context: SKRSContext2D, box: Box, radius: number): void {
  context.beginPath()
  context.roundRect(box.x, box.y, box.width, box.height, Math.min(radius, box.width / 2, box.height / 2))
}
