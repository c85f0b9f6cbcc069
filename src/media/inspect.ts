/** Is this file whole, and what is in it: asked of whatever kind of file was to be made. */

import { VidgenError } from '../errors.ts'
import type { Form } from '../providers/provider.ts'
import { inspectGif } from './gif.ts'
import { inspectImage } from './image.ts'
import { type InspectOptions, inspectVideo } from './mp4.ts'
import { inspectWebm } from './webm.ts'

/** A picture has no length, no rate and no sound. */
export interface Found {
  durationSeconds: number
  width: number
  height: number
  framesPerSecond: number
  hasAudio: boolean
}

export type FileInspection = { ok: true; media: Found } | { ok: false; problem: string }

export async function inspectFile(
  path: string,
  form: Form,
  options: InspectOptions,
): Promise<FileInspection> {
  if (form === 'png' || form === 'jpg') return inspectPicture(path, form)
  if (form === 'gif') return inspectGif(path)
  if (form === 'webm') return inspectWebm(path)
  return inspectVideo(path, options)
}

async function inspectPicture(path: string, form: 'png' | 'jpg'): Promise<FileInspection> {
  try {
    const { mime, widthPixels: width, heightPixels: height } = await inspectImage(path)
    if (mime !== (form === 'png' ? 'image/png' : 'image/jpeg')) return { ok: false, problem: `it is ${mime}` }
    return { ok: true, media: { durationSeconds: 0, width, height, framesPerSecond: 0, hasAudio: false } }
  } catch (error) {
    if (error instanceof VidgenError) return { ok: false, problem: error.message }
    throw error
  }
}
