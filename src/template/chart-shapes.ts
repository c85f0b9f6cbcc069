/** Rows, columns and a line: each draws a chart of which every value has grown so far. */

import type { SKRSContext2D } from '@napi-rs/canvas'
import { type ChartPlan, label, setFont } from './chart-plan.ts'
import { isRightToLeft } from './clean-text.ts'
import { cssColour, parseColour } from './colour.ts'
import type { Box } from './scene.ts'
import { roundedRectangle } from './stage.ts'

type Draw = (context: SKRSContext2D, plan: ChartPlan, grown: (index: number) => number) => void

export const drawRows: Draw = (context, plan, grown) => {
  const { layer, labels, texts } = plan
  const { box, values } = layer
  const count = values.length
  const step = box.height / count
  const size = Math.min(layer.size, step * 0.36)
  const thickness = Math.min(step * 0.34, size * 0.8)
  const largest = Math.max(...values.map(Math.abs)) || 1
  values.forEach((value, index) => {
    const part = grown(index)
    const top = box.y + step * index + (step - size * 1.25 - thickness) / 2
    const textAlpha = Math.min(1, part * 1.6)
    const baseline = top + size * 0.9
    setFont(context, plan, texts[index]!, size, 700)
    const valueWidth = context.measureText(texts[index]!).width
    const rtl = isRightToLeft(labels[index]!)
    const sides = rtl
      ? { name: box.x + box.width, figure: box.x }
      : { name: box.x, figure: box.x + box.width }
    label(context, plan, labels[index]!, {
      x: sides.name,
      y: baseline,
      room: box.width - valueWidth - size,
      align: rtl ? 'right' : 'left',
      weight: 500,
      colour: layer.textColour,
      size,
      alpha: textAlpha,
    })
    label(context, plan, texts[index]!, {
      x: sides.figure,
      y: baseline,
      room: box.width,
      align: rtl ? 'left' : 'right',
      weight: 700,
      colour: layer.textColour,
      size,
      alpha: textAlpha,
    })
    const bar = { x: box.x, y: top + size * 1.3, width: box.width, height: thickness }
    context.globalAlpha = 0.13
    context.fillStyle = layer.textColour
    roundedRectangle(context, bar, thickness / 2)
    context.fill()
    const length = Math.max(thickness, (bar.width * Math.abs(value)) / largest) * part
    if (length < 1) return
    context.globalAlpha = 1
    context.fillStyle = value < 0 ? (layer.colour2 ?? layer.colour) : layer.colour
    roundedRectangle(
      context,
      { ...bar, x: rtl ? bar.x + bar.width - length : bar.x, width: length },
      thickness / 2,
    )
    context.fill()
  })
}

export const drawColumns: Draw = (context, plan, grown) => {
  const { layer, labels, texts, low, high } = plan
  const { box, values } = layer
  const step = box.width / values.length
  const size = Math.max(layer.size * 0.6, Math.min(layer.size, step * 0.3))
  const hasLabels = labels.some((text) => text !== '')
  const plot: Box = {
    ...box,
    y: box.y + size * 1.5,
    height: box.height - size * 1.5 - (hasLabels ? size * 1.9 : 0),
  }
  const span = high - low
  const zero = plot.y + (plot.height * high) / span
  const width = Math.min(step * 0.62, layer.size * 4)
  context.globalAlpha = 0.25
  context.fillStyle = layer.textColour
  context.fillRect(box.x, Math.round(zero), box.width, Math.max(1, Math.round(layer.size / 16)))
  // Where labels would touch, every second (third …) is shown.
  const every = Math.max(1, Math.ceil((size * 2.2) / step))
  values.forEach((value, index) => {
    const part = grown(index)
    const middle = box.x + step * (index + 0.5)
    const length = ((plot.height * Math.abs(value)) / span) * part
    const up = value >= 0
    context.globalAlpha = 1
    context.fillStyle = up ? layer.colour : (layer.colour2 ?? layer.colour)
    if (length >= 1) {
      roundedRectangle(
        context,
        { x: middle - width / 2, y: up ? zero - length : zero, width, height: length },
        Math.min(width * 0.16, layer.size * 0.4),
      )
      context.fill()
    }
    if (index % every !== 0) return
    const textAlpha = Math.min(1, part * 1.6)
    const valueY = up ? zero - length - size * 0.45 : zero - size * 0.45
    label(context, plan, texts[index]!, {
      x: middle,
      y: valueY,
      room: step * every * 0.98,
      align: 'center',
      weight: 700,
      colour: layer.textColour,
      size,
      alpha: textAlpha,
    })
    label(context, plan, labels[index]!, {
      x: middle,
      y: box.y + box.height - size * 0.35,
      room: step * every * 0.92,
      align: 'center',
      weight: 500,
      colour: layer.mutedColour,
      size,
      alpha: textAlpha,
    })
  })
}

