/**
 * Music steps back while somebody speaks: 12 dB, from a fifth of a second before the first word until shortly after the last,
 * and not for every pause between words. The curve is made once from the measured voice, so that it can begin before the word.
 */

import { sampleRate } from '../x264.ts'
import type { OpenRecording } from './sound.ts'

/** Fine enough for speech: a syllable has 200 ms. */
const blockSamples = sampleRate / 50
const blockSeconds = blockSamples / sampleRate

const duckedDb = -12
/** What is less than this below the voice's own loudness is speech, not the room it was recorded in. */
const speechBelowDb = 18
const leadSeconds = 0.2
const holdSeconds = 0.4
const attackSeconds = 0.2
const releaseSeconds = 0.6

/** Gain of the music at each sample, in order. `voiceLufs`: the voice's integrated loudness. */
export function createDucking(open: OpenRecording, voiceLufs: number, sampleCount: number): () => number {
  const gains = smooth(widen(findSpeech(open, voiceLufs, sampleCount))).map((db) => 10 ** (db / 20))
  let position = 0
  return () => {
    const block = Math.floor(position / blockSamples)
    const part = (position % blockSamples) / blockSamples
    position += 1
    const gain = gains[block] ?? 1
    return gain + ((gains[block + 1] ?? gain) - gain) * part
  }
}

function findSpeech(open: OpenRecording, voiceLufs: number, sampleCount: number): boolean[] {
  const threshold = 10 ** ((voiceLufs - speechBelowDb) / 20)
  const [left, right] = [new Float32Array(blockSamples), new Float32Array(blockSamples)]
  const recording = open()
  try {
    return Array.from({ length: Math.ceil(sampleCount / blockSamples) }, () => {
      const count = recording.read(left, right)
      let sum = 0
      for (let index = 0; index < count; index++) sum += left[index]! ** 2 + right[index]! ** 2
      return Math.sqrt(sum / blockSamples) > threshold
    })
  } finally {
    recording.close()
  }
}

/** Earlier by the lead, longer by the hold. */
function widen(speech: readonly boolean[]): boolean[] {
  const lead = Math.round(leadSeconds / blockSeconds)
  const hold = Math.round(holdSeconds / blockSeconds)
  const wide = speech.map(() => false)
  speech.forEach((speaks, block) => {
    if (speaks) wide.fill(true, Math.max(0, block - lead), block + hold + 1)
  })
  return wide
}

/** Decibels by block: down within the attack, up within the release. */
function smooth(ducked: readonly boolean[]): number[] {
  const attack = (-duckedDb * blockSeconds) / attackSeconds
  const release = (-duckedDb * blockSeconds) / releaseSeconds
  // A voice that begins at once finds the music down already.
  let level = ducked[0] ? duckedDb : 0
  return ducked.map((isDucked) => {
    level = isDucked ? Math.max(duckedDb, level - attack) : Math.min(0, level + release)
    return level
  })
}
