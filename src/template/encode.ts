/**
 * Where encoders are found. Frames in, a file out: the renderer knows nothing else of them, so that FFmpeg's libraries, an
 * ffmpeg program on the PATH or a lighter build can stand here.
 */

import type { Painter } from './painter.ts'
import type { Scene } from './scene.ts'
import type { Sound } from './sound/sound.ts'
import type { Compression } from './x264.ts'

/** What is to be encoded. Helpers in other threads paint from the scene for themselves. */
export interface Clip {
  scene: Scene
  frameCount: number
  sound: Sound | undefined
  compression: Compression
  /** The first picture and sound begin at zero by themselves; some platforms refuse the usual way of saying it. */
  noEditList?: boolean
  createPainter(): Promise<Painter>
}

export interface Hooks {
  signal: AbortSignal
  /** Called with the number of frames that have just been finished. */
  onFrames(count: number): void
}

export interface Encoder {
  name: string
  version: string
  encode(clip: Clip, path: string, hooks: Hooks): Promise<void>
}

/** The best encoder this machine has. */
export async function findEncoder(): Promise<Encoder | undefined> {
  const { libavEncoder } = await import('./libav-encoder.ts')
  const { programEncoder } = await import('./ffmpeg-program.ts')
  return (await libavEncoder()) ?? (await programEncoder())
}

/** For `vidgen doctor`. */
export async function encoderStatus(): Promise<{ name: string; version: string } | undefined> {
  const encoder = await findEncoder()
  return encoder && { name: encoder.name, version: encoder.version }
}
