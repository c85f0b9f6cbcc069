/**
 * The sound bed: made, not sampled. A word chooses key, chords and pattern; the chords are as long as it takes to end on the
 * key's own at the clip's end. Comes in blocks of any size and is the same in all of them, so nothing is held whole.
 */

import { hashText, randomSequence } from '../colour.ts'
import { sampleRate } from '../x264.ts'
import { createEcho } from './echo.ts'
import { createFade } from './fade.ts'
import { createTone, createWaves, type Note, type Tone } from './note.ts'
import type { Sound } from './sound.ts'

/** Brings the bed to about −20 LUFS: behind a voice, and no surprise in headphones. */
const loudness = 1.27

export function createSoundBed(word: string, durationSeconds: number): Sound {
  const sampleCount = Math.round(durationSeconds * sampleRate)
  const score = composeBed(word, durationSeconds)
  const echo = createEcho(score.beatSeconds * 0.75)
  const fade = createFade(durationSeconds, loudness)
  const waiting = [...score.notes].sort((one, other) => one.startSeconds - other.startSeconds)
  const waves = createWaves()
  let tones: Tone[] = []
  let position = 0
  return {
    sampleCount,
    read(left, right) {
      left.fill(0)
      right.fill(0)
      const end = position + left.length
      while (waiting[0] !== undefined && waiting[0].startSeconds * sampleRate < end)
        tones.push(createTone(waiting.shift()!, waves))
      for (const tone of tones.filter((each) => each.echoes)) tone.add(left, right, position)
      echo(left, right)
      for (const tone of tones.filter((each) => !each.echoes)) tone.add(left, right, position)
      tones = tones.filter((tone) => tone.endSample > end)
      fade(left, right, position)
      position = end
    },
    close() {},
  }
}

const majorScale = [0, 2, 4, 5, 7, 9, 11]
/** Steps of the scale on which chords stand; each line is followed by the key's own chord. */
const progressions = [
  [0, 4, 5, 3],
  [5, 3, 0, 4],
  [0, 2, 3, 5],
  [3, 0, 4, 5],
  [0, 5, 1, 4],
  [5, 2, 3, 4],
]
/** Which of a chord's notes is plucked on each half beat; −1 is a rest. */
const patterns = [
  [0, -1, 2, -1, 3, -1, 2, 1],
  [0, 2, -1, 3, -1, 1, 2, -1],
  [-1, 1, -1, 2, 0, -1, 3, -1],
  [2, -1, 1, -1, 0, 3, -1, -1],
]
/** About as long as a slow bar. */
const chordSeconds = 2.8

function composeBed(word: string, durationSeconds: number): { notes: Note[]; beatSeconds: number } {
  const random = randomSequence(hashText(word))
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const key = 50 + Math.floor(random() * 8)
  const progression = pick(progressions)
  const pattern = pick(patterns)
  const count = Math.max(1, Math.round(durationSeconds / chordSeconds))
  const barSeconds = durationSeconds / count
  const notes: Note[] = []
  for (let bar = 0; bar < count; bar++) {
    const degree = bar === count - 1 ? 0 : progression[bar % progression.length]!
    const startSeconds = bar * barSeconds
    const pitches = chordPitches(key, degree)
    notes.push(
      ...padNotes(key, degree, pitches, startSeconds, barSeconds),
      ...pluckedNotes(pitches, pattern, startSeconds, barSeconds, random),
    )
  }
  return { notes, beatSeconds: barSeconds / 4 }
}

/** Root, third, fifth and ninth, folded into one octave and a bit so that chords move by small steps. */
const chordPitches = (key: number, degree: number): number[] =>
  [0, 2, 4, 8].map((step) => {
    const semitones = scaleStep(degree + step) % 12
    return key + (semitones < 5 ? semitones + 12 : semitones)
  })

const scaleStep = (step: number) => majorScale[step % 7]! + 12 * Math.floor(step / 7)

const frequencyOf = (pitch: number) => 440 * 2 ** ((pitch - 69) / 12)

function padNotes(
  key: number,
  degree: number,
  pitches: readonly number[],
  startSeconds: number,
  barSeconds: number,
): Note[] {
  // Chords overlap by their attack, so that one melts into the next.
  const attackSeconds = Math.min(0.9, barSeconds / 3)
  const shape = {
    kind: 'pad' as const,
    startSeconds: Math.max(0, startSeconds - attackSeconds / 2),
    lengthSeconds: barSeconds + attackSeconds,
    attackSeconds,
  }
  const bass = { ...shape, frequency: frequencyOf(key - 12 + (scaleStep(degree) % 12)), gain: 0.085, pan: 0 }
  // Two of each, a few cents apart and on either side, make width.
  return [
    bass,
    ...pitches.flatMap((pitch, index) => [
      { ...shape, frequency: frequencyOf(pitch) * 1.0018, gain: 0.03, pan: -0.7 + index * 0.1 },
      { ...shape, frequency: frequencyOf(pitch) * 0.9982, gain: 0.03, pan: 0.7 - index * 0.1 },
    ]),
  ]
}

function pluckedNotes(
  pitches: readonly number[],
  pattern: readonly number[],
  startSeconds: number,
  barSeconds: number,
  random: () => number,
): Note[] {
  return pattern.flatMap((choice, index): Note[] => {
    if (choice < 0) return []
    return [
      {
        kind: 'pluck',
        startSeconds: startSeconds + (barSeconds * index) / pattern.length,
        lengthSeconds: 1.6,
        attackSeconds: 0.004,
        frequency: frequencyOf(pitches[choice]! + 12),
        gain: 0.05 + 0.03 * random(),
        pan: random() - 0.5,
      },
    ]
  })
}
