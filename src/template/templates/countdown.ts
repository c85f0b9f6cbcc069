/** Countdown: the seconds run down in a ring, then the announcement stands alone. */

import { readingSeconds } from '../reading.ts'
import type { LayerSource } from '../scene.ts'
import {
  arrival,
  createSheet,
  milli,
  orbits,
  sceneOf,
  type Template,
  type TemplateContent,
} from '../template.ts'
import { splitTitle } from './words.ts'

const countFrom = ({ data }: TemplateContent): number => {
  const given = Number(data.from)
  return Number.isInteger(given) && given >= 1 && given <= 50 ? given : 5
}

export const countdown: Template = {
  name: 'countdown',
  title: 'Countdown and announcement',
  takes: 'a short prompt that is announced at zero; --data from=5 label=… date=…',
  example: {
    prompt: 'We are live',
    data: { from: '5', label: 'Doors open in', date: '14 March, 18:00 UTC' },
    images: [],
  },
  seconds: (content) =>
    countFrom(content) + 2 + readingSeconds(`${content.prompt} ${content.data.date ?? ''}`),
  make(inputs) {
    const sheet = createSheet(inputs)
    const { area, unit, palette } = sheet
    // At least two seconds are kept for what it was all about.
    const count = Math.max(
      1,
      Math.min(
        countFrom(inputs),
        Math.floor(inputs.durationSeconds - Math.max(2, Math.min(6, readingSeconds(inputs.prompt)))),
      ),
    )
    const { head, rest } = splitTitle(inputs.data.title ?? inputs.prompt)
    const { label } = inputs.data
    const labelHeight = label ? unit * 14 : 0
    const side = Math.min(area.width, area.height - labelHeight) * 0.82
    const ring = {
      x: (sheet.safe.left + sheet.width - sheet.safe.right - side) / 2,
      y: area.y + labelHeight + (area.height - labelHeight - side) / 2,
      width: side,
      height: side,
    }
    const numbers = {
      from: 0,
      to: count,
      opacity: [
        [0, 0],
        [0.4, 1],
        [count - 0.25, 1],
        [count, 0],
      ] as [number, number][],
    }
    const layers: LayerSource[] = [
      {
        type: 'progress',
        name: 'ring',
        shape: 'ring',
        box: ring,
        thickness: Math.round(unit * 2.4),
        colour: palette.accent,
        trackColour: palette.ink,
        trackOpacity: 0.12,
        value: [
          [0, 1],
          [count, 0, 'linear'],
        ],
        ...numbers,
      },
      ...Array.from({ length: count }, (_, index): LayerSource => {
        return {
          type: 'text',
          name: `${count - index}`,
          text: `${count - index}`,
          from: index,
          to: index + 1,
          box: ring,
          size: Math.round(side * 0.5),
          minSize: Math.round(side * 0.2),
          weight: 800,
          colour: palette.ink,
          align: 'centre',
          vertical: 'middle',
          tracking: -30,
          reveal: { by: 'page', everySeconds: 0, seconds: 0.28, rise: Math.round(unit * 3) },
          exitSeconds: index === count - 1 ? 0.15 : 0,
        }
      }),
    ]
    if (label) {
      layers.push({
        type: 'text',
        name: 'label',
        text: label,
        from: 0,
        to: count,
        box: { x: area.x, y: area.y, width: area.width, height: labelHeight },
        size: sheet.size(1.2),
        minSize: sheet.smallest,
        weight: 600,
        colour: palette.muted,
        align: 'centre',
        vertical: 'middle',
        maxLines: 2,
        reveal: arrival(sheet, 'page'),
      })
    }
    return sceneOf(inputs, sheet, [
      ...layers,
      ...announcement(sheet, head, inputs.data.date ?? rest, count),
      ...orbits(inputs, sheet, 0.6),
    ])
  },
}

function announcement(
  sheet: ReturnType<typeof createSheet>,
  head: string,
  below: string | undefined,
  from: number,
): LayerSource[] {
  const { area, unit, palette } = sheet
  const bottom = area.y + area.height * (below ? 0.58 : 0.9)
  const layers: LayerSource[] = [
    {
      type: 'text',
      name: 'announcement',
      text: head,
      from,
      box: {
        x: area.x,
        y: area.y + area.height * 0.1,
        width: area.width,
        height: bottom - area.y - area.height * 0.1,
      },
      size: sheet.size(sheet.wide ? 5 : 4.4),
      minSize: sheet.size(1),
      weight: 800,
      colour: palette.ink,
      align: 'centre',
      vertical: below ? 'bottom' : 'middle',
      lineHeight: 1.06,
      tracking: -26,
      reveal: arrival(sheet, 'word'),
      exitSeconds: 0,
    },
  ]
  if (below) {
    layers.push({
      type: 'text',
      name: 'date',
      text: below,
      from: milli(from + 0.35),
      box: {
        x: area.x,
        y: bottom + unit * 5,
        width: area.width,
        height: area.y + area.height - bottom - unit * 5,
      },
      size: sheet.size(1.3),
      minSize: sheet.smallest,
      weight: 600,
      colour: palette.accent,
      align: 'centre',
      lineHeight: 1.3,
      reveal: arrival(sheet, 'line'),
      exitSeconds: 0,
    })
  }
  return layers
}
