/**
 * `--music <file>` and `--voice <file>`: whether a file is one with sound in it, how much, and which it is by content. Looked
 * at before anything is reserved, and held against its content again when the clip is made.
 */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { environmentError, usageError, VidgenError } from '../../errors.ts'
import type { SoundFile } from '../../providers/provider.ts'
import { loadLibav } from '../libav.ts'
import { longestSeconds } from '../template.ts'
import { sampleRate } from '../x264.ts'
import { openLibavRecording } from './libav-recording.ts'
import { openProgramRecording } from './program-recording.ts'
import type { OpenRecording } from './sound.ts'

/** Less is a click, and looped a rattle. */
const shortestSeconds = 0.5

/** `flag`: `--music` or `--voice`. The length is counted as far as the longest clip goes. */
export async function inspectSound(path: string, flag: string): Promise<SoundFile> {
  await mustBeFile(path, flag)
  const durationSeconds = await lengthOf(path, flag)
  if (durationSeconds < shortestSeconds)
    throw usageError(`${flag} ${path} has ${durationSeconds.toFixed(2)} s of sound; that is too short`, {
      code: 'sound.too_short',
    })
  return { path, sha256: await hashFile(path), durationSeconds }
}

/** For the renderer: the file as it was when the clip was asked for. */
export async function openUnchanged(
  what: string,
  { path, sha256 }: { path: string; sha256?: string },
): Promise<OpenRecording> {
  const found = await hashFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw environmentError(
      `cannot read ${what} ${path}: ${cause.code === 'ENOENT' ? 'it is gone' : cause.code}`,
      { code: 'template.file_gone', hint: 'put it back, then give the command again', cause },
    )
  })
  if (sha256 !== undefined && found !== sha256)
    throw environmentError(`${what} ${path} was changed since the render was asked for`, {
      code: 'template.file_changed',
      hint: 'give the command again to render with the new one',
    })
  return opener(path)
}

async function opener(path: string): Promise<OpenRecording> {
  const libav = await loadLibav()
  return libav ? () => openLibavRecording(libav, path) : () => openProgramRecording(path)
}

async function lengthOf(path: string, flag: string): Promise<number> {
  const open = await opener(path)
  const block = new Float32Array(sampleRate)
  try {
    const recording = open()
    let count = 0
    for (let seconds = 0; seconds <= longestSeconds; seconds++) {
      const read = recording.read(block, block)
      count += read
      if (read < block.length) break
    }
    recording.close()
    return count / sampleRate
  } catch (cause) {
    if (!(cause instanceof VidgenError)) throw cause
    throw usageError(`${flag} ${path} has no sound that can be read`, {
      code: 'sound.unreadable',
      hint: 'give an MP3, M4A, WAV, FLAC, Ogg or Opus file, or a video with sound',
      cause,
    })
  }
}

async function mustBeFile(path: string, flag: string): Promise<void> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw usageError(
      `cannot read ${flag} ${path}: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.code}`,
      { code: 'sound.unreadable', cause },
    )
  })
  if (!found.isFile()) throw usageError(`${flag} ${path} is not a file`, { code: 'sound.not_a_file' })
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex')
}
