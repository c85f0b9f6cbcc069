/**
 * Scene → pixels. Everything that does not move is drawn once and kept as a bitmap. A frame is a pure function of the
 * scene and its number: any worker may paint any frame, in any order, and gets the same bytes.
 */

import type { Canvas } from '@napi-rs/canvas'
import { luminance } from './colour.ts'
import { createBackground } from './background.ts'
import { createTypeface } from './fonts.ts'
import { createLayerActor, textsOf } from './layers.ts'
import type { Box, Scene } from './scene.ts'
import type { Actor, Skia, Stage } from './stage.ts'
import { valueAt } from './timeline.ts'
import { glyphWarning } from './warnings.ts'

export interface Painter {
  width: number
  height: number
  framesPerSecond: number
  frameCount: number
  warnings: readonly string[]
  /** RGBA pixels of one frame, row by row; the buffer may be reused by the next call. */
  paint(frame: number): Uint8Array
}

export const frameCountOf = (scene: Pick<Scene, 'durationSeconds' | 'framesPerSecond'>) =>
  Math.max(1, Math.round(scene.durationSeconds * scene.framesPerSecond))

export async function createPainter(scene: Scene): Promise<Painter> {
  const skia = await import('@napi-rs/canvas')
  const { width, height, framesPerSecond } = scene
  const canvas = skia.createCanvas(width, height)
  const context = canvas.getContext('2d')
  const { drawTo, warnings } = await compose(skia, scene)
  return {
    width,
    height,
    framesPerSecond,
    frameCount: frameCountOf(scene),
    warnings,
    paint(frame) {
      drawTo(context, frame / framesPerSecond)
      return canvas.data()
    },
  }
}

/** One moment as a PNG, for a preview. */
export async function stillPng(scene: Scene, seconds: number): Promise<Uint8Array> {
  const skia = await import('@napi-rs/canvas')
  const canvas = skia.createCanvas(scene.width, scene.height)
  const { drawTo } = await compose(skia, scene)
  const last = (frameCountOf(scene) - 1) / scene.framesPerSecond
  drawTo(canvas.getContext('2d'), Math.min(Math.max(0, seconds), last))
  return canvas.encode('png')
}

type Context = Stage['ruler']

async function compose(skia: Skia, scene: Scene) {
  const warnings: string[] = []
  const texts = textsOf(scene)
  const typeface = createTypeface(skia, texts)
  const drawBackground = createBackground(skia, scene)
  const actors: Actor[] = []
  const stage: Stage = {
    skia,
    typeface,
    scene,
    ruler: skia.createCanvas(8, 8).getContext('2d'),
    luminanceBehind: createLightMeter(skia, scene, drawBackground, actors),
    warn: (message) => warnings.push(message),
  }
  // In order: the ground behind a text is made of the layers below it.
  for (const layer of scene.layers) {
    const actor = await createLayerActor(stage, layer)
    actors.push({ ...actor, draw: withMotion(layer, actor) })
  }
  const missing = glyphWarning(typeface.missingIn(texts.join(' ')))
  if (missing !== undefined) warnings.push(missing)
  const drawTo = (context: Context, time: number) => {
    drawBackground(context, time)
    for (const actor of actors) if (time >= actor.from && time < actor.to) actor.draw(context, time, 1)
  }
  return { drawTo, warnings }
}

/** A layer's own tracks: opacity and a shift. */
function withMotion(layer: Scene['layers'][number], actor: Actor): Actor['draw'] {
  if (layer.opacity === undefined && layer.dx === undefined && layer.dy === undefined) return actor.draw
  return (context, time, alpha) => {
    const opacity = Math.min(1, Math.max(0, valueAt(layer.opacity, time, 1)))
    if (opacity === 0) return
    context.save()
    context.translate(valueAt(layer.dx, time, 0), valueAt(layer.dy, time, 0))
    actor.draw(context, time, alpha * opacity)
    context.restore()
  }
}

// An eighth: a letter's stroke is a few pixels wide, so finer detail behind it does not decide whether it can be read.
const meterScale = 1 / 8

function createLightMeter(skia: Skia, scene: Scene, drawBackground: (context: Context, time: number) => void, actors: readonly Actor[]) {
  const made: { full?: Canvas } = {}
  const width = Math.max(1, Math.round(scene.width * meterScale))
  const height = Math.max(1, Math.round(scene.height * meterScale))
  const small = skia.createCanvas(width, height)
  const smallContext = small.getContext('2d')
  return (box: Box, times: readonly number[]) => {
    made.full ??= skia.createCanvas(scene.width, scene.height)
    const context = made.full.getContext('2d')
    const values: number[] = []
    for (const time of times) {
      drawBackground(context, time)
      for (const actor of actors) if (!actor.isText && time >= actor.from && time < actor.to) actor.draw(context, time, 1)
      smallContext.drawImage(made.full, 0, 0, width, height)
      const left = Math.min(width - 1, Math.max(0, Math.floor(box.x * meterScale)))
      const top = Math.min(height - 1, Math.max(0, Math.floor(box.y * meterScale)))
      const columns = Math.max(1, Math.min(width - left, Math.ceil(box.width * meterScale)))
      const rows = Math.max(1, Math.min(height - top, Math.ceil(box.height * meterScale)))
      const { data } = smallContext.getImageData(left, top, columns, rows)
      for (let at = 0; at < data.length; at += 4) values.push(luminance([data[at]!, data[at + 1]!, data[at + 2]!]))
    }
    values.sort((a, b) => a - b)
    // Two in a hundred pixels may differ: one bright spot under one letter does not make a line unreadable.
    return { low: values[Math.floor(values.length * 0.02)]!, high: values[Math.ceil(values.length * 0.98) - 1]! }
  }
}
