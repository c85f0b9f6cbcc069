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
  type TemplateImage,
  type TemplateInputs,
} from '../template.ts'

// Long enough to be seen as a dissolve, short enough that no picture is ever half there when one looks.
const dissolveSeconds = 0.7
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
    const each = inputs.durationSeconds / inputs.images.length
    const dissolve = Math.min(dissolveSeconds, each / 3)
    const layers = inputs.images.flatMap((image, index) => {
      const from = index * each
      const to = Math.min(inputs.durationSeconds, (index + 1) * each + dissolve)
      return slide(sheet, image, index, from, to, index === 0 ? 0 : dissolve, inputs.seed)
    })
    return sceneOf(inputs, sheet, [...layers, ...words(inputs, sheet)], { glows: false })
  },
}

// Each is a way in or out, across a third of what the zoom leaves; the order keeps two alike apart.
const moves = [
  { start: { x: 0.5, y: 0.5, zoom: 1 }, end: { x: 0.4, y: 0.45, zoom: 1.12 } },
  { start: { x: 0.65, y: 0.5, zoom: 1.13 }, end: { x: 0.35, y: 0.5, zoom: 1.09 } },
  { start: { x: 0.55, y: 0.4, zoom: 1.14 }, end: { x: 0.5, y: 0.5, zoom: 1.02 } },
  { start: { x: 0.4, y: 0.6, zoom: 1.08 }, end: { x: 0.6, y: 0.4, zoom: 1.13 } },
] as const

function slide(
  sheet: Sheet,
  image: TemplateImage,
  index: number,
  from: number,
  to: number,
  dissolve: number,
  seed: number,
): LayerSource[] {
  const times = { from: milli(from), to: milli(to) }
  const opacity =
    dissolve === 0
      ? {}
      : {
          opacity: [
            [times.from, 0] as [number, number],
            [milli(from + dissolve), 1, 'in-out'] as [number, number, 'in-out'],
          ],
        }
  const frame = { x: 0, y: 0, width: sheet.width, height: sheet.height }
  const camera = moves[(index + seed) % moves.length]!
  const shape = image.widthPixels / image.heightPixels / (sheet.width / sheet.height)
  // A third may be cut away at the sides; a picture of quite another shape is shown whole on a soft ground of itself.
  if (shape > 0.6 && shape < 1.6) {
    return [
      {
        type: 'image',
        name: `picture ${index + 1}`,
        path: image.path,
        box: frame,
        camera,
        ...times,
        ...opacity,
      },
    ]
  }
  const scale = Math.min((sheet.width * 0.92) / image.widthPixels, (sheet.height * 0.86) / image.heightPixels)
  const width = Math.round(image.widthPixels * scale)
  const height = Math.round(image.heightPixels * scale)
  const box = {
    x: Math.round((sheet.width - width) / 2),
    y: Math.round((sheet.height - height) * (sheet.wide ? 0.5 : 0.4)),
    width,
    height,
  }
  return [
    {
      type: 'image',
      name: `ground ${index + 1}`,
      path: image.path,
      box: frame,
      soften: true,
      ...times,
      ...opacity,
    },
    {
      type: 'image',
      name: `picture ${index + 1}`,
      path: image.path,
      box,
      radius: Math.round(sheet.unit * 1.2),
      shadow: { blur: Math.round(sheet.unit * 6), opacity: 0.5, dy: Math.round(sheet.unit * 1.5) },
      camera: { start: { x: 0.5, y: 0.5, zoom: 1 }, end: { x: 0.5, y: 0.45, zoom: 1.06 } },
      ...times,
      ...opacity,
    },
  ]
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
  const height = Math.round(sheet.height * 0.46)
  let from = 0
  const scrim: LayerSource = {
    type: 'shape',
    name: 'shade',
    shape: 'rectangle',
    box: { x: 0, y: sheet.height - height, width: sheet.width, height },
    colour: '#000000',
    fade: { from: 0, to: 0.78 },
    angle: 90,
  }
  return [
    scrim,
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
