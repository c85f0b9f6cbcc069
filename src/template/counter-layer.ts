/** A number that runs. Every digit has the same width, so that the figure stands still while it counts. */

import { formatNumber } from './chart-plan.ts'
import { areaOf } from './pixels/area.ts'
import type { CounterLayer } from './scene.ts'
import { sketchedActor } from './sketch.ts'
import { type Actor, type Stage, timesOf } from './stage.ts'
import { valueAt } from './timeline.ts'

export function createCounterActor(stage: Stage, layer: CounterLayer): Actor {
  const textAt = (time: number) =>
    `${layer.prefix}${formatNumber(valueAt(layer.value, time, 0), layer.decimals)}${layer.suffix}`
  const times = timesOf(layer, stage.scene)
  const families = stage.typeface.familiesFor(`0123456789,.-${layer.prefix}${layer.suffix}`)
  const setFont = (context: Stage['ruler'], size: number) => {
    stage.typeface.setFont(context, families, size, layer.weight)
    context.letterSpacing = '0px'
    context.direction = 'ltr'
    context.textAlign = 'left'
    context.textBaseline = 'alphabetic'
  }
  const cells = (context: Stage['ruler'], text: string) => {
    const digit = Math.max(...[...'0123456789'].map((character) => context.measureText(character).width))
    return [...text].map((character) => {
      const own = context.measureText(character).width
      const width = /\d/.test(character) ? digit : own
      return { character, width, inset: (width - own) / 2 }
    })
  }
  // The widest that it will ever be decides the size once.
  const longest = [times.from, times.to].map(textAt).reduce((a, b) => (b.length > a.length ? b : a))
  setFont(stage.ruler, layer.size)
  const widest = cells(stage.ruler, longest).reduce((sum, cell) => sum + cell.width, 0)
  const size = layer.size * Math.min(1, layer.box.width / widest, layer.box.height / (layer.size * 1.1))
  return sketchedActor(stage, {
    ...times,
    isText: true,
    look: textAt,
    area: areaOf(layer.box, size * 0.5),
    draw(context, time) {
      setFont(context, size)
      const row = cells(context, textAt(time))
      const width = row.reduce((sum, cell) => sum + cell.width, 0)
      // At an edge the first or last figure stands by its ink, not in the middle of its cell.
      const slack = layer.box.width - width
      const edge = layer.align === 'start' ? -row[0]!.inset : layer.align === 'end' ? row.at(-1)!.inset : 0
      let x = layer.box.x + (layer.align === 'start' ? 0 : layer.align === 'end' ? slack : slack / 2) + edge
      // Capital height of Inter is 0.727 of its size: digits stand in the middle of the box by their ink.
      const baseline = layer.box.y + (layer.box.height + size * 0.727) / 2
      context.fillStyle = layer.colour
      for (const cell of row) {
        context.fillText(cell.character, x + cell.inset, baseline)
        x += cell.width
      }
    },
  })
}
