/** Title card: a headline that arrives word by word, a line under it, and nothing else. */

import { readingSeconds } from '../reading.ts'
import type { LayerSource } from '../scene.ts'
import { arrival, createSheet, milli, orbits, sceneOf, type Template } from '../template.ts'
import { splitTitle } from './words.ts'

export const title: Template = {
  name: 'title',
  title: 'Title card',
  takes: 'a short prompt; --data subtitle=… kicker=…',
  example: {
    prompt: 'Small tools, made well',
    data: { subtitle: 'A field guide to software that lasts', kicker: 'Season two' },
    images: [],
  },
  seconds: ({ prompt, data }) => 2 + readingSeconds(`${prompt} ${data.subtitle ?? ''}`),
  make(inputs) {
    const sheet = createSheet(inputs)
    const { area, unit, palette } = sheet
    const { head, rest } = splitTitle(inputs.data.title ?? inputs.prompt)
    const subtitle = inputs.data.subtitle ?? rest
    const { kicker } = inputs.data
    const width = area.width * (sheet.wide ? 0.86 : 1)
    const headBottom = area.y + area.height * (subtitle ? 0.66 : 0.74)
    const headTop = area.y + area.height * (kicker ? 0.16 : 0.06)
    const layers: LayerSource[] = [
      {
        type: 'text',
        name: 'title',
        text: head,
        box: sheet.place(area.x, headTop, width, headBottom - headTop),
        size: sheet.size(sheet.wide ? 4.6 : 4.1),
        minSize: sheet.size(1),
        weight: 800,
        colour: palette.ink,
        vertical: 'bottom',
        lineHeight: 1.06,
        tracking: -24,
        reveal: arrival(sheet, 'word'),
        exitSeconds: 0,
      },
      {
        type: 'shape',
        name: 'rule',
        shape: 'rectangle',
        box: sheet.place(area.x, headBottom + unit * 4.6, unit * 13, Math.max(2, Math.round(unit * 0.9))),
        radius: unit,
        colour: palette.accent,
        opacity: [
          [0.3, 0],
          [0.5, 1],
        ],
        growX: [
          [0.3, 0],
          [1.1, 1, 'out'],
        ],
      },
    ]
    if (subtitle) {
      const top = headBottom + unit * 9.4
      layers.push({
        type: 'text',
        name: 'subtitle',
        text: subtitle,
        from: milli(Math.min(0.6, inputs.durationSeconds / 6)),
        box: sheet.place(area.x, top, width, area.y + area.height - top),
        size: sheet.size(sheet.wide ? 1 : 1.2),
        minSize: sheet.smallest,
        weight: 450,
        colour: palette.muted,
        lineHeight: 1.35,
        reveal: arrival(sheet, 'line'),
        exitSeconds: 0,
      })
    }
    if (kicker) {
      layers.push({
        type: 'text',
        name: 'kicker',
        text: kicker,
        box: sheet.place(area.x, area.y, width, headTop - area.y),
        size: sheet.size(0.2),
        minSize: sheet.smallest,
        weight: 700,
        colour: palette.accent,
        tracking: 40,
        reveal: { ...arrival(sheet, 'page'), rise: 0 },
        exitSeconds: 0,
      })
    }
    return sceneOf(inputs, sheet, [...layers, ...orbits(inputs, sheet)])
  },
}
