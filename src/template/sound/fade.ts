/** Sound comes and goes softly: in over half a second, out over a second and a half, or over parts of a clip too short for that. */

import { sampleRate } from '../x264.ts'

/** Multiplies samples by `gain`, less at both ends. Blocks follow each other without a gap. */
export function createFade(
  durationSeconds: number,
  gain: number,
): (left: Float32Array, right: Float32Array, position: number) => void {
  const fadeIn = Math.min(0.5, durationSeconds / 8)
  const fadeOut = Math.min(1.5, durationSeconds / 3)
  return (left, right, position) => {
    for (let index = 0; index < left.length; index++) {
      const seconds = (position + index) / sampleRate
      const level = Math.min(1, seconds / fadeIn, Math.max(0, durationSeconds - seconds) / fadeOut)
      const scale = level === 1 ? gain : gain * level * level * (3 - 2 * level)
      left[index]! *= scale
      right[index]! *= scale
    }
  }
}
