/** Is this GIF whole, and what is in it: every block up to the trailer, which must be the file's last byte. */

import { readFile } from 'node:fs/promises'
import { Damaged } from './boxes.ts'
import type { FileInspection } from './inspect.ts'

export async function inspectGif(path: string): Promise<FileInspection> {
  const bytes = await readFile(path)
  try {
    return { ok: true, media: walk(bytes) }
  } catch (error) {
    if (error instanceof Damaged) return { ok: false, problem: error.message }
    // Reading past the end is how Buffer says that the file is cut.
    if (error instanceof RangeError) return { ok: false, problem: 'it ends too early' }
    throw error
  }
}

function walk(bytes: Buffer) {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) throw new Damaged('it is no GIF')
  const [width, height] = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)]
  const found = { pictures: 0, centiseconds: 0 }
  let at = 13 + tableLength(bytes.readUInt8(10))
  for (let kind = bytes.readUInt8(at); kind !== 0x3b; kind = bytes.readUInt8(at)) {
    if (kind === 0x21) {
      if (bytes.readUInt8(at + 1) === 0xf9) found.centiseconds += bytes.readUInt16LE(at + 4)
      at = endOfBlocks(bytes, at + 2)
    } else if (kind === 0x2c) {
      found.pictures += 1
      at = endOfBlocks(bytes, at + 11 + tableLength(bytes.readUInt8(at + 9)))
    } else throw new Damaged(`there is no block of a GIF at byte ${at}`)
  }
  if (at !== bytes.length - 1) throw new Damaged('something follows its end')
  if (found.pictures === 0 || width === 0 || height === 0) throw new Damaged('there is no picture in it')
  const durationSeconds = found.centiseconds / 100
  return {
    durationSeconds,
    width,
    height,
    framesPerSecond:
      durationSeconds === 0 ? 0 : Math.round((found.pictures / durationSeconds) * 1_000) / 1_000,
    hasAudio: false,
  }
}

const tableLength = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from
  for (let length = bytes.readUInt8(at); length !== 0; length = bytes.readUInt8(at)) at += length + 1
  return at + 1
}
