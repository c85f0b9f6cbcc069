/** Rectangles and ellipses, and their shadows. */

import type { SKRSContext2D } from '@napi-rs/canvas'
import { cssColour, parseColour, type Rgb } from './colour.ts'
import { areaOf, holds, joined, movedBy, nowhere } from './pixels/area.ts'
import type { Ramp } from './pixels/fill.ts'
import type { Box, ShapeLayer } from './scene.ts'
import { sketchedActor } from './sketch.ts'
import { type Actor, roundedRectangle, type Stage, timesOf } from './stage.ts'
import { clamp, valueAt } from './timeline.ts'

export function createShapeActor(stage: Stage, layer: ShapeLayer): Actor {
  const ramp = rampOf(layer)
  return ramp === undefined ? sketchedShape(stage, layer) : filledRectangle(stage, layer, ramp)
}

/** A plain rectangle's colours go straight into the picture: what moves behind everything is often one. */
function filledRectangle(stage: Stage, layer: ShapeLayer, ramp: Ramp): Actor {
  const area = areaOf(layer.box)
  const isOpaque = layer.fade === undefined
  return {
    ...timesOf(layer, stage.scene),
    isText: false,
    look: () => 'full',
    area: () => area,
    draw(surface, _time, { dx, dy, opacity }) {
      const box = { ...layer.box, x: layer.box.x + dx, y: layer.box.y + dy }
      surface.fill(box, { ...ramp, start: ramp.start - dx * ramp.across - dy * ramp.down }, opacity)
    },
    hides: (seen, _time, { dx, dy, opacity }) =>
      opacity === 1 && isOpaque && holds(movedBy(area, dx, dy), seen),
  }
}

function sketchedShape(stage: Stage, layer: ShapeLayer): Actor {
  const shadow = shadowActor(stage, layer)
  const grown = (time: number) => ({
    x: clamp(valueAt(layer.growX, time, 1), 0, 1),
    y: clamp(valueAt(layer.growY, time, 1), 0, 1),
  })
  const shape = sketchedActor(stage, {
    ...timesOf(layer, stage.scene),
    isText: false,
    look: (time) => `${grown(time).x} ${grown(time).y}`,
    area: areaOf(layer.box, layer.strokeWidth ?? 0),
    draw(context, time) {
      const part = grown(time)
      const height = layer.box.height * part.y
      const bottom = layer.box.y + layer.box.height
      tracePath(context, layer, {
        ...layer.box,
        width: layer.box.width * part.x,
        height,
        y: bottom - height,
      })
      if (layer.strokeWidth !== undefined) {
        context.strokeStyle = layer.colour
        context.lineWidth = layer.strokeWidth
        context.stroke()
      } else {
        context.fillStyle = fillOf(context, layer)
        context.fill()
      }
    },
  })
  return {
    ...shape,
    area: (time) => joined(shape.area(time), shadow?.area(time) ?? nowhere),
    draw(surface, time, placement) {
      if (grown(time).x === 0 || grown(time).y === 0) return
      shadow?.draw(surface, time, placement)
      shape.draw(surface, time, placement)
    },
    rest() {
      shadow?.rest?.()
      shape.rest?.()
    },
  }
}

function tracePath(context: SKRSContext2D, layer: ShapeLayer, box: Box): void {
  if (layer.shape === 'rectangle') {
    roundedRectangle(context, box, layer.radius)
    return
  }
  context.beginPath()
  context.ellipse(
    box.x + box.width / 2,
    box.y + box.height / 2,
    box.width / 2,
    box.height / 2,
    0,
    0,
    Math.PI * 2,
  )
}

/** From which colour to which, and along which line. */
function gradientOf({ box, angle, ...layer }: ShapeLayer) {
  const turn = (angle * Math.PI) / 180
  const along = { x: Math.cos(turn), y: Math.sin(turn) }
  return {
    middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
    along,
    reach: (Math.abs(along.x) * box.width + Math.abs(along.y) * box.height) / 2,
    from: { colour: parseColour(layer.colour), opacity: layer.fade?.from ?? 1 },
    to: { colour: parseColour(layer.colour2 ?? layer.colour), opacity: layer.fade?.to ?? 1 },
  }
}

function rampOf(layer: ShapeLayer): Ramp | undefined {
  const isPlain =
    layer.shape === 'rectangle' &&
    layer.radius === 0 &&
    [layer.strokeWidth, layer.growX, layer.growY, layer.shadow].every((part) => part === undefined)
  if (!isPlain) return undefined
  const { middle, along, reach, from, to } = gradientOf(layer)
  const [across, down] = [along.x / reach / 2, along.y / reach / 2]
  return {
    from: premultiplied(from),
    to: premultiplied(to),
    start: 0.5 - middle.x * across - middle.y * down,
    across,
    down,
  }
}

const premultiplied = ({ colour, opacity }: { colour: Rgb; opacity: number }) =>
  [...colour.map((channel) => channel * opacity), 255 * opacity].map(Math.round)

/** Two stops at most: a third takes Skia off its eight-bit path (2.7 ms a frame instead of 0.7). */
function fillOf(context: SKRSContext2D, layer: ShapeLayer) {
  if (layer.colour2 === undefined && layer.fade === undefined) return layer.colour
  const { middle, along, reach, from, to } = gradientOf(layer)
  const gradient = context.createLinearGradient(
    middle.x - along.x * reach,
    middle.y - along.y * reach,
    middle.x + along.x * reach,
    middle.y + along.y * reach,
  )
  gradient.addColorStop(0, cssColour(from.colour, from.opacity))
  gradient.addColorStop(1, cssColour(to.colour, to.opacity))
  return gradient
}

/** A soft shadow under a box. */
export function shadowActor(
  stage: Stage,
  { box, radius, shadow, ...layer }: Pick<ShapeLayer, 'box' | 'radius' | 'shadow' | 'from' | 'to'>,
): Actor | undefined {
  if (shadow === undefined) return undefined
  const place = { ...box, y: box.y + shadow.dy }
  return sketchedActor(stage, {
    ...timesOf(layer, stage.scene),
    isText: false,
    look: () => 'shadow',
    area: areaOf(place, shadow.blur * 2),
    draw(context) {
      context.filter = `blur(${shadow.blur / 2}px)`
      context.fillStyle = `rgba(0, 0, 0, ${shadow.opacity})`
      roundedRectangle(context, place, radius)
      context.fill()
    },
  })
}
