/**
 * FFmpeg's libraries inside this process (node-av, an optional dependency): loading them, and turning their error numbers
 * into words. Options are always set before an encoder is opened: in node-av 6.1.1 a dictionary handed to `open2` or
 * `writeHeader` is freed twice when the process ends.
 */

import { environmentError, type VidgenError } from '../errors.ts'

export type Libav = typeof import('node-av/lib') & { constants: typeof import('node-av/constants') }

/** Undefined where npm had no build for this platform, or the build does not load here (Alpine). */
export async function loadLibav(): Promise<Libav | undefined> {
  try {
    const [lib, constants] = await Promise.all([import('node-av/lib'), import('node-av/constants')])
    // It writes to stderr by itself, past the program's output.
    lib.Log.setLevel(constants.AV_LOG_QUIET)
    return { ...lib, constants }
  } catch {
    return undefined
  }
}

/** Answers of send/receive that mean "later", not "wrong". */
export const isPause = (libav: Libav, code: number) =>
  code === libav.constants.AVERROR_EAGAIN || code === libav.constants.AVERROR_EOF

export function check(libav: Libav, code: number, doing: string): void {
  if (code < 0)
    throw encodingError(doing, libav.FFmpegError.strerror(code), code === libav.constants.AVERROR_ENOSPC)
}

export function encodingError(doing: string, reason: string, diskFull: boolean): VidgenError {
  if (diskFull) {
    return environmentError('the disk is full', {
      code: 'disk.full',
      hint: 'make room, or render to another folder with -o',
    })
  }
  return environmentError(`${doing} failed: ${reason}`, {
    code: 'encoder.failed',
    hint: 'run `vidgen doctor` to see which encoder is used',
  })
}
