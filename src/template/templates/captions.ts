/** Kinetic captions: the whole prompt, phrase after phrase at reading speed, the word that is being read in colour. */

import { phrasesOf } from '../reading.ts'
import type { LayerSource } from '../scene.ts'
import { createSheet, milli, sceneOf, type Template, type TemplateInputs } from '../template.ts'

/** Letters on one screen: three lines of a size that fills a phone. */
const lettersOn = ({ width, height }: Pick<TemplateInputs, 'width' | 'height'>) =>
  width / height > 1.4 ? 46 : 34

export const captions: Template = {
  name: 'captions',
  title: 'Kinetic captions',
  takes: 'a prompt of any length: all of it is shown, in sequence',
  example: {
    prompt:
      'Every tool you love began as a note to yourself. Somebody was tired of doing it by hand, wrote ten lines, and told a friend. That is still the best way to start.',
    data: {},
    images: [],
  },
  seconds: ({ prompt }) => phrasesOf(prompt, 40).reduce((sum, phrase) => sum + phrase.seconds, 0.8),
  make(inputs) {
    const sheet = createSheet(inputs)
    const { area, unit, palette } = sheet
    const phrases = phrasesOf(inputs.prompt, lettersOn(inputs))
    const total = phrases.reduce((sum, phrase) => sum + phrase.seconds, 0)
    const pace = (inputs.durationSeconds - 0.2) / Math.max(1, total)
    let from = 0.1
    const layers: LayerSource[] = phrases.map((phrase, index) => {
      const to = from + phrase.seconds * pace
      const last = index === phrases.length - 1
      const layer: LayerSource = {
        type: 'text',
        name: `phrase ${index + 1}`,
        text: phrase.text,
        from: milli(from),
        to: milli(last ? inputs.durationSeconds : to),
        box: sheet.place(area.x, area.y + unit * 4, area.width, area.height - unit * 12),
        size: sheet.size(sheet.wide ? 4.3 : 3.9),
        minSize: sheet.size(1),
        weight: 800,
        colour: palette.ink,
        align: 'centre',
        vertical: 'middle',
        lineHeight: 1.1,
        tracking: -22,
        maxLines: sheet.wide ? 3 : 6,
        highlight: palette.accent,
        reveal: { by: 'word', everySeconds: 0.1, seconds: 0.36, rise: Math.round(unit * 2.2) },
        exitSeconds: last ? 0 : 0.14,
      }
      from = to
      return layer
    })
    layers.push({
      type: 'progress',
      name: 'progress',
      shape: 'bar',
      box: { x: area.x, y: area.y + area.height - unit * 1.2, width: area.width, height: unit * 1.2 },
      thickness: Math.max(2, unit * 0.7),
      colour: palette.accent,
      trackColour: palette.ink,
      trackOpacity: 0.14,
    })
    return sceneOf(inputs, sheet, layers)
  },
}
