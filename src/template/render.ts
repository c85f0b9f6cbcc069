/** A scene → a whole MP4 in the part file that is given. Publishing, checking and removing it are the caller's. */

import { open } from 'node:fs/promises'
import { environmentError } from '../errors.ts'
import type { Log } from '../log.ts'
import { type Encoder, findEncoder } from './encode.ts'
import { encodingError } from './libav.ts'
import { createPainter, frameCountOf } from './painter.ts'
import type { Scene } from './scene.ts'
import { type Compressor, encodeUnder } from './size-cap.ts'
import { soundOf } from './sound/scene-sound.ts'
import { audioBitsPerSecond, type Compression, indexBytes, photographCrf, usualCrf } from './x264.ts'

export interface RenderOptions {
  signal: AbortSignal
  onProgress(fraction: number): void
  onWarning(message: string): void
  log?: Log
}

/** What the place where it will be shown asks of a file. */
export interface Limits {
  maxBytes?: number
  maxBitsPerSecond?: number
  noEditList?: boolean
}

export async function renderScene(
  scene: Scene,
  partPath: string,
  options: RenderOptions,
  { maxBytes, maxBitsPerSecond, noEditList }: Limits = {},
): Promise<void> {
  const { signal, log } = options
  signal.throwIfAborted()
  const encoder = await findEncoder()
  if (encoder === undefined) throw noEncoder()
  await claim(partPath)
  const frameCount = frameCountOf(scene)
  const { width, height } = scene
  log?.('TEMPLATE:DRAW', 'started', { encoder: encoder.name, frameCount, width, height })
  const onWarning = withoutRepeats(options.onWarning)
  await encodeUnder(
    maxBytes,
    compressorFor(scene, frameCount),
    partPath,
    (crf) =>
      encodeScene(encoder, scene, partPath, { crf, maxBitsPerSecond, noEditList }, { ...options, onWarning }),
    onWarning,
  )
  log?.('TEMPLATE:ENCODE', 'finished', { frameCount })
}

const compressorFor = ({ audio, framesPerSecond, ...scene }: Scene, frameCount: number): Compressor => ({
  usualCrf: isPhotographic(scene) ? photographCrf : usualCrf,
  worstCrf: 40,
  stepsToHalf: 6,
  fixedBytes:
    indexBytes(frameCount, 0) +
    (audio === null ? 0 : ((frameCount / framesPerSecond) * audioBitsPerSecond) / 8),
})

/** A moving picture fills most of the frame. */
const isPhotographic = ({ layers, width, height }: Pick<Scene, 'layers' | 'width' | 'height'>): boolean =>
  layers.some(
    (layer) =>
      layer.type === 'image' &&
      layer.camera !== undefined &&
      layer.box.width * layer.box.height > (width * height) / 2,
  )

async function encodeScene(
  encoder: Encoder,
  scene: Scene,
  path: string,
  { noEditList, ...compression }: Compression & Pick<Limits, 'noEditList'>,
  { signal, onProgress, onWarning }: RenderOptions,
): Promise<void> {
  const frameCount = frameCountOf(scene)
  const sound = await soundOf(scene, frameCount / scene.framesPerSecond, onWarning)
  const paint = async () => {
    const painter = await createPainter(scene)
    for (const warning of painter.warnings) onWarning(warning)
    return painter
  }
  let done = 0
  const onFrames = (count: number) => {
    done += count
    onProgress(done / frameCount)
  }
  try {
    const clip = { scene, frameCount, sound, compression, noEditList, createPainter: paint }
    await encoder.encode(clip, path, { signal, onFrames })
  } finally {
    sound?.close()
  }
}

/** A second pass would say it all again. */
export function withoutRepeats(say: (message: string) => void): (message: string) => void {
  const said = new Set<string>()
  return (message) => {
    if (said.has(message)) return
    said.add(message)
    say(message)
  }
}

/** Makes the file if the caller has not, with the rights the user's umask gives: a clip is theirs to share. */
async function claim(path: string): Promise<void> {
  try {
    const file = await open(path, 'a')
    await file.close()
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw encodingError('opening the file', message, code === 'ENOSPC')
  }
}

const noEncoder = () =>
  environmentError('there is no video encoder here', {
    code: 'encoder.missing',
    hint: 'install ffmpeg (apt install ffmpeg, brew install ffmpeg), or reinstall vidgen with its optional dependencies',
  })
