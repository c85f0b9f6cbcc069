/** Quote: the words large, who said them small, and a mark that says whose words they are not. */

import { readingSeconds } from '../reading.ts'
import type { LayerSource } from '../scene.ts'
import { arrival, createSheet, milli, orbits, sceneOf, type Template } from '../template.ts'
import { splitQuote } from './words.ts'

export const quote: Template = {
  name: 'quote',
  title: 'Quote',
  takes: 'a prompt such as “…” — Name; or --data author=… source=…',
  example: {
    prompt:
      'Perfection is achieved not when there is nothing more to add, but when there is nothing left to take away.',
    data: { author: 'Antoine de Saint-Exupéry', source: 'Terre des hommes, 1939' },
    images: [],
  },
  seconds: ({ prompt }) => 2.5 + readingSeconds(prompt),
  make(inputs) {
    const sheet = createSheet(inputs)
    const { area, unit, palette } = sheet
    const found = splitQuote(inputs.prompt)
    const author = inputs.data.author ?? found.author
    const { source } = inputs.data
    const markHeight = unit * 14
    const footHeight = author || source ? unit * (source && author ? 17 : 11) : 0
    const textTop = area.y + markHeight
    const footTop = area.y + area.height - footHeight
    const width = area.width
    const later = milli(Math.min(1.4, inputs.durationSeconds / 4))
    const layers: LayerSource[] = [
      {
        type: 'text',
        name: 'mark',
        text: '“',
        box: sheet.place(area.x - unit * 1.6, area.y, unit * 24, markHeight),
        size: Math.round(unit * 30),
        minSize: Math.round(unit * 10),
        weight: 800,
        colour: palette.accent,
        align: sheet.rightToLeft ? 'end' : 'start',
        reveal: { ...arrival(sheet, 'page'), rise: 0 },
        exitSeconds: 0,
      },
      {
        type: 'text',
        name: 'quote',
        text: found.text,
        box: sheet.place(area.x, textTop, width, footTop - textTop - unit * 4),
        size: sheet.size(sheet.wide ? 3.4 : 3.2),
        minSize: sheet.size(0.8),
        weight: 650,
        colour: palette.ink,
        vertical: 'middle',
        lineHeight: 1.2,
        tracking: -16,
        reveal: { ...arrival(sheet, 'word'), everySeconds: 0.06 },
        exitSeconds: 0,
      },
    ]
    if (author) {
      layers.push(
        {
          type: 'shape',
          name: 'rule',
          shape: 'rectangle',
          box: sheet.place(area.x, footTop + unit * 3.4, unit * 6, Math.max(2, Math.round(unit * 0.6))),
          colour: palette.accent,
          from: later,
          growX: [
            [later, 0],
            [later + 0.6, 1, 'out'],
          ],
        },
        {
          type: 'text',
          name: 'author',
          text: author,
          from: later,
          box: sheet.place(area.x + unit * 9, footTop, width - unit * 9, unit * 8),
          size: sheet.size(0.8),
          minSize: sheet.smallest,
          weight: 650,
          colour: palette.ink,
          vertical: 'middle',
          maxLines: 2,
          reveal: arrival(sheet, 'page'),
          exitSeconds: 0,
        },
      )
    }
    if (source) {
      layers.push({
        type: 'text',
        name: 'source',
        text: source,
        from: later,
        box: sheet.place(
          area.x + (author ? unit * 9 : 0),
          area.y + area.height - unit * 8,
          width - unit * 9,
          unit * 8,
        ),
        size: sheet.size(0.1),
        minSize: sheet.smallest,
        weight: 450,
        colour: palette.muted,
        vertical: 'middle',
        maxLines: 2,
        reveal: arrival(sheet, 'page'),
        exitSeconds: 0,
      })
    }
    return sceneOf(inputs, sheet, [...layers, ...orbits(inputs, sheet, 0.55)])
  },
}
