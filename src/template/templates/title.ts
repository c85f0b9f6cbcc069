/** Title card: a headline that arrives word by word, a line under it, and nothing else. */

import { readingSeconds } from '../reading.ts'
import { createSheet, milli, sceneOf, type Template } from '../template.ts'
import type { LayerSource } from '../scene.ts'
import { splitTitle } from './words.ts'

export const title: Template = {
  name: 'title',
  title: 'Title card',
  takes: 'a short prompt; --data subtitle=… kicker=…',
  example: { prompt: 'Small tools, made well', data: { subtitle: 'A field guide to software that lasts', kicker: 'Season two' }, images: [] },
  seconds: ({ prompt, data }) => 2 + readingSeconds(`${prompt} ${data.subtitle ?? ''}`),
  make(inputs) {
    const sheet = createSheet(inputs)
    const { area, unit, palette } = sheet
    const { head, rest } = splitTitle(inputs.data.title ?? inputs.prompt)
    const subtitle = inputs.data.subtitle ?? rest
    const kicker = inputs.data.kicker
    const end = inputs.durationSeconds
    const column = sheet.wide ? { x: area.x + unit * 2, width: area.width * 0.84 } : { x: area.x, width: area.width }
    const headBottom = area.y + area.height * (subtitle ? 0.64 : 0.76)
    const headTop = area.y + area.height * (kicker ? 0.2 : 0.12)
    const layers: LayerSource[] = [
      {
        type: 'text',
        name: 'title',
        text: head,
        box: { ...column, y: headTop, height: headBottom - headTop },
        size: sheet.size(sheet.wide ? 4.2 : 3.6),
        minSize: sheet.size(1),
        weight: 800,
        colour: palette.ink,
        vertical: 'bottom',
        lineHeight: 1.06,
        tracking: -22,
        reveal: { by: 'word', everySeconds: 0.09, seconds: 0.6, rise: unit * 3 },
        exitSeconds: 0,
      },
      {
        type: 'shape',
        name: 'rule',
        shape: 'rectangle',
        box: { x: column.x, y: headBottom + unit * 4, width: unit * 12, height: Math.max(2, unit * 0.8) },
        radius: unit,
        colour: palette.accent,
        growX: [[0.35, 0], [1.1, 1, 'out']],
      },
    ]
    if (subtitle) {
      const top = headBottom + unit * 8
      layers.push({
        type: 'text',
        name: 'subtitle',
        text: subtitle,
        from: milli(Math.min(0.6, end / 6)),
        box: { ...column, y: top, height: area.y + area.height - top },
        size: sheet.size(1),
        minSize: sheet.smallest,
        weight: 450,
        colour: palette.muted,
        lineHeight: 1.35,
        reveal: { by: 'line', everySeconds: 0.12, seconds: 0.7, rise: unit * 1.6 },
        exitSeconds: 0,
      })
    }
    if (kicker) {
      layers.push({
        type: 'text',
        name: 'kicker',
        text: kicker,
        box: { ...column, y: area.y, height: headTop - area.y },
        size: sheet.size(-0.2),
        minSize: sheet.smallest,
        weight: 700,
        colour: palette.accent,
        tracking: 60,
        reveal: { by: 'page', everySeconds: 0, seconds: 0.6, rise: 0 },
        exitSeconds: 0,
      })
    }
    return sceneOf(inputs, sheet, layers)
  },
}
