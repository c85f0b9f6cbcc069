/** What ffprobe and ffmpeg, which know nothing of vidgen, say about a video file. */

import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface ProbedStream {
  codec_type: string
  codec_name: string
  [field: string]: string | number
}

export function probe(path: string): { streams: ProbedStream[]; format: Record<string, unknown> } {
  const words = ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', path]
  return JSON.parse(execFileSync('ffprobe', words, { encoding: 'utf8' }))
}

/** Empty when every frame decodes. */
export const decodingErrors = (path: string): string =>
  spawnSync('ffmpeg', ['-v', 'warning', '-i', path, '-f', 'null', '-'], { encoding: 'utf8' }).stderr

/** The luma of the middle of every frame, in the order they are shown. */
export function lumaOfFrames(path: string): number[] {
  const words = [
    '-v',
    'error',
    '-i',
    path,
    '-map',
    '0:v',
    '-vf',
    'crop=2:2,format=yuv420p',
    '-f',
    'rawvideo',
    '-',
  ]
  const bytes = execFileSync('ffmpeg', words)
  return Array.from({ length: bytes.length / 6 }, (_, frame) => bytes[frame * 6]!)
}

/** The names of a file's top boxes, in order. */
export function topBoxes(path: string): string[] {
  const bytes = readFileSync(path)
  const names: string[] = []
  for (let at = 0; at + 8 <= bytes.length; at += Math.max(8, bytes.readUInt32BE(at)))
    names.push(bytes.toString('latin1', at + 4, at + 8))
  return names
}
