/** A scene → a whole MP4 in the part file that is given. Publishing, checking and removing it are the caller's. */

import { open } from 'node:fs/promises'
import { environmentError } from '../errors.ts'
import type { Log } from '../log.ts'
import { findEncoder } from './encode.ts'
import { encodingError } from './libav.ts'
import { createPainter, frameCountOf } from './painter.ts'
import type { Scene } from './scene.ts'
import { soundOf } from './sound/scene-sound.ts'

export interface RenderOptions {
  signal: AbortSignal
  onProgress(fraction: number): void
  onWarning(message: string): void
  log?: Log
}

export async function renderScene(scene: Scene, partPath: string, options: RenderOptions): Promise<void> {
  const { signal, onProgress, onWarning, log } = options
  signal.throwIfAborted()
  const encoder = await findEncoder()
  if (encoder === undefined) throw noEncoder()
  await claim(partPath)
  const frameCount = frameCountOf(scene)
  const sound = await soundOf(scene, frameCount / scene.framesPerSecond, onWarning)
  const paint = async () => {
    const painter = await createPainter(scene)
    for (const warning of painter.warnings) onWarning(warning)
    return painter
  }
  log?.('TEMPLATE:DRAW', 'started', {
    encoder: encoder.name,
    frameCount,
    width: scene.width,
    height: scene.height,
  })
  let done = 0
  const onFrames = (count: number) => {
    done += count
    onProgress(done / frameCount)
  }
  try {
    await encoder.encode({ scene, frameCount, sound, createPainter: paint }, partPath, { signal, onFrames })
  } finally {
    sound?.close()
  }
  log?.('TEMPLATE:ENCODE', 'finished', { frameCount })
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
