/** Music of any length → music that never ends: the end of one round and the start of the next are heard together for a moment. */

import { sampleRate } from '../x264.ts'
import type { OpenRecording, Recording } from './sound.ts'

const longestCrossfadeSamples = sampleRate

/** `lengthSamples`: how much of it there is, as measured. Reads always fill their arrays. */
export function createLoop(open: OpenRecording, lengthSamples: number) {
  const crossfadeSamples = Math.min(longestCrossfadeSamples, Math.floor(lengthSamples / 4))
  const roundSamples = lengthSamples - crossfadeSamples
  let current = open()
  let leaving: Recording | undefined
  let offset = 0

  const turn = () => {
    leaving?.close()
    leaving = current
    current = open()
    offset = 0
  }
  const readRun = (left: Float32Array, right: Float32Array) => {
    readWhole(current, left, right)
    if (leaving === undefined || offset >= crossfadeSamples) return
    const [leftTail, rightTail] = [new Float32Array(left.length), new Float32Array(left.length)]
    readWhole(leaving, leftTail, rightTail)
    for (let index = 0; index < left.length; index++) {
      // Sine and cosine: the two together stay as loud as one.
      const angle = (((offset + index) / crossfadeSamples) * Math.PI) / 2
      left[index] = left[index]! * Math.sin(angle) + leftTail[index]! * Math.cos(angle)
      right[index] = right[index]! * Math.sin(angle) + rightTail[index]! * Math.cos(angle)
    }
  }
  return {
    read(left: Float32Array, right: Float32Array): void {
      for (let done = 0; done < left.length; ) {
        const end = leaving !== undefined && offset < crossfadeSamples ? crossfadeSamples : roundSamples
        const count = Math.min(left.length - done, end - offset)
        readRun(left.subarray(done, done + count), right.subarray(done, done + count))
        done += count
        offset += count
        if (offset === roundSamples) turn()
      }
    },
    close() {
      current.close()
      leaving?.close()
    },
  }
}

function readWhole(recording: Recording, left: Float32Array, right: Float32Array): void {
  const count = recording.read(left, right)
  left.fill(0, count)
  right.fill(0, count)
}
