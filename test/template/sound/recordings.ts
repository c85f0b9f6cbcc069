/** Sound files made by ffmpeg, and what ffmpeg's own meter says of sound. */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sound } from '../../../src/template/sound/sound.ts'

export const folder = mkdtempSync(join(tmpdir(), 'vidgen-sound-'))

/** Makes `name` from an expression of ffmpeg's (`sine=d=3`), or from another file. */
export function record(name: string, source: string, ...options: string[]): string {
  const path = join(folder, name)
  const input = source.includes('=') ? ['-f', 'lavfi', '-i', source] : ['-i', source]
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, ...options, path])
  return path
}

export function play(sound: Sound, blockSamples = 1_024): { left: Float32Array; right: Float32Array } {
  const left = new Float32Array(sound.sampleCount)
  const right = new Float32Array(sound.sampleCount)
  for (let at = 0; at < sound.sampleCount; at += blockSamples)
    sound.read(left.subarray(at, at + blockSamples), right.subarray(at, at + blockSamples))
  sound.close()
  return { left, right }
}

const rawInput = '-f f32le -ar 48000 -ac 2 -i pipe:0'.split(' ')

function interleave({ left, right }: ReturnType<typeof play>): Uint8Array {
  const both = new Float32Array(left.length * 2)
  left.forEach((value, index) => {
    both[index * 2] = value
    both[index * 2 + 1] = right[index]!
  })
  return new Uint8Array(both.buffer)
}

/** Integrated loudness and true peak by ffmpeg (EBU R128), of a file or of samples. */
export function ebur128(source: string | ReturnType<typeof play>): { lufs: number; truePeakDb: number } {
  const [input, bytes] =
    typeof source === 'string' ? [['-i', source], undefined] : [rawInput, interleave(source)]
  const words = ['-hide_banner', ...input, '-map', '0:a', '-af', 'ebur128=peak=true', '-f', 'null', '-']
  const { stderr } = spawnSync('ffmpeg', words, { input: bytes, encoding: 'utf8', maxBuffer: 1e8 })
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'))
  return {
    lufs: Number(/I:\s+(-?[\d.]+|-inf) LUFS/.exec(summary)?.[1]),
    truePeakDb: Number(/Peak:\s+(-?[\d.]+|-inf) dBFS/.exec(summary)?.[1]),
  }
}

/** How much of one tone there is in a span of samples (Goertzel), as an amplitude. */
export function toneIn(samples: Float32Array, frequency: number, fromSeconds: number, toSeconds: number) {
  const [from, to] = [Math.round(fromSeconds * 48_000), Math.round(toSeconds * 48_000)]
  let [sine, cosine] = [0, 0]
  for (let at = from; at < to; at++) {
    const angle = (2 * Math.PI * frequency * at) / 48_000
    sine += samples[at]! * Math.sin(angle)
    cosine += samples[at]! * Math.cos(angle)
  }
  return (2 * Math.hypot(sine, cosine)) / (to - from)
}
