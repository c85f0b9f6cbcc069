/** Pictures: each is scaled once to the largest size its camera needs. Skia turns them by their EXIF orientation itself. */

import type { Canvas, Image, SKRSContext2D } from '@napi-rs/canvas'
import { environmentError } from '../errors.ts'
import { plateFor } from './logo-plate.ts'
import type { StoredPicture } from './picture-store.ts'
import type { ImageLayer } from './scene.ts'
import { shadowBitmap } from './shape-layers.ts'
import { type Actor, bitmap, bothRows, roundedRectangle, rowsOfBox, type Stage, timesOf } from './stage.ts'
import { eased } from './timeline.ts'
import { readUnchanged } from './unchanged-file.ts'

interface Prepared {
  stored: StoredPicture
  /** The box that the picture fills at zoom 1, inside the layer's box. */
  x: number
  y: number
  width: number
  height: number
}

export async function createImageActor(stage: Stage, layer: ImageLayer): Promise<Actor> {
  const times = timesOf(layer, stage.scene)
  const shadow =
    layer.shadow === undefined ? undefined : shadowBitmap(stage, layer.box, layer.radius, layer.shadow)
  const prepared = await prepare(stage, layer)
  const moments = [0.1, 0.5, 0.9].map((part) => times.from + (times.to - times.from) * part)
  const plate = layer.plated
    ? plateFor(prepared.stored.open(), prepared, stage.luminanceBehind(layer.box, moments))
    : undefined
  return {
    ...times,
    isText: false,
    rows: () =>
      [shadow && { y: shadow.y, height: shadow.canvas.height }, plate?.box].reduce(
        (rows, box) => (box ? bothRows(rows, rowsOfBox(box)) : rows),
        rowsOfBox(layer.box, 1),
      ),
    look: (time) => (layer.camera === undefined ? 'still' : `${time}`),
    draw(context, time, alpha) {
      const picture = prepared.stored.open()
      context.globalAlpha = alpha
      if (shadow !== undefined) context.drawImage(shadow.canvas, shadow.x, shadow.y)
      if (plate !== undefined) {
        context.fillStyle = plate.colour
        roundedRectangle(context, plate.box, plate.radius)
        context.fill()
      }
      context.save()
      if (layer.radius > 0) {
        roundedRectangle(context, layer.box, layer.radius)
        context.clip()
      }
      const view = viewAt(
        layer,
        prepared,
        picture,
        (time - times.from) / Math.max(0.001, times.to - times.from),
      )
      context.drawImage(
        picture,
        view.x,
        view.y,
        view.width,
        view.height,
        prepared.x,
        prepared.y,
        prepared.width,
        prepared.height,
      )
      context.restore()
      context.globalAlpha = 1
    },
    rest: () => prepared.stored.rest(),
  }
}

/** The part of the bitmap that the camera sees. Slow in, slow out, so that a cut finds it nearly at rest. */
function viewAt(layer: ImageLayer, { width, height }: Prepared, picture: Canvas, part: number) {
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

async function prepare(stage: Stage, layer: ImageLayer): Promise<Prepared> {
  const image = await decode(stage, layer)
  const { box } = layer
  const whole = layer.fit === 'contain'
  const scale = (whole ? Math.min : Math.max)(box.width / image.width, box.height / image.height)
  const shown = whole
    ? { width: Math.round(image.width * scale), height: Math.round(image.height * scale) }
    : { width: Math.round(box.width), height: Math.round(box.height) }
  const zoom = layer.camera === undefined ? 1 : Math.max(layer.camera.start.zoom, layer.camera.end.zoom)
  const cut = { width: shown.width / scale, height: shown.height / scale }
  const from = { x: (image.width - cut.width) / 2, y: (image.height - cut.height) / 2 }
  const picture = layer.soften
    ? softened(stage, image, from, cut, shown)
    : bitmap(stage.skia, shown.width * zoom, shown.height * zoom, (context) => {
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
  return {
    stored: stage.store(picture),
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
  const small = bitmap(skia, width, height, (context) => {
    context.imageSmoothingQuality = 'high'
    draw(context, image, { ...from, ...cut }, 0)
  })
  const blur = Math.max(2, Math.round(Math.min(width, height) / 16))
  const soft = bitmap(skia, width, height, (context) => {
    context.filter = `blur(${blur}px)`
    // Drawn past the edges: a blur at the edge would mix in nothing and grow pale.
    draw(context, small, { x: 0, y: 0, width, height }, blur * 2)
    context.filter = 'none'
    context.fillStyle = 'rgba(0, 0, 0, 0.5)'
    context.fillRect(0, 0, width, height)
  })
  return bitmap(skia, shown.width, shown.height, (context) => {
    context.imageSmoothingQuality = 'high'
    context.drawImage(soft, 0, 0, shown.width, shown.height)
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
