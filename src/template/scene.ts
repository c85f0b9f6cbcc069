/**
 * A scene: what a clip shows, as plain JSON. A pure function of time, so that any worker can paint any frame of it.
 * Lengths are pixels of the scene's own size, times are seconds from its start, angles are degrees. Templates make
 * scenes; a person may write one by hand, so every object is strict and every field says what it means.
 */

import { z } from 'zod'

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour is written #rrggbb')
const seconds = z.number().min(0).max(600)
const length = z.number().min(-10_000).max(10_000)
const fraction = z.number().min(0).max(1)

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 hexadecimal digits')

/** A file, and its content when the clip was asked for: another is refused. */
const fileSchema = z.strictObject({ path: z.string().min(1).max(4_096), sha256: sha256.optional() })

const easeSchema = z.enum(['linear', 'out', 'in', 'in-out', 'hold'])

/** A value, or its key frames `[seconds, value, ease towards it]`, in order of time. */
const trackSchema = z.union([
  z.number().finite(),
  z
    .array(z.tuple([seconds, z.number().finite()]).rest(easeSchema))
    .min(1)
    .max(200)
    .refine((keys) => keys.every((key, index) => index === 0 || key[0] >= keys[index - 1]![0]), {
      message: 'key frames are in order of time',
    })
    .refine((keys) => keys.every((key) => key.length <= 3), {
      message: 'a key frame is [seconds, value, ease]',
    }),
])

const boxSchema = z.strictObject({
  x: length,
  y: length,
  width: z.number().min(1).max(10_000),
  height: z.number().min(1).max(10_000),
})

/** What every layer has: when it is there, and how it moves as a whole. */
const layerBase = {
  name: z.string().max(80).optional(),
  from: seconds.optional(),
  to: seconds.optional(),
  opacity: trackSchema.optional(),
  /** Added to the layer's place. */
  dx: trackSchema.optional(),
  dy: trackSchema.optional(),
}

const revealSchema = z.strictObject({
  by: z.enum(['word', 'line', 'page']),
  /** Between one piece and the next. */
  everySeconds: z.number().min(0).max(10),
  /** How long one piece takes to come. */
  seconds: z.number().min(0.01).max(10),
  /** How far it rises, pixels. */
  rise: z.number().min(-500).max(500),
})

const textLayerSchema = z.strictObject({
  type: z.literal('text'),
  ...layerBase,
  text: z.string().max(20_000),
  box: boxSchema,
  /** The letters' size where the text is short; it shrinks to `minSize`, and what is still too long goes on pages. */
  size: z.number().min(8).max(1_000),
  minSize: z.number().min(8).max(1_000),
  weight: z.number().min(100).max(900).default(600),
  colour,
  /** `start` is the right-hand side in Arabic and Hebrew. */
  align: z.enum(['start', 'centre', 'end']).default('start'),
  vertical: z.enum(['top', 'middle', 'bottom']).default('top'),
  lineHeight: z.number().min(0.8).max(3).default(1.18),
  /** Space between letters, in thousandths of the size. Ignored where letters join. */
  tracking: z.number().min(-100).max(500).default(0),
  maxLines: z.number().int().min(1).max(40).default(12),
  /** Texts of the same group are set in one size. */
  group: z.string().max(40).optional(),
  reveal: revealSchema.optional(),
  /** Fade at the end, seconds. */
  exitSeconds: z.number().min(0).max(10).default(0.25),
  /** The word that is being read, by time, in this colour. */
  highlight: colour.optional(),
  /** A panel behind the text. */
  plate: z
    .strictObject({
      colour,
      opacity: fraction,
      padding: z.number().min(0).max(300),
      radius: z.number().min(0).max(300),
    })
    .optional(),
})

const shapeLayerSchema = z.strictObject({
  type: z.literal('shape'),
  ...layerBase,
  shape: z.enum(['rectangle', 'ellipse']),
  box: boxSchema,
  colour,
  /** A second colour makes a gradient from the first along `angle`. */
  colour2: colour.optional(),
  fade: z.strictObject({ from: fraction, to: fraction }).optional(),
  angle: z.number().min(-360).max(360).default(90),
  radius: z.number().min(0).max(5_000).default(0),
  /** Draws the outline only. */
  strokeWidth: z.number().min(0).max(500).optional(),
  /** Part of the width, from the left, that is there. */
  growX: trackSchema.optional(),
  growY: trackSchema.optional(),
  shadow: z.strictObject({ blur: z.number().min(0).max(300), opacity: fraction, dy: length }).optional(),
})

const cameraSchema = z.strictObject({
  /** The point that is looked at, as a part of the picture, and how close. */
  x: fraction,
  y: fraction,
  zoom: z.number().min(1).max(4),
})

const imageLayerSchema = z.strictObject({
  type: z.literal('image'),
  ...layerBase,
  path: z.string().min(1).max(4_096),
  box: boxSchema,
  fit: z.enum(['cover', 'contain']).default('cover'),
  radius: z.number().min(0).max(2_000).default(0),
  /** A slow move over the layer's whole time. */
  camera: z.strictObject({ start: cameraSchema, end: cameraSchema }).optional(),
  shadow: z.strictObject({ blur: z.number().min(0).max(300), opacity: fraction, dy: length }).optional(),
  /** Drawn blurred and darkened, as the ground under a picture of another shape. */
  soften: z.boolean().default(false),
  /** A logo: a panel goes behind it where its own pixels would be lost against the ground. */
  plated: z.boolean().default(false),
  /** The file's content when the clip was asked for; another is refused. */
  sha256: sha256.optional(),
})

