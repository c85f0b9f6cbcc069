/**
 * A picture instead of a clip: a poster (one frame, by default the one with most on it) or a contact sheet (moments over the
 * whole clip, with their times). Written whole into the part file that is given.
 */

import { writeFile } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Canvas } from '@napi-rs/canvas'
import type { Still } from '../providers/provider.ts'
import { chartGrownAfter } from './chart-layer.ts'
import { createDownscale } from './downscale.ts'
import { createTypeface } from './fonts.ts'
import { createPainter, type Painter } from './painter.ts'
import type { RenderOptions } from './render.ts'
import type { Scene } from './scene.ts'
import type { Skia } from './stage.ts'

export interface PictureRequest {
  form: 'png' | 'jpg'
  still: Still
}

// Above this a JPEG of flat colours grows and looks no better.
const jpegQuality = 92

export async function writePicture(
  scene: Scene,
  partPath: string,
  { form, still }: PictureRequest,
  options: RenderOptions,
): Promise<void> {
  options.signal.throwIfAborted()
  const skia = await import('@napi-rs/canvas')
  options.log?.('TEMPLATE:DRAW', 'started', { form, width: scene.width, height: scene.height })
  const painter = await createPainter(scene)
  for (const warning of painter.warnings) options.onWarning(warning)
  const canvas = still.sheet
    ? await contactSheet(skia, painter, options)
    : await poster(skia, painter, still.atSeconds, figuresStandAt(scene), options)
  const bytes = await (form === 'png' ? canvas.encode('png') : canvas.encode('jpeg', jpegQuality))
  await writeFile(partPath, bytes)
  options.log?.('TEMPLATE:ENCODE', 'finished', { form })
}

async function poster(
  skia: Skia,
  painter: Painter,
  atSeconds: number | undefined,
  earliestSeconds: number,
  options: RenderOptions,
): Promise<Canvas> {
  const frame =
    atSeconds === undefined
      ? await fullestFrame(painter, earliestSeconds, options)
      : Math.min(painter.frameCount - 1, Math.round(atSeconds * painter.framesPerSecond))
  return frameCanvas(skia, painter, frame)
}

function frameCanvas(skia: Skia, painter: Painter, frame: number): Canvas {
  const canvas = skia.createCanvas(painter.width, painter.height)
  canvas.data().set(painter.paint(frame))
  return canvas
}

/** From when on every figure has its own value: an earlier picture would show a number that nobody gave. */
function figuresStandAt({ layers, durationSeconds }: Scene): number {
  const ends = layers.map((layer) => {
    if (layer.type === 'counter' && Array.isArray(layer.value)) return layer.value.at(-1)![0]
    if (layer.type === 'chart') return (layer.from ?? 0) + chartGrownAfter(layer)
    return 0
  })
  // A countdown runs to the end: each of its numbers is true in its time.
  return Math.max(0, ...ends.filter((end) => end < durationSeconds * 0.8))
}

/** Far enough apart to be quick, near enough to meet every page of words that is long enough to read. */
const looks = 24
/** Of two moments with as much on them the later one has all of it in its place. */
const laterIsBetter = 0.05

async function fullestFrame(
  painter: Painter,
  earliestSeconds: number,
  { signal, onProgress }: RenderOptions,
): Promise<number> {
  const earliest = (earliestSeconds * painter.framesPerSecond) / painter.frameCount
  let best = { frame: 0, score: -1 }
  for (let look = 0; look < looks; look++) {
    const part = earliest + ((1 - earliest) * (look + 0.5)) / looks
    const frame = Math.floor(part * painter.frameCount)
    const score = edges(painter.paint(frame), painter.width, painter.height) * (1 + laterIsBetter * part)
    if (score > best.score) best = { frame, score }
    onProgress((look + 1) / looks)
    await nextTurn()
    signal.throwIfAborted()
  }
  return best.frame
}

/** How much there is to see: by how much neighbours four pixels apart differ where they clearly do, on every fourth row. */
function edges(pixels: Uint8Array, width: number, height: number): number {
  let sum = 0
  for (let y = 0; y < height; y += 4) {
    for (let x = 0; x + 4 < width; x += 4) {
      const at = (y * width + x) * 4
      const change =
        Math.abs(pixels[at]! - pixels[at + 16]!) +
        Math.abs(pixels[at + 1]! - pixels[at + 17]!) +
        Math.abs(pixels[at + 2]! - pixels[at + 18]!)
      if (change > 72) sum += change
    }
  }
  return sum
}

const sheetColour = [0x17, 0x18, 0x1c, 255]
const labelColour = '#c3c8d0'
const gap = 12
const labelHeight = 26

/** Tiles of one width, so many in a row that the sheet is about as wide as a screen. */
function sheetGrid({ width, height }: Painter) {
  const columns = width / height > 1.2 ? 3 : width / height > 0.7 ? 4 : 6
  const tileWidth = Math.round(1_320 / columns) - gap
  return {
    columns,
    rows: columns === 3 ? 3 : 2,
    tileWidth,
    tileHeight: Math.round((tileWidth * height) / width),
  }
}

async function contactSheet(skia: Skia, painter: Painter, options: RenderOptions): Promise<Canvas> {
  const { columns, rows, tileWidth, tileHeight } = sheetGrid(painter)
  const step = { x: tileWidth + gap, y: tileHeight + labelHeight + gap }
  const canvas = skia.createCanvas(columns * step.x + gap, rows * step.y + gap)
  const pixels = canvas.data()
  for (let at = 0; at < pixels.length; at += 4) pixels.set(sheetColour, at)
  const scale = createDownscale(painter, { width: tileWidth, height: tileHeight })
  const labels: { text: string; x: number; y: number }[] = []
  const count = columns * rows
  for (let index = 0; index < count; index++) {
    const frame = Math.floor(((index + 0.5) / count) * painter.frameCount)
    const x = gap + (index % columns) * step.x
    const y = gap + Math.floor(index / columns) * step.y
    const tile = scale(painter.paint(frame))
    for (let row = 0; row < tileHeight; row++)
      pixels.set(
        tile.subarray(row * tileWidth * 4, (row + 1) * tileWidth * 4),
        ((y + row) * canvas.width + x) * 4,
      )
    labels.push({ text: `${(frame / painter.framesPerSecond).toFixed(1)} s`, x, y: y + tileHeight + 18 })
    options.onProgress((index + 1) / count)
    await nextTurn()
    options.signal.throwIfAborted()
  }
  writeLabels(skia, canvas, labels)
  return canvas
}

function writeLabels(
  skia: Skia,
  canvas: Canvas,
  labels: readonly { text: string; x: number; y: number }[],
): void {
  const context = canvas.getContext('2d')
  const typeface = createTypeface(skia, [])
  typeface.setFont(context, typeface.familiesFor('0'), 15, 500)
  context.fillStyle = labelColour
  for (const { text, x, y } of labels) context.fillText(text, x, y)
}
