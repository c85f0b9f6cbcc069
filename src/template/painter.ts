/**
 * Scene → pixels. Everything that does not move is drawn once and kept as a bitmap. A frame is a pure function of the
 * scene and its number: any worker may paint any frame, in any order, and gets the same bytes.
 */

import { paintBackground } from './background.ts'
import { registerFont } from './brand-font.ts'
import { cleanText } from './clean-text.ts'
import { luminance } from './colour.ts'
import { createTypeface } from './fonts.ts'
import { createInkGauge } from './ink.ts'
import { createLayerActor, textsOf } from './layers.ts'
import { createPictureStore } from './picture-store.ts'
import { type Area, joined, movedBy, nowhere } from './pixels/area.ts'
import { createSurface, type Surface } from './pixels/surface.ts'
import { createRedraw } from './redraw.ts'
import type { Box, Scene } from './scene.ts'
import { type Actor, inPlace, type Skia, type Stage } from './stage.ts'
import { valueAt } from './timeline.ts'
import { glyphWarning } from './warnings.ts'

export interface Painter {
  width: number
  height: number
  framesPerSecond: number
  frameCount: number
  warnings: readonly string[]
  /** RGBA pixels of one frame, row by row; overwritten by the next call. */
  paint(frame: number): Uint8Array
  /** Where the frame just painted may differ from the one painted before it. */
  changed(): Area
  /** For an encoder: luma, blue and red (4:2:0, BT.709, limited range), one after the other without padding. */
  planes: Buffer
  /** Brings the planes up to date with the frame just painted. */
  toYuv(): void
}

export const frameCountOf = (scene: Pick<Scene, 'durationSeconds' | 'framesPerSecond'>) =>
  Math.max(1, Math.round(scene.durationSeconds * scene.framesPerSecond))

export async function createPainter(scene: Scene): Promise<Painter> {
  const skia = await import('@napi-rs/canvas')
  const { width, height, framesPerSecond } = scene
  const surface = createSurface(width, height)
  const { ground, actors, warnings } = await compose(skia, scene)
  const redraw = createRedraw(surface, ground, actors)
  let last: number | undefined
  let changed = nowhere
  let unconverted = nowhere
  return {
    width,
    height,
    framesPerSecond,
    frameCount: frameCountOf(scene),
    warnings,
    paint(frame) {
      // After a jump all is drawn, so that a range of frames never hangs on what this thread drew before it.
      changed = redraw(frame / framesPerSecond, last === undefined || frame !== last + 1)
      unconverted = joined(unconverted, changed)
      last = frame
      return surface.pixels
    },
    changed: () => changed,
    planes: surface.planes,
    toYuv() {
      surface.toYuv(unconverted)
      unconverted = nowhere
    },
  }
}

/** One moment as a PNG, for a preview. */
export async function stillPng(scene: Scene, seconds: number): Promise<Uint8Array> {
  const skia = await import('@napi-rs/canvas')
  const surface = createSurface(scene.width, scene.height)
  const { ground, actors } = await compose(skia, scene)
  const last = (frameCountOf(scene) - 1) / scene.framesPerSecond
  createRedraw(surface, ground, actors)(Math.min(Math.max(0, seconds), last), true)
  const canvas = skia.createCanvas(scene.width, scene.height)
  canvas.data().set(surface.pixels)
  return canvas.encode('png')
}

async function compose(skia: Skia, scene: Scene) {
  const warnings: string[] = []
  const texts = textsOf(scene)
  const typeface = createTypeface(skia, texts, scene.font && (await registerFont(skia, scene.font)))
  const ground = paintBackground(scene)
  const actors: Actor[] = []
  const lightMeter = createLightMeter(scene, ground)
  const stage: Omit<Stage, 'luminanceBehind'> = {
    skia,
    typeface,
    scene,
    ruler: skia.createCanvas(8, 8).getContext('2d'),
    inkOf: createInkGauge(skia, typeface.setFont),
    store: createPictureStore(),
    kept: { bytes: 0 },
  }
  // In order: the ground behind a text is made of the layers below it.
  for (const layer of scene.layers) {
    const actor = await createLayerActor({ ...stage, luminanceBehind: lightMeter([...actors]) }, layer)
    actors.push(withMotion(layer, actor))
  }
  const missing = glyphWarning(typeface.missingIn(cleanText(texts.join(' '))))
  if (missing !== undefined) warnings.push(missing)
  return { ground, actors, warnings }
}

/** A layer's own tracks: opacity and a shift. */
function withMotion(layer: Scene['layers'][number], actor: Actor): Actor {
  if (layer.opacity === undefined && layer.dx === undefined && layer.dy === undefined) return actor
  const now = (time: number) => ({
    opacity: Math.min(1, Math.max(0, valueAt(layer.opacity, time, 1))),
    dx: valueAt(layer.dx, time, 0),
    dy: valueAt(layer.dy, time, 0),
  })
  return {
    ...actor,
    look(time) {
      const { opacity, dx, dy } = now(time)
      return opacity === 0 ? '' : `${opacity} ${dx} ${dy} ${actor.look(time)}`
    },
    area(time) {
      const { opacity, dx, dy } = now(time)
      return opacity === 0 ? nowhere : movedBy(actor.area(time), dx, dy)
    },
    draw(surface, time) {
      if (now(time).opacity > 0) actor.draw(surface, time, now(time))
    },
    hides: (area, time) => actor.hides?.(area, time, now(time)) ?? false,
  }
}

// Every eighth pixel: a letter's stroke is a few pixels wide, so finer detail behind it does not decide whether it can be read.
const meterStep = 8

/** Looks at the ground and the layers below a text, without any text. */
function createLightMeter(scene: Scene, ground: Uint8Array) {
  // Another than the frames', because a page of text is measured when its time comes.
  const made: { surface?: Surface } = {}
  return (below: readonly Actor[]): Stage['luminanceBehind'] =>
    (box, times) => {
      const values = times.flatMap((time) => {
        const present = below.filter((actor) => !actor.isText && time >= actor.from && time < actor.to)
        if (present.length === 0) return sample(ground, scene, box)
        made.surface ??= createSurface(scene.width, scene.height)
        made.surface.pixels.set(ground)
        for (const actor of present) actor.draw(made.surface, time, inPlace)
        return sample(made.surface.pixels, scene, box)
      })
      values.sort((a, b) => a - b)
      // Two in a hundred pixels may differ: one bright spot under one letter does not make a line unreadable.
      return {
        low: values[Math.floor(values.length * 0.02)]!,
        high: values[Math.ceil(values.length * 0.98) - 1]!,
      }
    }
}

function sample(bytes: Uint8Array, { width, height }: Scene, box: Box): number[] {
  const values: number[] = []
  const start = {
    x: Math.min(width - 1, Math.max(0, Math.floor(box.x))),
    y: Math.min(height - 1, Math.max(0, Math.floor(box.y))),
  }
  const end = {
    x: Math.min(width, Math.max(start.x + 1, box.x + box.width)),
    y: Math.min(height, Math.max(start.y + 1, box.y + box.height)),
  }
  for (let y = start.y; y < end.y; y += meterStep) {
    for (let x = start.x; x < end.x; x += meterStep) {
      const at = (y * width + x) * 4
      values.push(luminance([bytes[at]!, bytes[at + 1]!, bytes[at + 2]!]))
    }
  }
  return values
}