const progressLayerSchema = z.strictObject({
  type: z.literal('progress'),
  ...layerBase,
  shape: z.enum(['bar', 'ring', 'segments']),
  box: boxSchema,
  colour,
  trackColour: colour,
  trackOpacity: fraction.default(0.2),
  /** 0 to 1; by default the layer's own time. */
  value: trackSchema.optional(),
  thickness: z.number().min(1).max(200),
  segments: z.number().int().min(1).max(120).default(1),
})

const chartLayerSchema = z.strictObject({
  type: z.literal('chart'),
  ...layerBase,
  kind: z.enum(['bars', 'rows', 'line']),
  box: boxSchema,
  values: z.array(z.number().finite()).min(1).max(60),
  labels: z.array(z.string().max(200)).max(60).default([]),
  texts: z.array(z.string().max(60)).max(60).default([]),
  colour,
  colour2: colour.optional(),
  textColour: colour,
  mutedColour: colour,
  size: z.number().min(8).max(400),
  growSeconds: z.number().min(0.05).max(20).default(1.1),
  delaySeconds: z.number().min(0).max(60).default(0),
})

const counterLayerSchema = z.strictObject({
  type: z.literal('counter'),
  ...layerBase,
  box: boxSchema,
  size: z.number().min(8).max(1_000),
  weight: z.number().min(100).max(900).default(700),
  colour,
  align: z.enum(['start', 'centre', 'end']).default('centre'),
  value: trackSchema,
  decimals: z.number().int().min(0).max(6).default(0),
  prefix: z.string().max(20).default(''),
  suffix: z.string().max(20).default(''),
})

export const layerSchema = z.discriminatedUnion('type', [
  textLayerSchema,
  shapeLayerSchema,
  imageLayerSchema,
  progressLayerSchema,
  chartLayerSchema,
  counterLayerSchema,
])

const glowSchema = z.strictObject({
  x: length,
  y: length,
  radius: z.number().min(1).max(10_000),
  colour,
  opacity: fraction,
})

const side = z.number().int().min(64).max(3_840).multipleOf(2, 'video sides are even numbers of pixels')

export const sceneSchema = z
  .strictObject({
    version: z.literal(1),
    title: z.string().max(5_000).optional(),
    width: side,
    height: side,
    framesPerSecond: z.number().int().min(1).max(60).default(30),
    durationSeconds: z.number().min(0.1).max(600),
    seed: z.number().int().min(0).max(0xffff_ffff).default(1),
    /** Text never leaves the picture less these margins. */
    safe: z.strictObject({
      top: length.min(0),
      right: length.min(0),
      bottom: length.min(0),
      left: length.min(0),
    }),
    background: z.strictObject({
      colour,
      colour2: colour.optional(),
      angle: z.number().min(-360).max(360).default(60),
      glows: z.array(glowSchema).max(6).default([]),
    }),
    layers: z.array(layerSchema).max(600),
    /** A font file for all text; what it lacks comes from the shipped fonts. */
    font: fileSchema.optional(),
    /** A made sound bed (any word chooses one) or music, and a voice over it. */
    audio: z
      .strictObject({
        bed: z.string().max(80).optional(),
        music: fileSchema.optional(),
        voice: fileSchema.optional(),
      })
      .refine(({ bed, music, voice }) => [bed, music, voice].some((part) => part !== undefined), {
        message: 'names no bed, no music and no voice; without sound it is null',
      })
      .refine(({ bed, music }) => bed === undefined || music === undefined, {
        message: 'a bed and music: one of them',
      })
      .nullable()
      .default(null),
  })
  .refine((scene) => scene.safe.left + scene.safe.right < scene.width * 0.8, {
    message: 'leaves no room for text',
    path: ['safe'],
  })
  .refine((scene) => scene.safe.top + scene.safe.bottom < scene.height * 0.8, {
    message: 'leaves no room for text',
    path: ['safe'],
  })

export type Scene = z.infer<typeof sceneSchema>
/** A scene as it is written: fields with a default may be left out. */
export type SceneSource = z.input<typeof sceneSchema>
export type Layer = z.infer<typeof layerSchema>
export type LayerSource = z.input<typeof layerSchema>
export type TextLayer = z.infer<typeof textLayerSchema>
export type ShapeLayer = z.infer<typeof shapeLayerSchema>
export type ImageLayer = z.infer<typeof imageLayerSchema>
export type ProgressLayer = z.infer<typeof progressLayerSchema>
export type ChartLayer = z.infer<typeof chartLayerSchema>
export type CounterLayer = z.infer<typeof counterLayerSchema>
export type Track = z.infer<typeof trackSchema>
export type Ease = z.infer<typeof easeSchema>
export type Box = z.infer<typeof boxSchema>
export type Safe = Scene['safe']
