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
  const { box } = layer
  const grown = (track: ShapeLayer['growX'], time: number) => clamp(valueAt(track, time, 1), 0, 1)
  const boxAt = (time: number): Box => {
    const height = box.height * grown(layer.growY, time)
    return { ...box, width: box.width * grown(layer.growX, time), height, y: box.y + box.height - height }
  }
  const shadow = shadowActor(stage, layer, boxAt)
  const shape = sketchedActor(stage, {
    ...timesOf(layer, stage.scene),
    isText: false,
    look: (time) => lookOf(boxAt(time)),
    area: areaOf(box, layer.strokeWidth ?? 0),
    draw(context, time) {
      tracePath(context, layer, boxAt(time))
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
      if (boxAt(time).width === 0 || boxAt(time).height === 0) return
      shadow?.draw(surface, time, placement)
      shape.draw(surface, time, placement)
    },
    rest() {
      shadow?.rest?.()
      shape.rest?.()
    },
  }
}

const lookOf = ({ width, height }: Box) => `${width} ${height}`

type Outline = Pick<ShapeLayer, 'radius'> & Partial<Pick<ShapeLayer, 'shape'>>

function tracePath(context: SKRSContext2D, layer: Outline, box: Box): void {
  if (layer.shape !== 'ellipse') {
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

/** A soft shadow under a shape or a picture. */
export function shadowActor(
  stage: Stage,
  layer: Outline & Pick<ShapeLayer, 'box' | 'shadow' | 'from' | 'to'>,
  boxAt: (time: number) => Box = () => layer.box,
): Actor | undefined {
  const { shadow } = layer
  if (shadow === undefined) return undefined
  return sketchedActor(stage, {
    ...timesOf(layer, stage.scene),
    isText: false,
    look: (time) => lookOf(boxAt(time)),
    area: areaOf({ ...layer.box, y: layer.box.y + shadow.dy }, shadow.blur * 2),
    draw(context, time) {
      const box = boxAt(time)
      context.filter = `blur(${shadow.blur / 2}px)`
      context.fillStyle = `rgba(0, 0, 0, ${shadow.opacity})`
      tracePath(context, layer, { ...box, y: box.y + shadow.dy })
      context.fill()
    },
  })
}
