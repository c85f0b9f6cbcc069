/** Repeats that go from side to side, each at a third of the one before. */

import { sampleRate } from '../x264.ts'

const feedback = 0.34

export function createEcho(delaySeconds: number): (left: Float32Array, right: Float32Array) => void {
  const length = Math.max(1, Math.round(delaySeconds * sampleRate))
  const lineLeft = new Float32Array(length)
  const lineRight = new Float32Array(length)
  let at = 0
  return (left, right) => {
    for (let index = 0; index < left.length; index++) {
      const fromLeft = lineLeft[at]!
      const fromRight = lineRight[at]!
      left[index]! += fromRight * feedback
      right[index]! += fromLeft * feedback
      lineLeft[at] = left[index]!
      lineRight[at] = right[index]!
      at = at + 1 === length ? 0 : at + 1
    }
  }
}
