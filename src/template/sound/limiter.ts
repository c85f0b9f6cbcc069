/**
 * Holds a sound under a ceiling without a click: it looks a few milliseconds ahead and is down before the peak comes.
 * Gives the same samples in blocks of any size.
 */

import { sampleRate } from '../x264.ts'
import type { Sound } from './sound.ts'

const aheadSamples = Math.round(0.005 * sampleRate)
/** Back up by 63 % in a tenth of a second: shorter is heard as distortion of low notes. */
const recovery = 1 - Math.exp(-1 / (0.1 * sampleRate))

/** `source` × `gain`, nowhere above `ceiling`. */
export function limit(source: Sound, gain: number, ceiling: number): Sound {
  const next = createFeed(source)
  const left = new Float32Array(aheadSamples)
  const right = new Float32Array(aheadSamples)
  const descend = createDescent()
  let read = 0
  /** Takes one more sample in, and says by how much the one that leaves the window is turned down. */
  const take = (): number => {
    const at = read % aheadSamples
    const [one, other] = next()
    left[at] = one * gain
    right[at] = other * gain
    read += 1
    return descend(Math.min(1, ceiling / Math.max(ceiling, Math.abs(left[at]!), Math.abs(right[at]!))))
  }
  return {
    sampleCount: source.sampleCount,
    read(outLeft, outRight) {
      while (read < aheadSamples - 1) take()
      for (let index = 0; index < outLeft.length; index++) {
        const scale = take()
        const at = read % aheadSamples
        outLeft[index] = left[at]! * scale
        outRight[index] = right[at]! * scale
      }
    },
    close: source.close,
  }
}

/** One sample of both channels at a time, silence after the end; read in blocks, because a call for each is slow. */
function createFeed(source: Sound): () => readonly [number, number] {
  const blockSamples = 1_024
  const [left, right] = [new Float32Array(blockSamples), new Float32Array(blockSamples)]
  const pair: [number, number] = [0, 0]
  let position = 0
  return () => {
    const at = position % blockSamples
    if (at === 0) {
      const count = Math.max(0, Math.min(blockSamples, source.sampleCount - position))
      if (count > 0) source.read(left.subarray(0, count), right.subarray(0, count))
      left.fill(0, count)
      right.fill(0, count)
    }
    position += 1
    pair[0] = left[at]!
    pair[1] = right[at]!
    return pair
  }
}

/**
 * From what each sample needs to what is done: the least over the window ahead, let up slowly, averaged over the window
 * behind, so that it is down in time and bends nowhere.
 */
function createDescent(): (needed: number) => number {
  /** Needs that no later one undercuts, oldest first: the first is the least of the window. */
  const waiting: { need: number; at: number }[] = []
  const recent = new Float64Array(aheadSamples).fill(1)
  let sum = aheadSamples
  let level = 1
  let position = 0
  return (need) => {
    while (waiting.length > 0 && waiting.at(-1)!.need >= need) waiting.pop()
    waiting.push({ need, at: position })
    if (waiting[0]!.at <= position - aheadSamples) waiting.shift()
    level = Math.min(waiting[0]!.need, level + (1 - level) * recovery)
    const at = position % aheadSamples
    sum += level - recent[at]!
    recent[at] = level
    position += 1
    return sum / aheadSamples
  }
}
