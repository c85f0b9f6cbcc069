/** The boxes of an ISO media file (ISO/IEC 14496-12): where each begins and ends. Sizes are claims of the file, never trusted. */

import type { FileHandle } from 'node:fs/promises'

export interface Box {
  type: string
  /** Of its first byte in the file. */
  start: number
  /** Of its payload. */
  body: number
  /** One past its last byte. */
  end: number
}

/** Thrown for anything that a whole file does not have; the message says what. */
export class Damaged extends Error {}

/** A film of many hours has a moov of a few MB; more than this is an attack or noise. */
const maxInMemory = 64 * 1024 * 1024
/** A fragment is two boxes: this is a day of one a second. */
const maxTopLevel = 200_000
/** A moov has a handful for each track; without a bound 64 MB of empty boxes become a gigabyte of objects. */
const maxChildren = 100_000

/** Headers that stand close together are read at once: a hundred thousand single reads take seconds. */
const windowBytes = 64 * 1024

/** The boxes of the top level; they must tile the file to its last byte. */
export async function topLevelBoxes(file: FileHandle, size: number): Promise<Box[]> {
  const boxes: Box[] = []
  const buffer = Buffer.alloc(windowBytes)
  let [from, to] = [0, 0]
  for (let start = 0; start < size; ) {
    if (Math.min(start + 16, size) > to) {
      const { bytesRead } = await file.read(buffer, 0, windowBytes, start)
      from = start
      to = start + bytesRead
    }
    const box = readHeader(buffer.subarray(start - from, Math.min(start + 16, to) - from), start, size)
    boxes.push(box)
    if (boxes.length > maxTopLevel) throw new Damaged('it has too many boxes')
    start = box.end
  }
  return boxes
}

/** The boxes inside a payload, which they must tile. */
export function childBoxes(data: Buffer, from = 0, to = data.length): Box[] {
  const boxes: Box[] = []
  for (let start = from; start < to; ) {
    // A 32-bit zero ends a list of children in QuickTime files.
    if (to - start === 4 && data.readUInt32BE(start) === 0) break
    const box = readHeader(data.subarray(start, Math.min(start + 16, to)), start, to)
    boxes.push(box)
    if (boxes.length > maxChildren) throw new Damaged('it has too many boxes')
    start = box.end
  }
  return boxes
}

/** Throws where the bytes from `start` to `end` are not media data of the file. */
export type CheckRange = (start: number, end: number) => void

/** By bisection: a file may have a hundred thousand data boxes and millions of chunks. */
export function rangeCheck(topLevel: readonly Box[]): CheckRange {
  const data = topLevel.filter(({ type }) => type === 'mdat')
  return (start, end) => {
    if (start === end) return
    let [low, high] = [0, data.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (data[middle]!.end <= start) low = middle + 1
      else high = middle
    }
    const box = data[low]
    if (!box || start < box.body || end > box.end)
      throw new Damaged(`frames at bytes ${start} to ${end} are not in the file`)
  }
}

function readHeader(header: Buffer, start: number, limit: number): Box {
  if (header.length < 8) throw new Damaged(`it ends inside a box header at byte ${start}`)
  const type = header.toString('latin1', 4, 8)
  const size32 = header.readUInt32BE(0)
  if (size32 === 1 && header.length < 16) throw new Damaged(`it ends inside a box header at byte ${start}`)
  const length = size32 === 1 ? Number(header.readBigUInt64BE(8)) : size32 === 0 ? limit - start : size32
  const bodyOffset = size32 === 1 ? 16 : 8
  if (length < bodyOffset || start + length > limit)
    throw new Damaged(
      `the box ${JSON.stringify(type)} at byte ${start} claims ${length} bytes, which are not there`,
    )
  return { type, start, body: start + bodyOffset, end: start + length }
}

export async function readBody(file: FileHandle, box: Box): Promise<Buffer> {
  const length = box.end - box.body
  if (length > maxInMemory) throw new Damaged(`its ${box.type} box is ${length} bytes long`)
  const data = Buffer.alloc(length)
  const { bytesRead } = await file.read(data, 0, length, box.body)
  if (bytesRead !== length) throw new Damaged(`its ${box.type} box could not be read whole`)
  return data
}

/** Walks down a path of box types, the first of each. */
export function descend(
  data: Buffer,
  path: readonly string[],
): { data: Buffer; body: number; end: number } | undefined {
  let [from, to] = [0, data.length]
  for (const type of path) {
    const box = childBoxes(data, from, to).find((candidate) => candidate.type === type)
    if (!box) return undefined
    from = box.body
    to = box.end
  }
  return { data, body: from, end: to }
}
