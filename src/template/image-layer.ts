/**
 * Pictures. Each is decoded when its layer first shows, scaled once to the largest size its camera needs, and let go when
 * it is over: sixty photographs cost the memory of two. Skia turns them by their EXIF orientation itself.
 */

import { readFileSync } from 'node:fs'
import type { Canvas, Image } from '@napi-rs/canvas'
import { environmentError } from '../errors.ts'
import type { ImageLayer } from './scene.ts'
import { shadowBitmap } from './shape-layers.ts'
import { type Actor, bitmap, roundedRectangle, type Stage, timesOf } from './stage.ts'
import { eased } from './timeline.ts'

interface Prepared {
  picture: Canvas
  /** Of the box that the picture fills at zoom 1, inside the layer's box. */
  x: number
  y: number
  width: number
  height: number
}

export function createImageActor(stage: Stage, layer: ImageLayer): Actor {
  const times = timesOf(layer, stage.scene)
  const shadow = layer.shadow === undefined ? undefined : shadowBitmap(stage, layer.box, layer.radius, layer.shadow)
  const held: { prepared?: Prepared } = {}
  return {
    ...times,
    isText: false,
    look: (time) => (layer.camera === undefined ? 'still' : `${time}`),
    draw(context, time, alpha) {
      held.prepared ??= prepare(stage, layer)
      const { prepared } = held
      context.globalAlpha = alpha
      if (shadow !== undefined) context.drawImage(shadow.canvas, shadow.x, shadow.y)
      context.save()
      if (layer.radius > 0) {
        roundedRectangle(context, layer.box, layer.radius)
        context.clip()
      }
      const view = viewAt(layer, prepared, (time - times.from) / Math.max(0.001, times.to - times.from))
      context.drawImage(prepared.picture, view.x, view.y, view.width, view.height, prepared.x, prepared.y, prepared.width, prepared.height)
      context.restore()
      context.globalAlpha = 1
    },
    rest() {
      held.prepared = undefined
    },
  }
}

/** The part of the bitmap that the camera sees. Slow in, slow out, so that a cut finds it nearly at rest. */
function viewAt(layer: ImageLayer, { picture, width, height }: Prepared, part: number) {
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

function prepare(stage: Stage, layer: ImageLayer): Prepared {
  const image = decode(stage, layer.path)
  const { box } = layer
  const whole = layer.fit === 'contain'
  const scale = (whole ? Math.min : Math.max)(box.width / image.width, box.height / image.height)
  const shown = whole
    ? { width: Math.round(image.width * scale), height: Math.round(image.height * scale) }
    : { width: Math.round(box.width), height: Math.round(box.height) }
  const zoom = layer.camera === undefined ? 1 : Math.max(layer.camera.start.zoom, layer.camera.end.zoom)
  // A camera shows one part of this bitmap after the other; it never enlarges more than the picture itself allows.
  const kept = { width: Math.round(shown.width * zoom), height: Math.round(shown.height * zoom) }
  const cut = { width: shown.width / scale, height: shown.height / scale }
  const picture = bitmap(stage.skia, kept.width, kept.height, (context) => {
    context.imageSmoothingQuality = 'high'
    if (layer.soften) {
      const blur = Math.round(Math.min(kept.width, kept.height) / 18)
      context.filter = `blur(${blur}px) saturate(1.15) brightness(0.5)`
      // Drawn past the edges: a blur at the edge would mix in nothing and grow pale.
      const over = blur * 2
      context.drawImage(image, (image.width - cut.width) / 2, (image.height - cut.height) / 2, cut.width, cut.height, -over, -over, kept.width + 2 * over, kept.height + 2 * over)
    } else context.drawImage(image, (image.width - cut.width) / 2, (image.height - cut.height) / 2, cut.width, cut.height, 0, 0, kept.width, kept.height)
  })
  // Skia records first and draws at the first look; now is the time, while the large source is still there.
  picture.data()
  return { picture, x: box.x + (box.width - shown.width) / 2, y: box.y + (box.height - shown.height) / 2, ...shown }
}

/** Files were checked when the request was made; here they can only have gone or changed since. */
function decode(stage: Stage, path: string): Image {
  const image = new stage.skia.Image()
  try {
    image.src = readFileSync(path)
  } catch (cause) {
    throw environmentError(`cannot draw the picture ${path}`, { code: 'template.image_unreadable', hint: 'check that the file is still there and opens', cause })
  }
  if (!(image.width > 0 && image.height > 0)) {
    throw environmentError(`the picture ${path} cannot be decoded`, { code: 'template.image_undecodable', hint: 'save it again as PNG or JPEG' })
  }
  return image
}
