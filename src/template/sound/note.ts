/** One note as samples: one wave, read again and again at the note's pitch, under an envelope. */

import { sampleRate } from '../x264.ts'

export interface Note {
  kind: 'pad' | 'pluck'
  startSeconds: number
  lengthSeconds: number
  attackSeconds: number
  frequency: number
  gain: number
  /** −1 left to 1 right. */
  pan: number
}

export interface Tone {
  /** Plucked notes go through the echo. */
  echoes: boolean
  endSample: number
  /** Adds this note's part of the samples from `position` on. Blocks follow each other without a gap. */
  add(left: Float32Array, right: Float32Array, position: number): void
}

/** Loudness of each harmonic: a soft pad, and a string that is brighter than it. */
const partials = { pad: [1, 0.28, 0.1], pluck: [1, 0.35, 0.18, 0.06] } as const

/** Read between two neighbours; at this size what that leaves of hiss is below 16 bits. */
const waveSamples = 2_048

export type Waves = Readonly<Record<Note['kind'], Float32Array>>

export const createWaves = (): Waves => ({ pad: createWave(partials.pad), pluck: createWave(partials.pluck) })

/** One sample more than a turn, so that the last has a neighbour. */
const createWave = (gains: readonly number[]): Float32Array =>
  Float32Array.from({ length: waveSamples + 1 }, (_, at) =>
    gains.reduce(
      (sum, gain, index) => sum + gain * Math.sin((2 * Math.PI * (index + 1) * at) / waveSamples),
      0,
    ),
  )

/** The envelope bends every 64 samples (1.3 ms) and is straight between. */
const bendSamples = 64

export function createTone(note: Note, waves: Waves): Tone {
  const wave = waves[note.kind]
  const startSample = Math.round(note.startSeconds * sampleRate)
  const length = Math.round(note.lengthSeconds * sampleRate)
  const envelope = note.kind === 'pad' ? padEnvelope(note, length) : pluckEnvelope(note, length)
  const toLeft = note.gain * Math.cos(((note.pan + 1) * Math.PI) / 4)
  const toRight = note.gain * Math.sin(((note.pan + 1) * Math.PI) / 4)
  const step = (note.frequency / sampleRate) * waveSamples
  const state = { phase: 0, level: 0, slope: 0 }
  return {
    echoes: note.kind === 'pluck',
    endSample: startSample + length,
    add(left, right, position) {
      const from = Math.max(0, startSample - position)
      const to = Math.min(left.length, startSample + length - position)
      // Kept in local names while it runs: numbers with a fraction cost an allocation a write anywhere else.
      let { phase, level, slope } = state
      for (let index = from; index < to; ) {
        const at = position + index - startSample
        if (at % bendSamples === 0) {
          level = envelope(at)
          slope = (envelope(at + bendSamples) - level) / bendSamples
        }
        const end = Math.min(to, index + bendSamples - (at % bendSamples))
        // Nothing but sums in here: asking for the bend at every sample took as long again.
        for (; index < end; index++) {
          const whole = phase | 0
          const before = wave[whole]!
          const value = (before + (wave[whole + 1]! - before) * (phase - whole)) * level
          left[index]! += value * toLeft
          right[index]! += value * toRight
          level += slope
          phase += step
          if (phase >= waveSamples) phase -= waveSamples
        }
      }
      Object.assign(state, { phase, level, slope })
    },
  }
}

function padEnvelope({ attackSeconds }: Note, length: number): (at: number) => number {
  const attack = attackSeconds * sampleRate
  return (at) => {
    const level = Math.max(0, Math.min(1, at / attack, (length - at) / attack))
    return level * level * (3 - 2 * level)
  }
}

/** A quick start, then a third of the loudness every 0.4 s, and silence at the end. */
function pluckEnvelope({ attackSeconds }: Note, length: number): (at: number) => number {
  const attack = attackSeconds * sampleRate
  return (at) =>
    3 ** (-at / (0.4 * sampleRate)) *
    Math.max(0, Math.min(1, at / attack, (length - at) / (0.2 * sampleRate)))
}
