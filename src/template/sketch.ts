/** Layers that Skia draws: on a canvas no larger than what they cover, afresh only when they look different. */

import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import { type Area, isEmpty, movedBy, overlapOf, sizeOf, wholePixels } from './pixels/area.ts'
import { type Bitmap, forget } from './pixels/bitmap.ts'
import type { Actor, Placement, Stage, Times } from './stage.ts'

export interface Sketch extends Times {
  isText: boolean
  look(time: number): string
  /** Where it draws at most. */
  area: Area
  /** In the scene's own coordinates, with the context as it was made. */
  draw(context: SKRSContext2D, time: number): void
}

/** Layers that stand beside each other hold their bitmaps up to here; beyond it they are drawn each time. */
const mostBytesKept = 48_000_000

export function sketchedActor({ skia, scene, kept }: Stage, { area, draw, ...sketch }: Sketch): Actor {
  const held: { key?: string; canvas?: Canvas; bitmap?: Bitmap } = {}
  const picture: Area = { left: 0, top: 0, right: scene.width, bottom: scene.height }

  /** What can be seen of it; all of it if that is not much more, so that it need not be drawn again when it moves. */
  const areaSeen = ({ dx, dy }: Placement): Area => {
    const all = wholePixels(area, 1)
    const { width, height } = sizeOf(all)
    if (width * height <= scene.width * scene.height * 2) return all
    return overlapOf(all, wholePixels(movedBy(picture, -dx, -dy), 2))
  }
  const rest = () => {
    if (held.canvas !== undefined) {
      kept.bytes -= held.canvas.width * held.canvas.height * 4
      forget(held.canvas)
    }
    // Its bytes are the canvas's own and die with it.
    held.key = undefined
    held.bitmap = undefined
    held.canvas = undefined
  }
  /** An empty canvas of this size: the last one, if it fits. */
  const canvasOf = (width: number, height: number): Canvas => {
    if (held.canvas?.width === width && held.canvas.height === height) {
      held.canvas.getContext('2d').reset()
      return held.canvas
    }
    rest()
    kept.bytes += width * height * 4
    held.canvas = skia.createCanvas(width, height)
    return held.canvas
  }
  return {
    ...sketch,
    area: () => area,
    draw(surface, time, placement) {
      const seen = areaSeen(placement)
      if (isEmpty(seen)) return
      const key = [sketch.look(time), ...Object.values(seen)].join(' ')
      if (held.key !== key) {
        const { width, height } = sizeOf(seen)
        const canvas = canvasOf(width, height)
        const context = canvas.getContext('2d')
        context.translate(-seen.left, -seen.top)
        draw(context, time)
        held.key = key
        held.bitmap = { width, height, pixels: canvas.data(), isOpaque: false }
      }
      surface.blit(held.bitmap!, seen.left + placement.dx, seen.top + placement.dy, placement.opacity)
      if (kept.bytes > mostBytesKept) rest()
    },
    rest,
  }
}
