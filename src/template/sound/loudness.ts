/**
 * How loud a sound is to people: integrated loudness after ITU-R BS.1770-4 (EBU R128), in LUFS. Both channels pass a filter
 * that hears as a head does; blocks of 0.4 s count, unless they are silent or more than 10 LU below the rest.
 */

import { sampleRate } from '../x264.ts'

export interface Loudness {
  /** −Infinity: silence, or less than 0.4 s. */
  lufs: number
  /** The largest sample, 0 to 1 and above. */
  peak: number
  sampleCount: number
}

/** A tenth of a second: blocks of four overlap by three. */
const stepSamples = sampleRate / 10
const silenceLufs = -70
const relativeGateLu = -10

export function createLoudnessMeter() {
  const heads = [createHead(), createHead()] as const
  const steps: number[] = []
  let sum = 0
  let filled = 0
  let peak = 0
  let sampleCount = 0
  return {
    add(left: Float32Array, right: Float32Array, count = left.length): void {
      const powers = new Float64Array(count)
      peak = Math.max(peak, heads[0](left, powers), heads[1](right, powers))
      for (const power of powers) {
        sum += power
        filled += 1
        if (filled < stepSamples) continue
        steps.push(sum / stepSamples)
        sum = 0
        filled = 0
      }
      sampleCount += count
    },
    result: (): Loudness => ({ lufs: integrate(steps), peak, sampleCount }),
  }
}

function integrate(steps: readonly number[]): number {
  const blocks = steps
    .slice(3)
    .map((_, index) => (steps[index]! + steps[index + 1]! + steps[index + 2]! + steps[index + 3]!) / 4)
  const loud = blocks.filter((power) => toLufs(power) > silenceLufs)
  const gate = toLufs(mean(loud)) + relativeGateLu
  return toLufs(mean(loud.filter((power) => toLufs(power) > gate)))
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

const toLufs = (power: number): number => -0.691 + 10 * Math.log10(power)

/**
 * The two filters of BS.1770-4, tables 1 and 2, at 48 kHz: what a head does to high tones, and deafness to low ones. Adds the
 * power of what is heard to `powers`, and gives the largest sample. One loop over local numbers: this is most of the work.
 */
function createHead(): (samples: Float32Array, powers: Float64Array) => number {
  let [s1, s2, h1, h2] = [0, 0, 0, 0]
  return (samples, powers) => {
    let peak = 0
    let [shelf1, shelf2, high1, high2] = [s1, s2, h1, h2]
    for (let index = 0; index < powers.length; index++) {
      const sample = samples[index]!
      const shelved = 1.53512485958697 * sample + shelf1
      shelf1 = -2.69169618940638 * sample + 1.69065929318241 * shelved + shelf2
      shelf2 = 1.19839281085285 * sample - 0.73248077421585 * shelved
      const heard = shelved + high1
      high1 = -2 * shelved + 1.99004745483398 * heard + high2
      high2 = shelved - 0.99007225036621 * heard
      powers[index]! += heard * heard
      if (sample > peak) peak = sample
      else if (-sample > peak) peak = -sample
    }
    ;[s1, s2, h1, h2] = [shelf1, shelf2, high1, high2]
    return peak
  }
}
