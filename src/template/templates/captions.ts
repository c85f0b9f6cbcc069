/**
 * Kinetic captions: the whole prompt, phrase after phrase at reading speed, the word that is being read in colour. Captions
 * from a subtitle file keep their own times. The user's pictures, where there are any, are the ground.
 */

import type { Cue } from '../../providers/provider.ts'
import { contrast, luminance, parseColour } from '../colour.ts'
import { phrasesOf } from '../reading.ts'
import type { LayerSource } from '../scene.ts'
import { screensOf } from '../subtitles.ts'
import { createSheet, milli, type Sheet, sceneOf, type Template, type TemplateInputs } from '../template.ts'
import { shade, slides } from './slides.ts'

/** Letters on one screen: three lines of a size that fills a phone. */
const lettersOn = ({ width, height }: Pick<TemplateInputs, 'width' | 'height'>) =>
  width / height > 1.4 ? 46 : 34

/** The last caption is not cut off by the end of the clip. */
const afterLastSeconds = 0.4

export const captions: Template = {
  name: 'captions',
  title: 'Kinetic captions',
  takes:
    'a prompt of any length: all of it is shown, in sequence; or --srt <file>, --vtt <file>; --image <file> behind them',
  example: {
    prompt:
      'Every tool you love began as a note to yourself. Somebody was tired of doing it by hand, wrote ten lines, and told a friend. That is still the best way to start.',
    data: {},
    images: [],
  },
  seconds: ({ prompt, cues }) =>
    cues === undefined
      ? phrasesOf(prompt, 40).reduce((sum, phrase) => sum + phrase.seconds, 0.8)
      : Math.max(...cues.map((cue) => cue.toSeconds)) + afterLastSeconds,
  captions: (inputs) => (inputs.cues === undefined ? pacedPhrases(inputs) : withinClip(inputs)),
  make(inputs) {
    const sheet = createSheet(inputs)
    const overPictures = inputs.images.length > 0
    const texts = captionLayers(inputs, sheet, overPictures ? wordsOnPictures(sheet) : wordsAlone(sheet))
    return overPictures
      ? sceneOf(inputs, sheet, [...slides(inputs, sheet), shade(sheet), ...texts], { glows: false })
      : sceneOf(inputs, sheet, [...texts, progress(sheet)])
  },
}

/** The prompt's phrases share the clip by how long each takes to read. */
function pacedPhrases(inputs: TemplateInputs): Cue[] {
  const phrases = phrasesOf(inputs.prompt, lettersOn(inputs))
  const total = phrases.reduce((sum, phrase) => sum + phrase.seconds, 0)
  const pace = (inputs.durationSeconds - 0.2) / Math.max(1, total)
  let from = 0.1
  return phrases.map((phrase, index) => {
    const last = index === phrases.length - 1
    const to = last ? inputs.durationSeconds : from + phrase.seconds * pace
    const cue = { fromSeconds: milli(from), toSeconds: milli(to), text: phrase.text }
    from = to
    return cue
  })
}

const withinClip = ({ cues = [], durationSeconds }: TemplateInputs): Cue[] =>
  cues
    .filter((cue) => cue.fromSeconds < durationSeconds)
    .map((cue) => ({ ...cue, toSeconds: Math.min(cue.toSeconds, durationSeconds) }))

type TextSource = Extract<LayerSource, { type: 'text' }>
type Look = Omit<TextSource, 'type' | 'text'>

function captionLayers(inputs: TemplateInputs, sheet: Sheet, look: Look): LayerSource[] {
  const fromFile = inputs.cues !== undefined
  const cues = fromFile ? screensOf(withinClip(inputs)) : pacedPhrases(inputs)
  return cues.map((cue, index): LayerSource => {
    const last = index === cues.length - 1 && cue.toSeconds === inputs.durationSeconds
    return {
      type: 'text',
      name: `phrase ${index + 1}`,
      text: cue.text,
      from: cue.fromSeconds,
      to: cue.toSeconds,
      ...look,
      // What is spoken at a given moment has to be there at that moment, whole.
      reveal: fromFile
        ? { by: 'page', everySeconds: 0, seconds: 0.16, rise: Math.round(sheet.unit * 1.2) }
        : { by: 'word', everySeconds: 0.1, seconds: 0.36, rise: Math.round(sheet.unit * 2.2) },
      exitSeconds: last ? 0 : fromFile ? 0.08 : 0.14,
    }
  })
}

function wordsAlone(sheet: Sheet): Look {
  const { area, unit, palette } = sheet
  return {
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
  }
}

// On the shade, which is not quite black.
const readableOnShade = 6

function wordsOnPictures(sheet: Sheet): Look {
  const { area, palette } = sheet
  const height = area.height * (sheet.wide ? 0.36 : 0.32)
  const bright = contrast(luminance(parseColour(palette.accent)), 0) >= readableOnShade
  return {
    box: sheet.place(area.x, area.y + area.height - height, area.width, height),
    size: sheet.size(sheet.wide ? 2.9 : 2.6),
    minSize: sheet.size(0.6),
    weight: 800,
    colour: '#ffffff',
    align: 'centre',
    vertical: 'bottom',
    lineHeight: 1.14,
    tracking: -16,
    maxLines: 4,
    ...(bright && { highlight: palette.accent }),
  }
}

const progress = ({ area, unit, palette }: Sheet): LayerSource => ({
  type: 'progress',
  name: 'progress',
  shape: 'bar',
  box: { x: area.x, y: area.y + area.height - unit * 1.2, width: area.width, height: unit * 1.2 },
  thickness: Math.max(2, unit * 0.7),
  colour: palette.accent,
  trackColour: palette.ink,
  trackOpacity: 0.14,
})
