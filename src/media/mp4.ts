/**
 * Is this file whole, and what is in it? Boxes must tile the file, and every sample of every track must lie inside it:
 * "ftyp and moov are there" accepts nearly every truncation of a faststart file. Needs no ffprobe.
 */

import { type FileHandle, open } from 'node:fs/promises'
import {
  type Box,
  type CheckRange,
  childBoxes,
  Damaged,
  rangeCheck,
  readBody,
  topLevelBoxes,
} from './boxes.ts'
import { readFragments, trackDefaults } from './fragments.ts'
import { maxSamples, readTracks, type Track } from './tracks.ts'

export interface Media {
  container: 'mp4' | 'mov'
  codec: string
  durationSeconds: number
  width: number
  height: number
  framesPerSecond: number
  hasAudio: boolean
}

export type Inspection = { ok: true; media: Media } | { ok: false; problem: string }

export interface InspectOptions {
  /** The length was promised and kept: then a fragmented file cannot have been cut between two boxes. */
  lengthProven?: boolean
}

export async function inspectVideo(path: string, options: InspectOptions = {}): Promise<Inspection> {
  const file = await open(path, 'r')
  try {
    return { ok: true, media: await inspect(file, options) }
  } catch (error) {
    if (error instanceof Damaged) return { ok: false, problem: error.message }
    // A read outside a buffer is what is left of a lie in a table.
    if (error instanceof RangeError) return { ok: false, problem: 'a table of it points outside itself' }
    throw error
  } finally {
    await file.close()
  }
}

async function inspect(file: FileHandle, { lengthProven = false }: InspectOptions): Promise<Media> {
  const { size } = await file.stat()
  if (size === 0) throw new Damaged('it is empty')
  await checkMagic(file)
  const boxes = await topLevelBoxes(file, size)
  const moovs = boxes.filter(({ type }) => type === 'moov')
  if (moovs.length !== 1)
    throw new Damaged(
      moovs.length === 0 ? 'it has no moov box: it was cut, or never finished' : 'it has two moov boxes',
    )
  const moov = await readBody(file, moovs[0]!)
  const check = rangeCheck(boxes)
  const tracks = readTracks(moov, check)
  // mvex, not the first moof, says so: the moov may hold the first fragment's samples, and the file be cut after them.
  if (childBoxes(moov).some(({ type }) => type === 'mvex')) {
    if (!lengthProven && boxes.at(-1)?.type !== 'mfra')
      throw new Damaged(
        'it is in fragments without an index at its end, so that nobody can tell whether the last ones are there',
      )
    await addFragments(file, boxes, moov, tracks, check)
  }
  const brand = await readBody(file, boxes[0]!)
  return describe(tracks, brand.toString('latin1', 0, 4) === 'qt  ' ? 'mov' : 'mp4')
}

/** What the first bytes say, whatever the server called it. */
async function checkMagic(file: FileHandle): Promise<void> {
  const head = Buffer.alloc(12)
  await file.read(head, 0, 12, 0)
  if (head.toString('latin1', 4, 8) === 'ftyp') return
  const text = head.toString('latin1')
  const kinds: readonly [RegExp, string][] = [
    [/^.E\xdf\xa3/s, 'WebM or Matroska'],
    [/^GIF8/, 'GIF'],
    [/^RIFF....AVI/s, 'AVI'],
    [/^\s*<(!doctype|html|\?xml|[A-Za-z])/i, 'a web page or XML, not a video'],
    [/^\s*[{[]/, 'JSON, not a video'],
    [/^PK/, 'a ZIP archive'],
  ]
  throw new Damaged(`it is ${kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'no MP4'}`)
}

/** A fragmented file has its samples in moof boxes; only its index at the end, or a kept length, shows that none is missing. */
async function addFragments(
  file: FileHandle,
  boxes: readonly Box[],
  moov: Buffer,
  tracks: readonly Track[],
  check: CheckRange,
): Promise<void> {
  const defaults = trackDefaults(moov)
  for (const box of boxes.filter(({ type }) => type === 'moof')) {
    for (const fragment of readFragments(await readBody(file, box), box, defaults, check)) {
      const track = tracks.find(({ id }) => id === fragment.trackId)
      if (!track) throw new Damaged('a fragment belongs to no track')
      track.samples += fragment.samples
      track.durationSeconds += fragment.duration / track.timescale
      if (track.samples > maxSamples) throw new Damaged(`a track claims ${track.samples} samples`)
    }
  }
}

function describe(tracks: readonly Track[], container: Media['container']): Media {
  const video = tracks.find(({ kind, samples }) => kind === 'video' && samples > 0)
  if (!video) throw new Damaged('there is no picture in it')
  const { durationSeconds, width, height, samples, codec } = video
  if (!(durationSeconds > 0) || width === 0 || height === 0)
    throw new Damaged(`its picture is ${width}×${height} and ${durationSeconds} s long`)
  return {
    container,
    codec,
    durationSeconds: round(durationSeconds),
    width,
    height,
    framesPerSecond: round(samples / durationSeconds),
    hasAudio: tracks.some(({ kind, samples: count }) => kind === 'audio' && count > 0),
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000
