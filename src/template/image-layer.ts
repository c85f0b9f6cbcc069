/** Pictures: each is scaled once to the largest size its camera needs. Skia turns them by their EXIF orientation itself. */

import type { Canvas, Image, SKRSContext2D } from '@napi-rs/canvas'
import { environmentError } from '../errors.ts'
import { plateFor } from './logo-plate.ts'
import type { StoredPicture } from './picture-store.ts'
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
import { type Bitmap, type Mask, takeBitmap, takeMask } from './pixels/bitmap.ts'
import type { Box, ImageLayer } from './scene.ts'
import { shadowActor } from './shape-layers.ts'
import { sketchedActor } from './sketch.ts'
import { type Actor, drawnCanvas, roundedRectangle, type Stage, timesOf } from './stage.ts'
import { eased } from './timeline.ts'
import { readUnchanged } from './unchanged-file.ts'

interface Prepared {
  stored: StoredPicture
  isOpaque: boolean
  /** The box that the picture fills at zoom 1, inside the layer's box. */
  x: number
  y: number
  width: number
  height: number
}

export async function createImageActor(stage: Stage, layer: ImageLayer): Promise<Actor> {
  const times = timesOf(layer, stage.scene)
  const shadow = shadowActor(stage, layer)
  const prepared = await prepare(stage, layer)
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
  prepared: Prepared,
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
function viewAt(layer: ImageLayer, { width, height }: Prepared, picture: Bitmap, part: number) {
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

/** Of one picture: as many as 8K has, 130 MB. */
const mostPixels = 33_000_000

async function prepare(stage: Stage, layer: ImageLayer): Promise<Prepared> {
  const image = await decode(stage, layer)
  const { box } = layer
  const whole = layer.fit === 'contain'
  const scale = (whole ? Math.min : Math.max)(box.width / image.width, box.height / image.height)
  const shown = whole
    ? { width: Math.round(image.width * scale), height: Math.round(image.height * scale) }
    : { width: Math.round(box.width), height: Math.round(box.height) }
  const zoom = layer.camera === undefined ? 1 : Math.max(layer.camera.start.zoom, layer.camera.end.zoom)
  // What would be larger is kept smaller, and drawn softer.
  const size = Math.min(zoom, Math.sqrt(mostPixels / (shown.width * shown.height)))
  const cut = { width: shown.width / scale, height: shown.height / scale }
  const from = { x: (image.width - cut.width) / 2, y: (image.height - cut.height) / 2 }
  const picture = layer.soften
    ? softened(stage, image, from, cut, shown, Math.min(1, size))
    : drawnCanvas(stage.skia, shown.width * size, shown.height * size, (context) => {
        context.imageSmoothingQuality = 'high'
        context.drawImage(
          image,
          from.x,
          from.y,
          cut.width,
          cut.height,
          0,
          0,
          context.canvas.width,
          context.canvas.height,
        )
      })
  const taken = takeBitmap(picture)
  return {
    stored: stage.store(taken),
    isOpaque: taken.isOpaque,
    x: box.x + (box.width - shown.width) / 2,
    y: box.y + (box.height - shown.height) / 2,
    ...shown,
  }
}

type Size = { width: number; height: number }

/** Blurred at an eighth of the size, where it costs nothing, and darkened so that what stands on it stands out. */
function softened(
  { skia }: Stage,
  image: Image,
  from: { x: number; y: number },
  cut: Size,
  shown: Size,
  size: number,
): Canvas {
  const width = Math.ceil(shown.width / 8)
  const height = Math.ceil(shown.height / 8)
  const draw = (
    context: SKRSContext2D,
    source: Image | Canvas,
    at: { x: number; y: number } & Size,
    over: number,
  ) =>
    context.drawImage(
      source,
      at.x,
      at.y,
      at.width,
      at.height,
      -over,
      -over,
      width + 2 * over,
      height + 2 * over,
    )
  const small = drawnCanvas(skia, width, height, (context) => {
    context.imageSmoothingQuality = 'high'
    draw(context, image, { ...from, ...cut }, 0)
  })
  const blur = Math.max(2, Math.round(Math.min(width, height) / 16))
  const soft = drawnCanvas(skia, width, height, (context) => {
    context.filter = `blur(${blur}px)`
    // Drawn past the edges: a blur at the edge would mix in nothing and grow pale.
    draw(context, small, { x: 0, y: 0, width, height }, blur * 2)
    context.filter = 'none'
    context.fillStyle = 'rgba(0, 0, 0, 0.5)'
    context.fillRect(0, 0, width, height)
  })
  return drawnCanvas(skia, shown.width * size, shown.height * size, (context) => {
    context.imageSmoothingQuality = 'high'
    context.drawImage(soft, 0, 0, context.canvas.width, context.canvas.height)
  })
}

/** Files were checked when the request was made; here they can only have gone or changed since. */
async function decode({ skia }: Stage, { path, sha256 }: ImageLayer): Promise<Image> {
  const bytes = await readUnchanged('the picture', path, sha256)
  try {
    const image = new skia.Image()
    image.src = bytes
    await image.decode()
    if (image.width > 0 && image.height > 0) return image
  } catch (cause) {
    throw undecodable(path, cause)
  }
  throw undecodable(path)
}

const undecodable = (path: string, cause?: unknown) =>
  environmentError(`cannot draw the picture ${path}: it cannot be decoded`, {
    code: 'template.image_undecodable',
    hint: 'open it in a viewer and save it again as PNG or JPEG',
    cause,
  })
