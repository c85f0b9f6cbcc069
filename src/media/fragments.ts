/** Fragmented files: the samples of each moof, so that they too are known to lie inside the file. */

import { type Box, type CheckRange, childBoxes, Damaged } from './boxes.ts'

export interface Fragment {
  trackId: number
  samples: number
  /** In the track's time scale. */
  duration: number
  /** One past its last sample in the file. */
  dataEnd: number
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

export function readFragments(
  moof: Buffer,
  box: Box,
  defaults: ReadonlyMap<number, Defaults>,
  check: CheckRange,
): Fragment[] {
  // Where a track's run does not say where its data begins, it follows on the data of the one before it.
  let dataEnd = box.start
  return childBoxes(moof)
    .filter(({ type }) => type === 'traf')
    .map((traf) => {
      const fragment = readTrackFragment(moof, traf, { moofStart: box.start, dataEnd }, defaults, check)
      dataEnd = fragment.dataEnd
      return fragment
    })
}

function readTrackFragment(
  moof: Buffer,
  traf: Box,
  { moofStart, dataEnd }: { moofStart: number; dataEnd: number },
  defaults: ReadonlyMap<number, Defaults>,
  check: CheckRange,
): Fragment {
  const children = childBoxes(moof, traf.body, traf.end)
  const tfhd = children.find(({ type }) => type === 'tfhd')
  if (!tfhd) throw new Damaged('a fragment has no header')
  const reader = fieldReader(moof, tfhd)
  const flags = reader.u32() & 0xffffff
  const trackId = reader.u32()
  // ISO/IEC 14496-12, 8.8.7: an offset of its own, the moof (0x020000), or the end of the track fragment before.
  const base = flags & 0x1 ? reader.u64() : flags & 0x20000 ? moofStart : dataEnd
  if (flags & 0x2) reader.u32()
  const fallback = defaults.get(trackId) ?? { duration: 0, size: 0 }
  const duration = flags & 0x8 ? reader.u32() : fallback.duration
  const size = flags & 0x10 ? reader.u32() : fallback.size

  const fragment = { trackId, samples: 0, duration: 0, dataEnd: base }
  for (const trun of children.filter(({ type }) => type === 'trun')) {
    const run = readRun(moof, trun, { duration, size })
    const start = run.offset === undefined ? fragment.dataEnd : base + run.offset
    fragment.dataEnd = start + run.length
    check(start, fragment.dataEnd)
    fragment.samples += run.samples
    fragment.duration += run.duration
  }
  return fragment
}

function readRun(moof: Buffer, trun: Box, fallback: Defaults) {
  const reader = fieldReader(moof, trun)
  const flags = reader.u32() & 0xffffff
  const samples = reader.u32()
  const offset = flags & 0x1 ? reader.i32() : undefined
  if (flags & 0x4) reader.u32()
  // Without fields per sample there is nothing to read, however many samples it claims.
  if ((flags & 0xf00) === 0)
    return { samples, offset, duration: samples * fallback.duration, length: samples * fallback.size }
  let duration = 0
  let length = 0
  for (let sample = 0; sample < samples; sample += 1) {
    duration += flags & 0x100 ? reader.u32() : fallback.duration
    length += flags & 0x200 ? reader.u32() : fallback.size
    if (flags & 0x400) reader.u32()
    if (flags & 0x800) reader.u32()
  }
  return { samples, offset, duration, length }
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
