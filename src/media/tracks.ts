/** The tracks that a moov describes; every chunk of samples is handed to a check, and none is kept: a table may claim millions. */

import { type CheckRange, childBoxes, Damaged, descend } from './boxes.ts'

export interface Track {
  id: number
  kind: 'video' | 'audio' | 'other'
  /** Four letters, such as avc1. */
  codec: string
  width: number
  height: number
  samples: number
  durationSeconds: number
  timescale: number
}

/** A day at 230 fps; a table that claims more is not read. */
export const maxSamples = 20_000_000

export function readTracks(moov: Buffer, check: CheckRange): Track[] {
  return childBoxes(moov)
    .filter(({ type }) => type === 'trak')
    .map((box) => readTrack(moov.subarray(box.body, box.end), check))
}

function readTrack(trak: Buffer, check: CheckRange): Track {
  const need = (...path: string[]) => {
    const found = descend(trak, path)
    if (!found) throw new Damaged(`a track has no ${path.at(-1)} box`)
    return trak.subarray(found.body, found.end)
  }
  const handler = need('mdia', 'hdlr').toString('latin1', 8, 12)
  const { timescale } = readMediaHeader(need('mdia', 'mdhd'))
  const header = need('tkhd')
  const description = need('mdia', 'minf', 'stbl', 'stsd')
  const table = (type: string) => need('mdia', 'minf', 'stbl', type)
  const optional = (type: string) => {
    const found = descend(trak, ['mdia', 'minf', 'stbl', type])
    return found && trak.subarray(found.body, found.end)
  }
  const sizes = readSizes(optional('stsz'), optional('stz2'))
  const times = readTimes(table('stts'))
  if (times.samples !== sizes.count)
    throw new Damaged(`a track times ${times.samples} samples and sizes ${sizes.count}`)
  checkChunks(sizes, readOffsets(optional('stco'), optional('co64')), table('stsc'), check)
  const version = header[0]
  return {
    id: at(header, version === 1 ? 20 : 12),
    kind: handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : 'other',
    codec: description.toString('latin1', 12, 16),
    width: at(header, header.length - 8) >>> 16,
    height: at(header, header.length - 4) >>> 16,
    samples: sizes.count,
    durationSeconds: times.duration / timescale,
    timescale,
  }
}

function at(data: Buffer, offset: number): number {
  if (offset < 0 || offset + 4 > data.length) throw new Damaged('a table of it is shorter than it says')
  return data.readUInt32BE(offset)
}

function readMediaHeader(mdhd: Buffer): { timescale: number } {
  const timescale = at(mdhd, mdhd[0] === 1 ? 20 : 12)
  if (timescale === 0) throw new Damaged('a track has no time scale')
  return { timescale }
}

interface Sizes {
  count: number
  sizeOf(sample: number): number
}

function readSizes(stsz: Buffer | undefined, stz2: Buffer | undefined): Sizes {
  const table = stsz ?? stz2
  if (!table) throw new Damaged('a track has no sample sizes')
  const count = at(table, 8)
  if (count > maxSamples) throw new Damaged(`a track claims ${count} samples`)
  if (stsz) {
    const fixed = at(stsz, 4)
    if (fixed === 0) need(stsz, 12 + count * 4)
    return { count, sizeOf: (sample) => (fixed === 0 ? stsz.readUInt32BE(12 + sample * 4) : fixed) }
  }
  const bits = table[7] ?? 0
  if (![4, 8, 16].includes(bits)) throw new Damaged('a track has sample sizes of an unknown width')
  need(table, 12 + Math.ceil((count * bits) / 8))
  return {
    count,
    sizeOf: (sample) =>
      bits === 16
        ? table.readUInt16BE(12 + sample * 2)
        : bits === 8
          ? table[12 + sample]!
          : (table[12 + (sample >> 1)]! >> (sample % 2 === 0 ? 4 : 0)) & 15,
  }
}

function need(data: Buffer, bytes: number): void {
  if (data.length < bytes) throw new Damaged('a table of it is shorter than it says')
}

function readTimes(stts: Buffer): { samples: number; duration: number } {
  const entries = at(stts, 4)
  need(stts, 8 + entries * 8)
  let samples = 0
  let duration = 0
  for (let entry = 0; entry < entries; entry += 1) {
    const count = stts.readUInt32BE(8 + entry * 8)
    samples += count
    duration += count * stts.readUInt32BE(12 + entry * 8)
  }
  return { samples, duration }
}

interface Offsets {
  count: number
  offsetOf(chunk: number): number
}

function readOffsets(stco: Buffer | undefined, co64: Buffer | undefined): Offsets {
  const table = stco ?? co64
  if (!table) throw new Damaged('a track has no chunk offsets')
  const count = at(table, 4)
  need(table, 8 + count * (stco ? 4 : 8))
  return {
    count,
    offsetOf: (chunk) =>
      stco ? table.readUInt32BE(8 + chunk * 4) : Number(table.readBigUInt64BE(8 + chunk * 8)),
  }
}

/** Joins the three tables: each chunk's first sample comes from stsc, its length from the sizes. */
function checkChunks(sizes: Sizes, offsets: Offsets, stsc: Buffer, check: CheckRange): void {
  const entries = at(stsc, 4)
  need(stsc, 8 + entries * 12)
  let sample = 0
  for (let entry = 0; entry < entries; entry += 1) {
    const first = stsc.readUInt32BE(8 + entry * 12)
    const perChunk = stsc.readUInt32BE(12 + entry * 12)
    const last = entry + 1 < entries ? stsc.readUInt32BE(20 + entry * 12) : offsets.count + 1
    if (first < 1 || last < first || last > offsets.count + 1)
      throw new Damaged('its chunks are out of order')
    for (let chunk = first; chunk < last; chunk += 1) {
      if (sample + perChunk > sizes.count) throw new Damaged('its chunks hold more samples than it has')
      let length = 0
      for (let end = sample + perChunk; sample < end; sample += 1) length += sizes.sizeOf(sample)
      const start = offsets.offsetOf(chunk - 1)
      check(start, start + length)
    }
  }
  if (sample !== sizes.count) throw new Damaged(`its chunks hold ${sample} samples of ${sizes.count}`)
}
