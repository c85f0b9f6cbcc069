/** The user's pictures, one after the other over the whole clip, with slow camera moves: the ground of other layers. */

import type { LayerSource } from '../scene.ts'
import { milli, type Sheet, type TemplateImage, type TemplateInputs } from '../template.ts'

// Long enough to be seen as a dissolve, short enough that no picture is ever half there when one looks.
const dissolveSeconds = 0.7

export function slides(inputs: TemplateInputs, sheet: Sheet): LayerSource[] {
  const each = inputs.durationSeconds / inputs.images.length
  const dissolve = Math.min(dissolveSeconds, each / 3)
  return inputs.images.flatMap((image, index) => {
    const from = index * each
    const to = Math.min(inputs.durationSeconds, (index + 1) * each + dissolve)
    return slide(sheet, image, index, from, to, index === 0 ? 0 : dissolve, inputs.seed)
  })
}

/** Darkens the lower part, so that words can stand on any picture. */
export function shade({ width, height }: Sheet): LayerSource {
  const high = Math.round(height * 0.46)
  return {
    type: 'shape',
    name: 'shade',
    shape: 'rectangle',
    box: { x: 0, y: height - high, width, height: high },
    colour: '#000000',
    fade: { from: 0, to: 0.78 },
    angle: 90,
  }
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
  // Above the words, where there is room for both.
  const above = Math.max(sheet.height * 0.04, sheet.height * 0.65 - height)
  const middle = (sheet.height - height) * (sheet.wide ? 0.5 : 0.4)
  const box = {
    x: Math.round((sheet.width - width) / 2),
    y: Math.round(sheet.wide ? middle : Math.min(middle, above)),
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
