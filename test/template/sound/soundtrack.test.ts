/** Music and voices in a clip: as loud as platforms play, music under the words, the same samples each time. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadLibav } from '../../../src/template/libav.ts'
import { openLibavRecording } from '../../../src/template/sound/libav-recording.ts'
import { createLoudnessMeter } from '../../../src/template/sound/loudness.ts'
import { openProgramRecording } from '../../../src/template/sound/program-recording.ts'
import { createSoundtrack } from '../../../src/template/sound/soundtrack.ts'
import { ebur128, folder, play, record, toneIn } from './recordings.ts'

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const libav = (await loadLibav())!
const recording = (path: string) => () => openLibavRecording(libav, path)
const track = (files: { music?: string; voice?: string; bed?: string }, seconds: number) => {
  const warnings: string[] = []
  const sources = {
    bed: files.bed,
    music: files.music === undefined ? undefined : recording(files.music),
    voice: files.voice === undefined ? undefined : recording(files.voice),
  }
  return { sound: createSoundtrack(sources, seconds, (text) => warnings.push(text)), warnings }
}

/** A second of a tone, a second of nothing. */
const bursts = (frequency: number, seconds: number) =>
  `aevalsrc='0.5*sin(2*PI*${frequency}*t)*lt(mod(t\\,2)\\,1)':s=48000:d=${seconds}`

describe('the loudness meter', () => {
  it.each([
    ['pink noise', 'anoisesrc=d=6:c=pink:a=0.4:seed=3'],
    ['a low note', 'sine=f=60:d=5'],
    ['words and pauses', bursts(900, 9)],
    ['a whisper', 'anoisesrc=d=5:c=white:a=0.001:seed=3'],
  ])('agrees with ffmpeg on %s', (name, source) => {
    const file = record(`${name.replaceAll(' ', '-')}.wav`, source, '-ac', '2', '-ar', '48000')
    const opened = openLibavRecording(libav, file)
    const meter = createLoudnessMeter()
    const [left, right] = [new Float32Array(999), new Float32Array(999)]
    for (let count = left.length; count === left.length; ) {
      count = opened.read(left, right)
      meter.add(left, right, count)
    }
    opened.close()
    expect(meter.result().lufs).toBeCloseTo(ebur128(file).lufs, 0)
    expect(Math.abs(meter.result().lufs - ebur128(file).lufs)).toBeLessThan(0.15)
  })

  it('calls silence silent', () => {
    const meter = createLoudnessMeter()
    meter.add(new Float32Array(48_000), new Float32Array(48_000))
    expect(meter.result()).toEqual({ lufs: Number.NEGATIVE_INFINITY, peak: 0, sampleCount: 48_000 })
  })
})

describe('music', () => {
  it.each([
    ['mastered loud', 'anoisesrc=d=12:c=pink:a=1:seed=5', ['-af', 'volume=12dB,alimiter=limit=0.98']],
    ['very quiet', 'anoisesrc=d=12:c=pink:a=0.02:seed=5', []],
    ['shorter than the clip', 'anoisesrc=d=3:c=brown:a=0.5:seed=5', []],
    ['drums with a large crest', "aevalsrc='sin(2*PI*90*t)*exp(-18*mod(t\\,0.5))':s=48000:d=12", []],
    ['in one channel at 8 kHz', 'anoisesrc=d=12:c=pink:a=0.3:r=8000:seed=5', ['-ac', '1']],
  ])('that is %s comes to −16 LUFS with no peak above −1 dBTP', (name, source, options) => {
    const music = record(`${name.replaceAll(' ', '-')}.flac`, source, ...options)
    const { lufs, truePeakDb } = ebur128(play(track({ music }, 10).sound))
    expect(lufs).toBeGreaterThan(-17)
    expect(lufs).toBeLessThan(-15)
    expect(truePeakDb).toBeLessThan(-1)
  })

  it('goes on without a gap or a click where it begins again, and fades at both ends', () => {
    const music = record('note.wav', 'sine=f=440:d=2.3', '-af', 'volume=0.5')
    const { left } = play(track({ music }, 10).sound)
    const loudest = (from: number, to: number) =>
      left.subarray(from * 48_000, to * 48_000).reduce((peak, value) => Math.max(peak, Math.abs(value)), 0)
    for (let at = 0.6; at < 8; at += 0.1) expect(loudest(at, at + 0.1)).toBeGreaterThan(loudest(2, 3) * 0.3)
    const step = left.reduce((most, value, at) => Math.max(most, Math.abs(value - (left[at - 1] ?? 0))), 0)
    // A sine of this height and pitch moves by 0.058 of its peak from one sample to the next; two in a crossfade by a little more.
    expect(step).toBeLessThan(loudest(0, 10) * 0.085)
    expect(loudest(0, 0.05)).toBeLessThan(loudest(2, 3) * 0.1)
    expect(loudest(9.95, 10)).toBeLessThan(loudest(2, 3) * 0.1)
  })

  it('that is silent stays silent, and that is said', () => {
    const music = record('silence.wav', 'anullsrc=d=3')
    const { sound, warnings } = track({ music }, 5)
    expect(play(sound).left.every((value) => value === 0)).toBe(true)
    expect(warnings).toEqual(['the music is silent as far as the clip goes'])
  })

  it('that is damaged is used as far as it can be, and that is said', () => {
    const music = record('whole.mp3', 'anoisesrc=d=6:c=pink:a=0.4:seed=2')
    const bytes = readFileSync(music)
    bytes.fill(0x55, 20_000, 22_000)
    writeFileSync(join(folder, 'damaged.mp3'), bytes)
    const { sound, warnings } = track({ music: join(folder, 'damaged.mp3') }, 5)
    expect(warnings).toEqual(['parts of the music are damaged and are left out'])
    expect(ebur128(play(sound)).lufs).toBeGreaterThan(-17)
  })
})

