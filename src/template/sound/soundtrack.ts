/**
 * A clip's sound: the made bed alone as it is; music and a voice mixed, the music under the voice, and the whole brought to the
 * loudness that platforms play at. Recordings are read once to be measured and once to be heard.
 */

import { sampleRate } from '../x264.ts'
import { createSoundBed } from './bed.ts'
import { createDucking } from './ducking.ts'
import { createFade } from './fade.ts'
import { limit } from './limiter.ts'
import { createLoop } from './loop.ts'
import { createLoudnessMeter, type Loudness } from './loudness.ts'
import type { OpenRecording, Sound } from './sound.ts'

/** What YouTube, Instagram and TikTok play at is −14 to −16 LUFS; louder is turned down there, and squeezed for nothing. */
const targetLufs = -16
/** Sample peaks; between samples and after AAC it may be up to 2 dB more, so that true peaks stay under −1 dBTP. */
const ceiling = 10 ** (-3 / 20)
/** Music before it is turned down further under the words. */
const musicUnderVoiceLufs = -20
/** What is quieter is taken for silence: turned up it would be noise. */
const silenceLufs = -60
const mostGainDb = 35

export interface SoundtrackSources {
  bed?: string
  music?: OpenRecording
  voice?: OpenRecording
}

export function createSoundtrack(
  { bed, music, voice }: SoundtrackSources,
  durationSeconds: number,
  onWarning: (message: string) => void,
): Sound {
  if (music === undefined && voice === undefined) return createSoundBed(bed ?? '', durationSeconds)
  const sampleCount = Math.round(durationSeconds * sampleRate)
  const voiceLoudness = voice && measured('the voice', voice, sampleCount, onWarning)
  const musicLoudness = music && measured('the music', music, sampleCount, onWarning)
  const mix = () =>
    createMix(
      [
        ...(music && musicLoudness
          ? [musicPart(music, musicLoudness, durationSeconds, voice !== undefined)]
          : []),
        ...(bed !== undefined && music === undefined ? [createSoundBed(bed, durationSeconds)] : []),
      ],
      voice && voiceLoudness && { voice, loudness: voiceLoudness },
      sampleCount,
    )
  return limit(mix(), gainTo(targetLufs, measure(mix(), sampleCount)), ceiling)
}

function measured(
  name: string,
  open: OpenRecording,
  sampleCount: number,
  onWarning: (message: string) => void,
): Loudness {
  const recording = open()
  const meter = createLoudnessMeter()
  const [left, right] = blocks()
  try {
    for (let wanted = sampleCount; wanted > 0; ) {
      const size = Math.min(wanted, left.length)
      const count = recording.read(left.subarray(0, size), right.subarray(0, size))
      meter.add(left, right, count)
      wanted -= count
      if (count < size) break
    }
    if (recording.damaged()) onWarning(`parts of ${name} are damaged and are left out`)
  } finally {
    recording.close()
  }
  const loudness = meter.result()
  if (loudness.lufs < silenceLufs) onWarning(`${name} is silent as far as the clip goes`)
  return loudness
}

function measure(sound: Sound, sampleCount: number): Loudness {
  const meter = createLoudnessMeter()
  const [left, right] = blocks()
  for (let done = 0; done < sampleCount; done += left.length) {
    const size = Math.min(left.length, sampleCount - done)
    sound.read(left.subarray(0, size), right.subarray(0, size))
    meter.add(left, right, size)
  }
  sound.close()
  return meter.result()
}

const blocks = () => [new Float32Array(8_192), new Float32Array(8_192)] as const

const gainTo = (lufs: number, loudness: Loudness): number =>
  loudness.lufs < silenceLufs ? 1 : 10 ** (Math.min(mostGainDb, lufs - loudness.lufs) / 20)

/** As long as the clip, with its ends faded. */
function musicPart(
  open: OpenRecording,
  loudness: Loudness,
  durationSeconds: number,
  underVoice: boolean,
): Sound {
  const sampleCount = Math.round(durationSeconds * sampleRate)
  const loop = createLoop(open, Math.max(1, loudness.sampleCount))
  const fade = createFade(durationSeconds, gainTo(underVoice ? musicUnderVoiceLufs : targetLufs, loudness))
  let position = 0
  return {
    sampleCount,
    read(left, right) {
      loop.read(left, right)
      fade(left, right, position)
      position += left.length
    },
    close: loop.close,
  }
}

function createMix(
  grounds: readonly Sound[],
  speech: { voice: OpenRecording; loudness: Loudness } | undefined,
  sampleCount: number,
): Sound {
  const duck = speech && createDucking(speech.voice, speech.loudness.lufs, sampleCount)
  const voice = speech?.voice()
  const voiceGain = speech ? gainTo(targetLufs, speech.loudness) : 1
  return {
    sampleCount,
    read(left, right) {
      left.fill(0)
      right.fill(0)
      for (const ground of grounds) ground.read(left, right)
      if (voice === undefined || duck === undefined) return
      const [spokenLeft, spokenRight] = [new Float32Array(left.length), new Float32Array(left.length)]
      voice.read(spokenLeft, spokenRight)
      for (let index = 0; index < left.length; index++) {
        const gain = duck()
        left[index] = left[index]! * gain + spokenLeft[index]! * voiceGain
        right[index] = right[index]! * gain + spokenRight[index]! * voiceGain
      }
    },
    close() {
      voice?.close()
      for (const ground of grounds) ground.close()
    },
  }
}
