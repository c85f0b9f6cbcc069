/** A file that must not be larger than so many bytes: encoded again, each time compressed as much more as it was too large. */

import { stat } from 'node:fs/promises'
import { usageError } from '../errors.ts'

export interface Compressor {
  /** The constant rate factor to begin with, and the one beyond which nobody wants to look at it. */
  usualCrf: number
  worstCrf: number
  /** By so many steps of it the pictures take half the bytes. */
  stepsToHalf: number
  /** What of the file does not hang on it: sound and headers. */
  fixedBytes: number
}

/** `encode` writes `path` anew at the given rate factor. */
export async function encodeUnder(
  maxBytes: number | undefined,
  { usualCrf, worstCrf, stepsToHalf, fixedBytes }: Compressor,
  path: string,
  encode: (crf: number) => Promise<void>,
  onWarning: (message: string) => void,
): Promise<void> {
  for (let crf = usualCrf; ; ) {
    await encode(crf)
    if (maxBytes === undefined) return
    const { size } = await stat(path)
    if (size <= maxBytes) {
      if (crf !== usualCrf)
        onWarning(
          `to stay under ${maxBytes / 1e6} MB the pictures are compressed more than usual (crf ${crf} instead of ${usualCrf})`,
        )
      return
    }
    const excess = Math.max(1, size - fixedBytes) / Math.max(1, maxBytes - fixedBytes)
    const next = crf + Math.max(1, Math.ceil(stepsToHalf * Math.log2(excess)))
    if (crf === worstCrf) throw tooLarge(maxBytes)
    crf = Math.min(worstCrf, next)
  }
}

const tooLarge = (maxBytes: number) =>
  usageError(`even compressed as far as it may be, this clip has more than ${maxBytes / 1e6} MB`, {
    code: 'output.too_large',
    hint: 'make it shorter with --duration, without sound with --no-audio, or allow more with --max-size',
  })
