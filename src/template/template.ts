/** What a template is given and what it is; and the sheet of measures that all of them lay out on. */

import type { Brand, Cue } from '../providers/provider.ts'
import { brandLook } from './brand.ts'
import { isRightToLeft } from './clean-text.ts'
import { hashText } from './colour.ts'
import { type Palette, paletteFor } from './palettes.ts'
import { safeArea } from './safe-area.ts'
import type { Box, LayerSource, Safe, SceneSource } from './scene.ts'

export interface TemplateImage {
  path: string
  widthPixels: number
  heightPixels: number
}

/** The longest clip that is made. */
export const longestSeconds = 60

/** The content. All of it is optional to some template; `takes` says what each wants. */
export interface TemplateContent {
  prompt: string
  data: Readonly<Record<string, string>>
  images: readonly TemplateImage[]
  /** Texts with their own times, from a subtitle file. */
  cues?: readonly Cue[]
}

export interface TemplateInputs extends TemplateContent {
  width: number
  height: number
  framesPerSecond: number
  durationSeconds: number
  seed: number
  audio: boolean
  platform?: string
  brand?: Brand
}

export interface Template {
  name: string
  title: string
  /** One line for the list: what it wants from the prompt, `--data` and `--image`. */
  takes: string
  example: TemplateContent
  /** What is missing for it to work, if anything. */
  lacks?(content: TemplateContent): string | undefined
  /** How long its content wants to be on the screen, before any clamp. */
  seconds(content: TemplateContent): number
  /** What it says and when, for a subtitle file; absent where its words do not follow each other. */
  captions?(inputs: TemplateInputs): readonly Cue[]
  /** Pure: the same inputs make the same scene. */
  make(inputs: TemplateInputs): SceneSource
}

/** The measures of one clip: everything is a multiple of `unit`, a hundredth of the shorter side. */
export interface Sheet {
  width: number
  height: number
  unit: number
  tall: boolean
  wide: boolean
  safe: Safe
  /** The safe area, below the brand's logo where there is one. */
  area: Box
  logo?: Box
  /** Modular scale of 1.333 (a perfect fourth) on a body of 4.6 units: caption −1, body 0, lead 1, heading 3, title 5. */
  size(step: number): number
  palette: Palette
  rightToLeft: boolean
  /** A box as it lies in a left-to-right layout, turned round where the text runs the other way. */
  place(x: number, y: number, width: number, height: number): Box
  /** The smallest size in which text is still read on a phone. */
  smallest: number
}

export function createSheet(inputs: TemplateInputs): Sheet {
  const { width, height } = inputs
  const unit = Math.min(width, height) / 100
  const safe = safeArea(width, height, inputs.platform)
  const rightToLeft = isRightToLeft(inputs.data.title ?? inputs.prompt)
  const chosen = paletteFor(hashText(`${inputs.seed}`))
  const whole = {
    x: safe.left,
    y: safe.top,
    width: width - safe.left - safe.right,
    height: height - safe.top - safe.bottom,
  }
  const logo = logoBox(inputs.brand?.logo, whole, unit, rightToLeft)
  const taken = logo === undefined ? 0 : Math.round(logo.height + unit * 5)
  const area = { ...whole, y: whole.y + taken, height: whole.height - taken }
  const round = (value: number) => Math.round(value * 10) / 10
  return {
    width,
    height,
    unit,
    tall: height / width > 1.2,
    wide: width / height > 1.4,
    safe,
    area,
    logo,
    size: (step) => Math.round(unit * 4.6 * 1.333 ** step),
    palette: inputs.brand === undefined ? chosen : (brandLook(inputs.brand)?.palette ?? chosen),
    rightToLeft,
    place: (x, y, boxWidth, boxHeight) => ({
      x: round(rightToLeft ? 2 * area.x + area.width - x - boxWidth : x),
      y: round(y),
      width: round(boxWidth),
      height: round(boxHeight),
    }),
    smallest: Math.round(unit * 3.6),
  }
}

/** In the corner where lines begin: a mark of the same ink, wide or tall, and never wider than a third of the clip. */
function logoBox(logo: Brand['logo'], area: Box, unit: number, rightToLeft: boolean): Box | undefined {
  if (logo === undefined) return undefined
  const shape = logo.widthPixels / logo.heightPixels
  // Between a badge of nine units and a word of six: the square root gives both about the same weight.
  const height = Math.min(unit * 9, Math.max(unit * 3, (unit * 9) / Math.sqrt(Math.max(1, shape / 1.6))))
  const width = Math.min(height * shape, area.width / 3, unit * 40)
  const box = { width: Math.max(2, Math.round(width)), height: Math.max(2, Math.round(width / shape)) }
  return { x: rightToLeft ? area.x + area.width - box.width : area.x, y: area.y, ...box }
}

