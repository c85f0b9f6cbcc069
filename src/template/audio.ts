/** placeholder */
import { sampleRate } from './x264.ts'

export interface Sound {
  sampleCount: number
  /** The next samples of both channels, as many as the arrays hold. */
  read(left: Float32Array, right: Float32Array): void
}

export function createSoundBed(_word: string, durationSeconds: number): Sound {
  let at = 0
  return {
    sampleCount: Math.round(durationSeconds * sampleRate),
    read(l, r) {
      for (let i = 0; i < l.length; i++) {
        l[i] = r[i] = 0.1 * Math.sin(at++ * 0.05)
      }
    },
  }
}
