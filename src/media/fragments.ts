/** Fragmented files: the samples of each moof, so that they too are known to lie inside the file. */

import { type Box, childBoxes, Damaged } from './boxes.ts'

export interface Fragment {
  trackId: number
  samples: number
  /** In the track's time scale. */
  duration: number
  ranges: readonly (readonly [number, number])[]
}

interface Defaults {
  duration: number
  size: number
}

/** The defaults that a moov's mvex gives each track. */
export function trackDefaults(moov: Buffer): Map<number, Defaults> {
  const mvex = childBoxes(moov).find(({ type }) => type === 'mvex')
  const trex = mvex ? childBoxes(moov, mvex.body, mvex.end).filter(({ type }) => type === 'trex') : []
  return new Map(
    trex.map(({ body, end }) => {
      if (end - body < 24) throw new Damaged('a trex box is too short')
      return [
        moov.readUInt32BE(body + 4),
        { duration: moov.readUInt32BE(body + 12), size: moov.readUInt32BE(body + 16) },
      ]
    }),
  )
}

export function readFragments(moof: Buffer, box: Box, defaults: ReadonlyMap<number, Defaults>): Fragment[] {
  return childBoxes(moof)
    .filter(({ type }) => type === 'traf')
    .map((traf) => readTrackFragment(moof, traf, box.start, defaults))
}

function readTrackFragment(
  moof: Buffer,
  traf: Box,
  moofStart: number,
  defaults: ReadonlyMap<number, Defaults>,
): Fragment {
  const children = childBoxes(moof, traf.body, traf.end)
  const tfhd = children.find(({ type }) => type === 'tfhd')
  if (!tfhd) throw new Damaged('a fragment has no header')
  const reader = fieldReader(moof, tfhd)
  const flags = reader.u32() & 0xffffff
  const trackId = reader.u32()
  const base = flags & 0x1 ? reader.u64() : moofStart
  if (flags & 0x2) reader.u32()
  const fallback = defaults.get(trackId) ?? { duration: 0, size: 0 }
  const duration = flags & 0x8 ? reader.u32() : fallback.duration
  const size = flags & 0x10 ? reader.u32() : fallback.size

  const runs = children
    .filter(({ type }) => type === 'trun')
    .map((trun) => readRun(moof, trun, base, { duration, size }))
  return {
    trackId,
    samples: runs.reduce((sum, run) => sum + run.samples, 0),
    duration: runs.reduce((sum, run) => sum + run.duration, 0),
    ranges: runs.flatMap(({ range }) => (range ? [range] : [])),
  }
}

function readRun(moof: Buffer, trun: Box, base: number, fallback: Defaults) {
  const reader = fieldReader(moof, trun)
  const flags = reader.u32() & 0xffffff
  const samples = reader.u32()
  const start = flags & 0x1 ? base + reader.i32() : undefined
  if (flags & 0x4) reader.u32()
  let duration = 0
  let length = 0
  for (let sample = 0; sample < samples; sample += 1) {
    duration += flags & 0x100 ? reader.u32() : fallback.duration
    length += flags & 0x200 ? reader.u32() : fallback.size
    if (flags & 0x400) reader.u32()
    if (flags & 0x800) reader.u32()
    // Without any field per sample nothing but this bounds the loop.
    if (sample > 10_000_000) throw new Damaged('a fragment claims too many samples')
  }
  return { samples, duration, range: start === undefined ? undefined : ([start, start + length] as const) }
}

function fieldReader(data: Buffer, box: Box) {
  let offset = box.body
  const take = (bytes: number) => {
    if (offset + bytes > box.end) throw new Damaged(`a ${box.type} box is shorter than it says`)
    offset += bytes
    return offset - bytes
  }
  return {
    u32: () => data.readUInt32BE(take(4)),
    i32: () => data.readInt32BE(take(4)),
    u64: () => Number(data.readBigUInt64BE(take(8))),
  }
}
