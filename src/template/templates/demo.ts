/** Product demo: screenshots in a window or a phone, one after the other, each with a line that says what is seen. */

import { cleanText } from '../clean-text.ts'
import { readingSeconds } from '../reading.ts'
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

const secondsEach = 4

export const demo: Template = {
  name: 'demo',
  title: 'Product demo',
  takes:
    '--image <file> for each screenshot, in order; the prompt as words beside them, or --data captions="one|two" url=…',
  example: {
    prompt: 'Ask for a clip. See the price first. Get the file.',
    data: { url: 'vidgen.dev' },
    images: [{ path: './screen-1.png', widthPixels: 1_440, heightPixels: 900 }],
  },
  lacks: ({ images }) => (images.length === 0 ? 'a screenshot: give --image <file> once or more' : undefined),
  seconds: ({ prompt, data, images }) =>
    Math.max(images.length * secondsEach, readingSeconds(data.captions ?? prompt) + 1.5),
  make(inputs) {
    const sheet = createSheet(inputs)
    const each = inputs.durationSeconds / inputs.images.length
    const texts = captionsOf(inputs)
    const layers = inputs.images.flatMap((image, index): LayerSource[] => {
      const from = milli(index * each)
      const to = milli(index === inputs.images.length - 1 ? inputs.durationSeconds : (index + 1) * each)
      const stage = places(
        sheet,
        image,
        texts.some((text) => text !== ''),
      )
      return [
        ...device(sheet, image, stage.device, inputs.data.url, from, to, index),
        ...caption(sheet, texts[index] ?? '', stage, from, to, index === inputs.images.length - 1),
      ]
    })
    return sceneOf(inputs, sheet, layers)
  },
}

/** One line a screenshot: as given, or the prompt's sentences shared out; a sentence may stay for several. */
function captionsOf({ data, prompt, images }: TemplateInputs): string[] {
  if (data.captions !== undefined) return data.captions.split(/\n|\|/).map((text) => text.trim())
  const sentences = cleanText(prompt).split(/(?<=[.!?。！？।؟])\s+|\n|(?<=[。！？])/u)
  const share = (index: number) => Math.floor((index * sentences.length) / images.length)
  return images.map((_image, index) =>
    sentences.slice(share(index), Math.max(share(index) + 1, share(index + 1))).join(' '),
  )
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

interface Places {
  device: Box
  words: Box
  beside: boolean
}

/** Words above the device; beside it where a phone stands in a wide clip. */
function places(sheet: Sheet, image: TemplateImage, hasWords: boolean): Places {
  const { area, unit } = sheet
  const upright = image.heightPixels > image.widthPixels * 1.15
  const beside = upright && sheet.wide
  const wordsHeight = hasWords && !beside ? area.height * (sheet.tall ? 0.24 : 0.22) : 0
  const room = beside
    ? sheet.place(area.x + area.width * 0.56, area.y, area.width * 0.44, area.height)
    : {
        x: area.x,
        y: area.y + wordsHeight + unit * 3,
        width: area.width,
        height: area.height - wordsHeight - unit * 3,
      }
  const bar = upright ? 0 : unit * 5
  const scale = Math.min(room.width / image.widthPixels, (room.height - bar) / image.heightPixels)
  const width = Math.round(image.widthPixels * scale)
  const height = Math.round(image.heightPixels * scale + bar)
  // In a tall clip a wide window stands under its words, not in the middle of nowhere.
  const slack = room.height - height
  const device = {
    x: Math.round(room.x + (room.width - width) / 2),
    y: Math.round(room.y + slack * (sheet.tall ? 0.3 : 0.5)),
    width,
    height,
  }
  const words = beside
    ? sheet.place(area.x, area.y, area.width * 0.5, area.height)
    : sheet.place(area.x, area.y + (sheet.tall ? slack * 0.25 : 0), area.width, wordsHeight)
  return { device, words, beside }
}

function device(
  sheet: Sheet,
  image: TemplateImage,
  box: Box,
  url: string | undefined,
  from: number,
  to: number,
  index: number,
): LayerSource[] {
  const { unit, palette } = sheet
  const upright = image.heightPixels > image.widthPixels * 1.15
  const bar = upright ? 0 : Math.round(unit * 5)
  const edge = upright ? Math.round(unit * 1.4) : 0
  const radius = Math.round(unit * (upright ? 5 : 1.8))
  const inside = {
    x: box.x + edge,
    y: box.y + bar + edge,
    width: box.width - 2 * edge,
    height: box.height - bar - 2 * edge,
  }
  const move = {
    from,
    to,
    opacity: (index === 0
      ? [
          [0, 0],
          [0.5, 1],
        ]
      : [
          [from, 0],
          [milli(from + 0.35), 1],
        ]) as [number, number][],
    dy: [
      [from, Math.round(unit * 3)],
      [milli(from + 0.8), 0],
    ] as [number, number][],
  }
  const dark = '#15171c'
  const shell: LayerSource = {
    type: 'shape',
    name: upright ? 'phone' : 'window',
    shape: 'rectangle',
    box,
    radius,
    colour: upright ? dark : '#e9ebef',
    shadow: { blur: Math.round(unit * 7), opacity: 0.42, dy: Math.round(unit * 2) },
    ...move,
  }
  const screen: LayerSource = {
    type: 'image',
    name: `screen ${index + 1}`,
    path: image.path,
    box: inside,
    radius: upright ? radius - edge : Math.round(unit * 0.4),
    ...move,
  }
  if (upright) return [shell, screen]
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (colour, dot): LayerSource => ({
      type: 'shape',
      name: 'dot',
      shape: 'ellipse',
      box: {
        x: box.x + unit * (1.8 + dot * 2.2),
        y: box.y + bar / 2 - unit * 0.65,
        width: unit * 1.3,
        height: unit * 1.3,
      },
      colour,
      ...move,
    }),
  )
  if (url === undefined) return [shell, ...dots, screen]
  const address: LayerSource = {
    type: 'text',
    name: 'address',
    text: url,
    box: { x: box.x + box.width * 0.25, y: box.y, width: box.width * 0.5, height: bar },
    size: Math.round(unit * 2.6),
    minSize: Math.round(unit * 2),
    weight: 500,
    colour: '#3b4048',
    align: 'centre',
    vertical: 'middle',
    maxLines: 1,
    exitSeconds: 0,
    ...move,
  }
  return [shell, ...dots, screen, address, { ...underline(box, bar, palette.muted), ...move }]
}

const underline = (box: Box, bar: number, colour: string): LayerSource => ({
  type: 'shape',
  name: 'edge',
  shape: 'rectangle',
  box: { x: box.x, y: box.y + bar - 1, width: box.width, height: 1 },
  colour,
  fade: { from: 0.3, to: 0.3 },
})

function caption(
  sheet: Sheet,
  text: string,
  { words, beside }: Places,
  from: number,
  to: number,
  last: boolean,
): LayerSource[] {
  if (text === '') return []
  return [
    {
      type: 'text',
      name: 'words',
      text,
      from,
      to,
      box: words,
      size: sheet.size(beside ? 3 : sheet.tall ? 2.6 : 2.1),
      minSize: sheet.size(0.3),
      weight: 750,
      colour: sheet.palette.ink,
      align: beside ? 'start' : 'centre',
      vertical: beside ? 'middle' : sheet.tall ? 'bottom' : 'middle',
      lineHeight: 1.12,
      tracking: -16,
      reveal: arrival(sheet, 'word'),
      exitSeconds: last ? 0 : 0.2,
    },
  ]
}
