/**
 * Is this WebM whole, and what is in it: the EBML elements (RFC 8794, RFC 9559) must tile the file, and every one says how long
 * it is. A segment of unknown length is a recording that nobody ended.
 */

import { readFile } from 'node:fs/promises'
import { Damaged } from './boxes.ts'
import type { FileInspection } from './inspect.ts'

const ids = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  cues: 0x1c53bb6b,
} as const

interface Element {
  id: number
  body: number
  end: number
}

export async function inspectWebm(path: string): Promise<FileInspection> {
  const bytes = await readFile(path)
  try {
    return { ok: true, media: describe(bytes) }
  } catch (error) {
    if (error instanceof Damaged) return { ok: false, problem: error.message }
    // Reading past the end is how Buffer says that the file is cut.
    if (error instanceof RangeError) return { ok: false, problem: 'it ends too early' }
    throw error
  }
}

function describe(bytes: Buffer) {
  const [head, segment, ...more] = elements(bytes, 0, bytes.length)
  if (head?.id !== ids.ebml || text(bytes, child(bytes, head, ids.docType)) !== 'webm')
    throw new Damaged('it is no WebM')
  if (segment?.id !== ids.segment || more.length > 0) throw new Damaged('it does not hold one segment')
  const parts = elements(bytes, segment.body, segment.end)
  if (!parts.some(({ id }) => id === ids.cues)) throw new Damaged('it has no index: it was never finished')
  const info = need(
    parts.find(({ id }) => id === ids.info),
    'no information',
  )
  const scale = number(bytes, child(bytes, info, ids.timestampScale)) || 1_000_000
  const length = need(child(bytes, info, ids.duration), 'no length')
  const ticks =
    length.end - length.body === 4 ? bytes.readFloatBE(length.body) : bytes.readDoubleBE(length.body)
  const durationSeconds = (ticks * scale) / 1e9
  const tracks = parts
    .filter(({ id }) => id === ids.tracks)
    .flatMap((list) => elements(bytes, list.body, list.end))
  const typeOf = (track: Element) => number(bytes, child(bytes, track, ids.trackType))
  const picture = need(
    tracks.find((track) => typeOf(track) === 1),
    'no picture',
  )
  const video = need(child(bytes, picture, ids.video), 'no picture')
  const blocks = parts
    .filter(({ id }) => id === ids.cluster)
    .flatMap((cluster) => blockTracks(bytes, cluster))
  const pictureNumber = number(bytes, child(bytes, picture, ids.trackNumber))
  const count = blocks.filter((track) => track === pictureNumber).length
  const [width, height] = [ids.pixelWidth, ids.pixelHeight].map((id) =>
    number(bytes, child(bytes, video, id)),
  ) as [number, number]
  if (count === 0 || !(durationSeconds > 0) || width === 0 || height === 0)
    throw new Damaged('there is no picture in it')
  const round = (value: number) => Math.round(value * 1_000) / 1_000
  return {
    durationSeconds: round(durationSeconds),
    width,
    height,
    framesPerSecond: round(count / durationSeconds),
    hasAudio: tracks.some((track) => typeOf(track) === 2),
  }
}

/** The track of every block in a cluster. */
function blockTracks(bytes: Buffer, cluster: Element): number[] {
  return elements(bytes, cluster.body, cluster.end).flatMap((element) => {
    if (element.id === ids.simpleBlock) return [readSize(bytes, element.body).value]
    const block = element.id === ids.blockGroup ? child(bytes, element, ids.block) : undefined
    return block === undefined ? [] : [readSize(bytes, block.body).value]
  })
}

function elements(bytes: Buffer, from: number, to: number): Element[] {
  const list: Element[] = []
  for (let at = from; at < to; ) {
    const idLength = Math.clz32(bytes.readUInt8(at)) - 23
    if (idLength > 4) throw new Damaged(`there is no element at byte ${at}`)
    const id = bytes.readUIntBE(at, idLength)
    const size = readSize(bytes, at + idLength)
    const body = at + idLength + size.length
    if (size.unknown) throw new Damaged('a part of it has no length: it was never finished')
    if (body + size.value > to)
      throw new Damaged(`the element at byte ${at} claims ${size.value} bytes, which are not there`)
    list.push({ id, body, end: body + size.value })
    at = body + size.value
  }
  return list
}

/** A number whose first byte says by its leading zeros how many follow. */
function readSize(bytes: Buffer, at: number): { value: number; length: number; unknown: boolean } {
  const first = bytes.readUInt8(at)
  const length = Math.clz32(first) - 23
  if (length > 8) throw new Damaged(`there is no length at byte ${at}`)
  let value = first & (0xff >> length)
  let unknown = value === 0xff >> length
  for (let index = 1; index < length; index++) {
    const byte = bytes.readUInt8(at + index)
    value = value * 256 + byte
    unknown &&= byte === 0xff
  }
  return { value, length, unknown }
}

const child = (bytes: Buffer, parent: Element, id: number): Element | undefined =>
  elements(bytes, parent.body, parent.end).find((element) => element.id === id)

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Damaged(`there is ${what} in it`)
  return value
}

const number = (bytes: Buffer, element: Element | undefined): number =>
  element === undefined || element.end - element.body > 6 || element.end === element.body
    ? 0
    : bytes.readUIntBE(element.body, element.end - element.body)

const text = (bytes: Buffer, element: Element | undefined): string =>
  element === undefined ? '' : bytes.toString('latin1', element.body, element.end)
