/** A picture file → a bitmap in the largest size that its camera needs. Skia turns it by its EXIF orientation itself. */

import type { Canvas, Image, SKRSContext2D } from '@napi-rs/canvas'
import { environmentError } from '../errors.ts'
import type { StoredPicture } from './picture-store.ts'
import { takeBitmap } from './pixels/bitmap.ts'
import type { ImageLayer } from './scene.ts'
import { drawnCanvas, type Stage } from './stage.ts'
import { readUnchanged } from './unchanged-file.ts'

export interface PreparedPicture {
  stored: StoredPicture
  isOpaque: boolean
  /** The box that the picture fills at zoom 1, inside the layer's box. */
  x: number
  y: number
  width: number
  height: number
}

/** Of one picture: as many as 8K has, 130 MB. */
const mostPixels = 33_000_000

export async function preparePicture(stage: Stage, layer: ImageLayer): Promise<PreparedPicture> {
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
