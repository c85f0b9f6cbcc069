/** Charts that grow: columns, rows and a line. Values count up with their bar; every label keeps a readable size. */

import { type ChartPlan, formatNumber } from './chart-plan.ts'
import { drawColumns, drawLine, drawRows } from './chart-shapes.ts'
import { cleanText } from './clean-text.ts'
import { areaOf } from './pixels/area.ts'
import type { ChartLayer } from './scene.ts'
import { sketchedActor } from './sketch.ts'
import { type Actor, type Stage, timesOf } from './stage.ts'
import { eased } from './timeline.ts'

/** Between the start of one value and the next, seconds. */
const staggerOf = ({ values }: ChartLayer): number => Math.min(0.12, 0.8 / values.length)

/** Seconds from the layer's start until every value stands. */
export const chartGrownAfter = (layer: ChartLayer): number =>
  layer.delaySeconds + layer.growSeconds + staggerOf(layer) * layer.values.length

export function createChartActor(stage: Stage, layer: ChartLayer): Actor {
  const times = timesOf(layer, stage.scene)
  const plan: ChartPlan = {
    layer,
    stage,
    texts: layer.values.map((value, index) => cleanText(layer.texts[index] ?? formatNumber(value))),
    labels: layer.values.map((_value, index) => cleanText(layer.labels[index] ?? '')),
    low: Math.min(0, ...layer.values),
    high: Math.max(0, ...layer.values) || 1,
  }
  const start = times.from + layer.delaySeconds
  const stagger = staggerOf(layer)
  const draw = { bars: drawColumns, rows: drawRows, line: drawLine }[layer.kind]
  const grownAt = times.from + chartGrownAfter(layer)
  return sketchedActor(stage, {
    ...times,
    isText: false,
    // Labels stand a little above, below and beside the box.
    area: areaOf(layer.box, Math.max(layer.size * 2, layer.box.width / 8)),
    look: (time) => (time >= grownAt ? 'grown' : `${time}`),
    draw: (context, time) =>
      draw(context, plan, (index) => eased(time, start + index * stagger, layer.growSeconds)),
  })
}