export const drawLine: Draw = (context, plan, grown) => {
  const { layer, labels, texts } = plan
  const { box, values, size } = layer
  const low = Math.min(...values)
  const high = Math.max(...values)
  const span = high - low || 1
  const plot: Box = {
    x: box.x + size * 0.8,
    y: box.y + size * 2,
    width: box.width - size * 1.6,
    height: box.height - size * 5.6,
  }
  const pointAt = (index: number) => ({
    x: plot.x + (values.length === 1 ? plot.width / 2 : (plot.width * index) / (values.length - 1)),
    y: plot.y + plot.height * (1 - (values[index]! - low) / span),
  })
  const points = values.map((_value, index) => pointAt(index))
  const last = values.length - 1
  const drawn = grown(0)
  const edge = plot.x - size * 0.5 + (plot.width + size * 3) * drawn
  context.save()
  context.beginPath()
  context.rect(box.x, box.y, Math.max(0, edge - box.x), box.height)
  context.clip()
  context.beginPath()
  for (const [index, point] of points.entries()) {
    if (index === 0) context.moveTo(point.x, point.y)
    else context.lineTo(point.x, point.y)
  }
  context.globalAlpha = 1
  context.strokeStyle = layer.colour
  context.lineWidth = Math.max(2, size * 0.16)
  context.lineJoin = 'round'
  context.lineCap = 'round'
  context.stroke()
  context.lineTo(points[last]!.x, plot.y + plot.height + size * 1.6)
  context.lineTo(points[0]!.x, plot.y + plot.height + size * 1.6)
  const fill = context.createLinearGradient(0, plot.y, 0, plot.y + plot.height + size * 1.6)
  fill.addColorStop(0, cssColour(parseColour(layer.colour), 0.3))
  fill.addColorStop(1, cssColour(parseColour(layer.colour), 0))
  context.fillStyle = fill
  context.fill()
  context.restore()
  const named = new Set([0, last, values.indexOf(high), values.indexOf(low)])
  const room = box.width / Math.min(4, values.length)
  for (const index of named) {
    const point = points[index]!
    const shown = Math.min(1, Math.max(0, (edge - point.x) / (size * 2)))
    if (shown <= 0) continue
    context.globalAlpha = shown
    context.fillStyle = layer.colour
    context.beginPath()
    context.arc(point.x, point.y, size * 0.24, 0, Math.PI * 2)
    context.fill()
    const align = index === 0 ? 'left' : index === last ? 'right' : 'center'
    const x = index === 0 ? box.x : index === last ? box.x + box.width : point.x
    if (index === 0 || index === last || values[index] !== values[0]) {
      // On the side of the point that the line does not take.
      const neighbour = points[index === 0 ? 1 : index - 1]
      const below =
        neighbour !== undefined &&
        (index === 0 || index === last ? neighbour.y < point.y : index === values.indexOf(low))
      label(context, plan, texts[index]!, {
        x,
        y: below ? point.y + size * 1.35 : point.y - size * 0.7,
        room,
        align,
        weight: 700,
        colour: layer.textColour,
        size,
        alpha: shown,
      })
    }
    if (index === 0 || index === last)
      label(context, plan, labels[index]!, {
        x,
        y: box.y + box.height - size * 0.35,
        room,
        align,
        weight: 500,
        colour: layer.mutedColour,
        size,
        alpha: shown,
      })
  }
}
