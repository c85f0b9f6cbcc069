/**
 * Recordings by an ffmpeg program on the PATH, where the libraries have no build. Decoded at once and held whole, because a
 * pipe cannot be read a block at a time without waiting: 23 MB a minute.
 */

import { spawnSync } from 'node:child_process'
import { encodingError } from '../libav.ts'
import { longestSeconds } from '../template.ts'
import { sampleRate } from '../x264.ts'
import { soundFormats } from './libav-recording.ts'
import type { Recording } from './sound.ts'

const bytesPerSample = 8

export function openProgramRecording(path: string): Recording {
  const words = [
    '-hide_banner -loglevel error -nostdin',
    `-format_whitelist ${soundFormats} -protocol_whitelist file,pipe -i`,
  ]
  const end = `-map 0:a:0 -t ${longestSeconds} -f f32le -ar ${sampleRate} -ac 2 pipe:1`
  const { stdout, stderr, status } = spawnSync(
    'ffmpeg',
    [...words.join(' ').split(' '), `file:${path}`, ...end.split(' ')],
    { maxBuffer: (longestSeconds + 1) * sampleRate * bytesPerSample },
  )
  if (stdout === null || stdout.length === 0)
    throw encodingError('reading the sound', `${stderr ?? ''}`.trim().split('\n').at(-1) || 'no sound', false)
  // A copy, because numbers of four bytes must begin at a multiple of four.
  const samples = new Float32Array(new Uint8Array(stdout).buffer, 0, Math.floor(stdout.length / 4))
  let position = 0
  return {
    read(left, right) {
      const count = Math.min(left.length, samples.length / 2 - position)
      for (let index = 0; index < count; index++) {
        left[index] = samples[(position + index) * 2]!
        right[index] = samples[(position + index) * 2 + 1]!
      }
      position += count
      return count
    },
    damaged: () => status !== 0 || stderr.length > 0,
    close() {},
  }
}
