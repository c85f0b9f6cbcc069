/** How far a clip has come: a bar, a ring, or a bar for each page. */

import type { SKRSContext2D } from '@napi-rs/canvas'
import { areaOf } from './pixels/area.ts'
import type { ProgressLayer } from './scene.ts'
import { sketchedActor } from './sketch.ts'
import { type Actor, roundedRectangle, type Stage, timesOf } from './stage.ts'
import { valueAt } from './timeline.ts'

export function createProgressActor(stage: Stage, layer: ProgressLayer): Actor {
  const times = timesOf(layer, stage.scene)
  const valueNow = (time: number) => {
    const own = (time - times.from) / Math.max(0.001, times.to - times.from)
    return Math.min(1, Math.max(0, valueAt(layer.value, time, own)))
  }
  const painters = { bar: drawBar, ring: drawRing, segments: drawSegments }
  return sketchedActor(stage, {
    ...times,
    isText: false,
    look: (time) => `${valueNow(time)}`,
    area: areaOf(layer.box, layer.thickness),
    draw: (context, time) => painters[layer.shape](context, layer, valueNow(time)),
  })
}

function drawBar(context: SKRSContext2D, layer: ProgressLayer, value: number): void {
  const { x, width, height } = layer.box
  const y = layer.box.y + (height - layer.thickness) / 2
  const bar = (length: number, colour: string, opacity: number) => {
    context.globalAlpha = opacity
    context.fillStyle = colour
    roundedRectangle(
      context,
      { x, y, width: Math.max(layer.thickness, length), height: layer.thickness },
      layer.thickness / 2,
    )
    context.fill()
  }
  bar(width, layer.trackColour, layer.trackOpacity)
  if (value > 0) bar(width * value, layer.colour, 1)
}

function drawRing(context: SKRSContext2D, layer: ProgressLayer, value: number): void {
  const { x, y, width, height } = layer.box
  const radius = (Math.min(width, height) - layer.thickness) / 2
  const arc = (part: number, colour: string, opacity: number) => {
    context.globalAlpha = opacity
    context.strokeStyle = colour
    context.lineWidth = layer.thickness
    context.lineCap = 'round'
    context.beginPath()
    context.arc(x + width / 2, y + height / 2, radius, -Math.PI / 2, -Math.PI / 2 + Math.PI * 2 * part)
    context.stroke()
  }
  arc(1, layer.trackColour, layer.trackOpacity)
  if (value > 0.001) arc(value, layer.colour, 1)
}

/** One bar a page, as stories have them. */
function drawSegments(context: SKRSContext2D, layer: ProgressLayer, value: number): void {
  const gap = Math.min(layer.thickness * 1.5, layer.box.width / layer.segments / 3)
  const width = (layer.box.width - gap * (layer.segments - 1)) / layer.segments
  for (let index = 0; index < layer.segments; index++) {
    const part = Math.min(1, Math.max(0, value * layer.segments - index))
    const box = { ...layer.box, x: layer.box.x + index * (width + gap), width }
    drawBar(context, { ...layer, box }, part)
  }
}
