/** Slideshow: the user's pictures with slow camera moves that dissolve into each other, and words where there are some. */

import { phrasesOf, readingSeconds } from '../reading.ts'
import type { LayerSource } from '../scene.ts'
import {
  arrival,
  createSheet,
  milli,
  type Sheet,
  sceneOf,
  type Template,
  type TemplateInputs,
} from '../template.ts'
import { shade, slides } from './slides.ts'

const secondsEach = 3.5

export const slideshow: Template = {
  name: 'slideshow',
  title: 'Slideshow',
  takes:
    '--image <file> for each picture, in order; the prompt as words over them, or --data captions="one|two"',
  example: {
    prompt: 'A weekend in the hills',
    data: {},
    images: [{ path: './photo-1.jpg', widthPixels: 3_000, heightPixels: 2_000 }],
  },
  lacks: ({ images }) => (images.length === 0 ? 'a picture: give --image <file> once or more' : undefined),
  seconds: ({ prompt, data, images }) =>
    Math.max(images.length * secondsEach, readingSeconds(data.captions ?? prompt) + 1),
  make(inputs) {
    const sheet = createSheet(inputs)
    return sceneOf(inputs, sheet, [...slides(inputs, sheet), ...words(inputs, sheet)], { glows: false })
  },
}

/** Captions given one by one stand over their picture; a prompt runs over all of them. */
function words(inputs: TemplateInputs, sheet: Sheet): LayerSource[] {
  const { area, unit } = sheet
  const given = inputs.data.captions?.split(/\n|\|/).map((text) => text.trim())
  const texts = given ?? phrasesOf(inputs.prompt, sheet.wide ? 52 : 40).map((phrase) => phrase.text)
  if (texts.every((text) => text === '')) return []
  const weights = given === undefined ? texts.map(readingSeconds) : texts.map(() => 1)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const whole =
    given === undefined
      ? inputs.durationSeconds
      : (inputs.durationSeconds / inputs.images.length) * given.length
  let from = 0
  return [
    shade(sheet),
    ...texts.flatMap((text, index): LayerSource[] => {
      const to = Math.min(inputs.durationSeconds, from + (whole * weights[index]!) / total)
      const times = { from: milli(from + (index === 0 ? 0.3 : 0.1)), to: milli(to) }
      from = to
      if (text === '' || times.to - times.from < 0.2) return []
      return [
        {
          type: 'text',
          name: `words ${index + 1}`,
          text,
          ...times,
          box: sheet.place(
            area.x,
            area.y + area.height - sheet.height * 0.3,
            area.width * (sheet.wide ? 0.8 : 1),
            sheet.height * 0.3,
          ),
          size: sheet.size(sheet.wide ? 2.4 : 2.2),
          minSize: sheet.size(0.3),
          weight: 700,
          colour: '#ffffff',
          vertical: 'bottom',
          lineHeight: 1.16,
          tracking: -14,
          reveal: { ...arrival(sheet, 'line'), rise: Math.round(unit * 1.6) },
          exitSeconds: to >= inputs.durationSeconds ? 0 : 0.25,
        },
      ]
    }),
  ]
}