function logoLayers({ brand }: TemplateInputs, { logo: box }: Sheet): LayerSource[] {
  if (brand?.logo === undefined || box === undefined) return []
  const { path, sha256 } = brand.logo
  return [{ type: 'image', name: 'logo', path, sha256, box, fit: 'contain', plated: true }]
}

/** A scene with this clip's size, ground and sound. */
export function sceneOf(
  inputs: TemplateInputs,
  sheet: Sheet,
  layers: LayerSource[],
  look: { glows?: boolean } = {},
): SceneSource {
  const { palette, width, height } = sheet
  const longer = Math.max(width, height)
  // The light stands across from where lines begin.
  const mirrored = sheet.rightToLeft
  const side = (part: number) => Math.round(width * (mirrored ? 1 - part : part))
  const glow = (x: number, y: number, radius: number, colour: string, opacity: number) => ({
    x: side(x),
    y: Math.round(height * y),
    radius: Math.round(radius),
    colour,
    opacity,
  })
  return {
    version: 1,
    title: inputs.prompt.slice(0, 200),
    width,
    height,
    framesPerSecond: inputs.framesPerSecond,
    durationSeconds: inputs.durationSeconds,
    seed: inputs.seed,
    safe: sheet.safe,
    background: {
      colour: palette.ground,
      colour2: palette.ground2,
      angle: mirrored ? 120 : 60,
      glows:
        look.glows === false
          ? []
          : [
              glow(0.88, 0.06, longer * 0.62, palette.glows[0], 0.42),
              glow(0.04, 0.98, longer * 0.55, palette.glows[1], 0.3),
            ],
    },
    ...(inputs.brand?.font !== undefined && { font: inputs.brand.font }),
    layers: [...layers, ...logoLayers(inputs, sheet)],
    audio: inputs.audio ? { bed: `calm ${inputs.seed}` } : null,
  }
}

/** How things arrive, everywhere the same: quickly, from a short way below, and slowing down. */
export const arrival = (sheet: Sheet, by: 'word' | 'line' | 'page') => ({
  by,
  everySeconds: by === 'word' ? 0.08 : 0.12,
  seconds: 0.6,
  rise: Math.round(sheet.unit * (by === 'word' ? 2.6 : 1.6)),
})

/**
 * Two large thin circles and a dot that pass slowly through the lit corner, so that a still page lives. On top of all the
 * rest, where they cost little: what lies under them is kept.
 */
export function orbits(inputs: TemplateInputs, sheet: Sheet, size = 1): LayerSource[] {
  const { palette, width, height } = sheet
  // In a narrow clip the lines of text reach further into the corner.
  const unit = sheet.unit * size * (sheet.wide ? 1 : 0.62)
  const right = !sheet.rightToLeft
  const end = milli(inputs.durationSeconds)
  const drift = (units: number): [number, number, 'linear'][] => [
    [0, Math.round(unit * (right ? units : -units)), 'linear'],
    [end, Math.round(unit * (right ? -units : units)), 'linear'],
  ]
  const disc = (x: number, y: number, radius: number, change: Partial<LayerSource>): LayerSource =>
    ({
      type: 'shape',
      name: 'orbit',
      shape: 'ellipse',
      box: {
        x: (right ? width - unit * x : unit * x) - unit * radius,
        y: unit * y - unit * radius,
        width: unit * radius * 2,
        height: unit * radius * 2,
      },
      colour: palette.accent,
      ...change,
    }) as LayerSource
  const low = height > width ? 10 : 4
  const arriving = (strength: number): [number, number][] => [
    [0, 0],
    [1.2, strength],
  ]
  return [
    disc(6, low, 34, {
      strokeWidth: Math.max(1.5, unit * 0.28),
      opacity: arriving(0.3),
      dx: drift(4),
      dy: [
        [0, 0],
        [end, Math.round(unit * 4), 'linear'],
      ],
    }),
    disc(14, low + 6, 22, {
      strokeWidth: Math.max(1.5, unit * 0.28),
      opacity: arriving(0.22),
      dx: drift(-5),
    }),
    disc(29, low + 15, 1.1, {
      opacity: arriving(0.9),
      dx: drift(6),
      dy: [
        [0, Math.round(-unit * 3)],
        [end, Math.round(unit * 3), 'linear'],
      ],
    }),
  ]
}

/** Seconds as the JSON of a scene shows them: to the millisecond. */
export const milli = (seconds: number) => Math.round(seconds * 1_000) / 1_000
