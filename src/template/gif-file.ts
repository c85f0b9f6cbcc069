/**
 * A scene → an animated GIF under a size cap. It is drawn at the first of the steps below; where that has too many bytes, at
 * the next: smaller, slower, fewer colours. Made here, by no encoder, so that the bytes are the same on every machine.
 */

import { writeFile } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { usageError } from '../errors.ts'
import { createDownscale } from './downscale.ts'
import { createGifPalette, type GifPalette } from './gif-palette.ts'
import { createGifWriter } from './gif-writer.ts'
import { createPainter, type Painter } from './painter.ts'
import type { RenderOptions } from './render.ts'
import type { Scene } from './scene.ts'

export interface GifStep {
  /** Of the longer side; a scene is never made larger. */
  sidePixels: number
  /** A GIF counts in hundredths of a second. */
  centiseconds: number
  colours: number
}

export const gifSteps: readonly GifStep[] = [
  { sidePixels: 640, centiseconds: 5, colours: 255 },
  { sidePixels: 560, centiseconds: 8, colours: 255 },
  { sidePixels: 480, centiseconds: 8, colours: 127 },
  { sidePixels: 400, centiseconds: 10, colours: 63 },
  { sidePixels: 320, centiseconds: 12, colours: 31 },
]

/** What GitHub takes in issues and READMEs. */
export const usualMaxBytes = 10_000_000

// Enough to meet the colours of every page.
const paletteFrames = 16

export async function writeGif(
  scene: Scene,
  partPath: string,
  maxBytes: number,
  options: RenderOptions,
): Promise<void> {
  options.signal.throwIfAborted()
  options.log?.('TEMPLATE:DRAW', 'started', { form: 'gif', width: scene.width, height: scene.height })
  const painter = await createPainter(scene)
  for (const warning of painter.warnings) options.onWarning(warning)
  for (const [index, step] of gifSteps.entries()) {
    const bytes = await drawStep(painter, step, maxBytes, options)
    if (bytes === undefined) continue
    if (index > 0)
      options.onWarning(
        `to stay under ${maxBytes / 1e6} MB the GIF has ${step.sidePixels} pixels on its longer side, ${Math.round(1_000 / step.centiseconds) / 10} pictures a second and ${step.colours} colours`,
      )
    await writeFile(partPath, bytes)
    options.log?.('TEMPLATE:ENCODE', 'finished', { form: 'gif', step: index + 1, bytes: bytes.length })
    return
  }
  throw usageError(`even at its smallest this GIF has more than ${maxBytes / 1e6} MB`, {
    code: 'gif.too_large',
    hint: 'make it shorter with --duration, allow more with --max-size, or end -o with .mp4',
  })
}

/** Undefined as soon as there are too many bytes. */
async function drawStep(
  painter: Painter,
  { sidePixels, centiseconds, colours }: GifStep,
  maxBytes: number,
  { signal, onProgress }: RenderOptions,
): Promise<Buffer | undefined> {
  const scaler = createScaler(painter, sidePixels)
  const seconds = painter.frameCount / painter.framesPerSecond
  const count = Math.max(1, Math.round((seconds * 100) / centiseconds))
  const pixelsAt = (part: number) =>
    scaler.scale(painter.paint(Math.min(painter.frameCount - 1, Math.round(part * painter.frameCount))))
  const palette = await paletteOf(pixelsAt, colours, signal)
  const writer = createGifWriter(scaler.width, scaler.height, palette.colours)
  const indices = new Uint8Array(scaler.width * scaler.height)
  for (let picture = 0; picture < count; picture++) {
    palette.match(pixelsAt(picture / count), scaler.width, indices)
    writer.add(indices, centiseconds)
    if (writer.bytes() > maxBytes) return undefined
    onProgress((picture + 1) / count)
    await nextTurn()
    signal.throwIfAborted()
  }
  const bytes = writer.finish()
  return bytes.length > maxBytes ? undefined : bytes
}

async function paletteOf(
  pixelsAt: (part: number) => Uint8Array,
  colours: number,
  signal: AbortSignal,
): Promise<GifPalette> {
  const frames: Uint8Array[] = []
  for (let index = 0; index < paletteFrames; index++) {
    frames.push(pixelsAt((index + 0.5) / paletteFrames).slice())
    await nextTurn()
    signal.throwIfAborted()
  }
  return createGifPalette(frames, colours)
}

function createScaler(painter: Painter, sidePixels: number) {
  const scale = Math.min(1, sidePixels / Math.max(painter.width, painter.height))
  const size = { width: Math.round(painter.width * scale), height: Math.round(painter.height * scale) }
  return { ...size, scale: createDownscale(painter, size) }
}