describe('a voice', () => {
  const music = record('high.wav', 'sine=f=6000:d=12')
  const voice = record('talk.wav', bursts(900, 9), '-ac', '1')

  it('is heard over music that steps back before each word and comes back after it', () => {
    const talk = record(
      'pauses.wav',
      "aevalsrc='0.5*sin(2*PI*900*t)*between(mod(t\\,6)\\,2\\,4)':s=48000:d=12",
    )
    const { left } = play(track({ music, voice: talk }, 12).sound)
    const music6k = (from: number, to: number) => 20 * Math.log10(toneIn(left, 6_000, from, to))
    const open = music6k(6.2, 7.6)
    for (const [from, to] of [
      [2, 4],
      [8, 10],
    ] as const) {
      expect(open - music6k(from, to)).toBeGreaterThan(11)
      expect(open - music6k(from, to)).toBeLessThan(13)
    }
    expect(toneIn(left, 900, 2, 4)).toBeGreaterThan(5 * toneIn(left, 6_000, 2, 4))
  })

  it.each([
    ['music', { music, voice }],
    ['the made bed', { bed: 'calm', voice }],
    ['nothing', { voice }],
  ])('with %s comes to −16 LUFS', (_name, files) => {
    const { lufs, truePeakDb } = ebur128(play(track(files, 9).sound))
    expect(Math.abs(lufs + 16)).toBeLessThan(1)
    expect(truePeakDb).toBeLessThan(-1)
  })

  it('gives the same samples in blocks of any size', () => {
    const [one, other] = [1_024, 777].map((size) => play(track({ music, voice }, 5).sound, size))
    expect(Buffer.compare(Buffer.from(one!.left.buffer), Buffer.from(other!.left.buffer))).toBe(0)
    expect(Buffer.compare(Buffer.from(one!.right.buffer), Buffer.from(other!.right.buffer))).toBe(0)
  })
})

describe('a recording', () => {
  const whole = record('m.wav', 'anoisesrc=d=3:c=pink:a=0.4:seed=2', '-ac', '2')
  const lengthOf = (opened: ReturnType<typeof openLibavRecording>) => {
    const [left, right] = [new Float32Array(4_800), new Float32Array(4_800)]
    let total = 0
    for (let count = left.length; count === left.length; total += count) count = opened.read(left, right)
    opened.close()
    return total / 48_000
  }

  it.each([
    ['m.mp3'],
    ['m.m4a'],
    ['m.aac'],
    ['m.flac'],
    ['m.ogg'],
    ['m.opus'],
    ['m.webm'],
    ['m.aiff'],
    ['m.mka'],
    ['96k.wav', '-ar', '96000', '-ac', '6'],
    ['8k.wav', '-ar', '8000', '-ac', '1'],
  ])('is read whole from %s, by the libraries and by the program', (name, ...options) => {
    const file = record(name, whole, ...options)
    expect(Math.abs(lengthOf(openLibavRecording(libav, file)) - 3)).toBeLessThan(0.06)
    expect(Math.abs(lengthOf(openProgramRecording(file)) - 3)).toBeLessThan(0.06)
  })

  it.each([
    ['a playlist', '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:3,\nm.wav\n#EXT-X-ENDLIST\n', 'list.m3u8'],
    ['a playlist by another name', '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:3,\nm.wav\n', 'list.mp3'],
    ['a list of files', "ffconcat version 1.0\nfile 'm.wav'\n", 'list.ffconcat'],
    ['nothing', '', 'empty.wav'],
    ['noise', 'x'.repeat(70_000), 'noise.wav'],
  ])('is not made of %s', (_name, text, name) => {
    writeFileSync(join(folder, name), text)
    for (const open of [
      () => openLibavRecording(libav, join(folder, name)),
      () => openProgramRecording(join(folder, name)),
    ])
      expect(open).toThrow(/reading the sound failed|finding sound failed/)
  })
})
