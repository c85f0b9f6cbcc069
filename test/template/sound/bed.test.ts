import { describe, expect, it } from 'vitest'
import { createSoundBed } from '../../../src/template/sound/bed.ts'
import { ebur128, play as playSound } from './recordings.ts'

const play = (word: string, durationSeconds: number, blockSamples?: number) =>
  playSound(createSoundBed(word, durationSeconds), blockSamples)

const peakOf = (samples: Float32Array) => samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0)

describe('the sound bed', () => {
  it.each([0.1, 4, 7.3, 60])('lasts as long as a clip of %f s', (seconds) => {
    expect(createSoundBed('calm', seconds).sampleCount).toBe(Math.round(seconds * 48_000))
  })

  it('is the same from the same word, and another from another', () => {
    expect(play('calm 1', 2)).toEqual(play('calm 1', 2))
    expect(play('calm 1', 2)).not.toEqual(play('calm 2', 2))
  })

  it('does not hang on the size of the blocks', () => {
    expect(play('calm 1', 3, 1_024)).toEqual(play('calm 1', 3, 777))
  })

  it.each(['calm 1', 'dawn', 'x', 'a word in another script: вечер'])(
    'is quiet and never clips: %s',
    (word) => {
      const played = play(word, 10)
      expect(Math.max(peakOf(played.left), peakOf(played.right))).toBeLessThan(0.7)
      expect(ebur128(played).lufs).toBeGreaterThan(-24)
      expect(ebur128(played).lufs).toBeLessThan(-17)
    },
  )

  it('comes from silence and goes back to it', () => {
    const { left } = play('calm 1', 8)
    expect(peakOf(left.subarray(0, 48))).toBeLessThan(0.001)
    expect(peakOf(left.subarray(-480))).toBeLessThan(0.001)
    expect(peakOf(left.subarray(48_000, 96_000))).toBeGreaterThan(0.02)
  })

  it('is wide, and centred', () => {
    const { left, right } = play('calm 1', 8)
    const energy = (samples: Float32Array) => samples.reduce((sum, value) => sum + value * value, 0)
    const difference = left.map((value, index) => value - right[index]!)
    expect(energy(difference) / energy(left)).toBeGreaterThan(0.02)
    expect(Math.abs(10 * Math.log10(energy(left) / energy(right)))).toBeLessThan(2)
  })
})
