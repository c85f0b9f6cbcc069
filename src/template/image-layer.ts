/** Pictures on the screen: what a camera sees of them, with round corners and a shadow. */

import { plateFor } from './logo-plate.ts'
import {
  type Area,
  areaOf,
  holds,
  isEmpty,
  joined,
  movedBy,
  nowhere,
  overlapOf,
  sizeOf,
  wholePixels,
} from './pixels/area.ts'
import { type Bitmap, type Mask, takeMask } from './pixels/bitmap.ts'
import { type PreparedPicture, preparePicture } from './prepared-picture.ts'
import type { Box, ImageLayer } from './scene.ts'
import { shadowActor } from './shape-layer.ts'
import { sketchedActor } from './sketch.ts'
import { type Actor, drawnCanvas, roundedRectangle, type Stage, timesOf } from './stage.ts'
import { eased } from './timeline.ts'

export async function createImageActor(stage: Stage, layer: ImageLayer): Promise<Actor> {
  const times = timesOf(layer, stage.scene)
  const shadow = shadowActor(stage, layer)
  const prepared = await preparePicture(stage, layer)
  const maskAt = createMask(stage, layer, prepared)
  const moments = [0.1, 0.5, 0.9].map((part) => times.from + (times.to - times.from) * part)
  const plate = layer.plated
    ? plateActor(stage, layer, prepared, stage.luminanceBehind(layer.box, moments))
    : undefined
  const area = [shadow?.area(0), plate?.area(0)].reduce(
    (all: Area, more) => joined(all, more ?? nowhere),
    areaOf(layer.box, 1),
  )
  return {
    ...times,
    isText: false,
    area: () => area,
    look: (time) => (layer.camera === undefined ? 'still' : `${time}`),
    draw(surface, time, placement) {
      shadow?.draw(surface, time, placement)
      plate?.draw(surface, time, placement)
      const picture = prepared.stored.open()
      const part = (time - times.from) / Math.max(0.001, times.to - times.from)
      const box = { ...prepared, x: prepared.x + placement.dx, y: prepared.y + placement.dy }
      surface.blitScaled(picture, viewAt(layer, prepared, picture, part), box, placement.opacity, maskAt(box))
    },
    hides: (seen, _time, { dx, dy, opacity }) =>
      opacity === 1 &&
      layer.radius === 0 &&
      prepared.isOpaque &&
      holds(movedBy(areaOf(prepared), dx, dy), seen),
    rest() {
      shadow?.rest?.()
      plate?.rest?.()
      prepared.stored.rest()
    },
  }
}

/** Round corners, and edges that lie between pixels: made again only when the picture comes to lie otherwise among them. */
function createMask({ skia, scene }: Stage, layer: ImageLayer, prepared: Box) {
  const held: { key?: string; mask?: Mask } = {}
  const picture: Area = { left: 0, top: 0, right: scene.width, bottom: scene.height }
  const isWhole = Object.values(areaOf(prepared)).every(Number.isInteger)
  return (box: Box): Mask | undefined => {
    const [dx, dy] = [box.x - prepared.x, box.y - prepared.y]
    if (isWhole && layer.radius === 0 && Number.isInteger(dx) && Number.isInteger(dy)) return undefined
    const seen = overlapOf(wholePixels(areaOf(box)), picture)
    if (isEmpty(seen)) return undefined
    const key = `${dx} ${dy}`
    if (held.key === key) return held.mask
    const { width, height } = sizeOf(seen)
    held.key = key
    held.mask = takeMask(
      drawnCanvas(skia, width, height, (context) => {
        context.translate(dx - seen.left, dy - seen.top)
        if (layer.radius > 0) {
          roundedRectangle(context, layer.box, layer.radius)
          context.clip()
        }
        context.fillRect(prepared.x, prepared.y, prepared.width, prepared.height)
      }),
    )
    return held.mask
  }
}

function plateActor(
  stage: Stage,
  layer: ImageLayer,
  prepared: PreparedPicture,
  behind: { low: number; high: number },
) {
  const plate = plateFor(prepared.stored.open(), prepared, behind)
  if (plate === undefined) return undefined
  return sketchedActor(stage, {
    ...timesOf(layer, stage.scene),
    isText: false,
    look: () => 'plate',
    area: areaOf(plate.box),
    draw(context) {
      context.fillStyle = plate.colour
      roundedRectangle(context, plate.box, plate.radius)
      context.fill()
    },
  })
}

/** The part of the bitmap that the camera sees. Slow in, slow out, so that a cut finds it nearly at rest. */
function viewAt(layer: ImageLayer, { width, height }: PreparedPicture, picture: Bitmap, part: number) {
  if (layer.camera === undefined) return { x: 0, y: 0, width: picture.width, height: picture.height }
  const { start, end } = layer.camera
  const moved = part * 0.6 + eased(part, 0, 1, 'in-out') * 0.4
  const between = (from: number, to: number) => from + (to - from) * moved
  // Zoom grows by the same factor each second; by the same amount it would seem to slow down.
  const zoom = start.zoom * (end.zoom / start.zoom) ** moved
  const shown = { width: picture.width / zoom, height: (picture.width / zoom) * (height / width) }
  return {
    ...shown,
    x: (picture.width - shown.width) * between(start.x, end.x),
    y: Math.max(0, picture.height - shown.height) * between(start.y, end.y),
  }
}
