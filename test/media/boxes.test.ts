/** Files made by hand, for what no encoder writes: tables that lie, and offsets beyond four gigabytes. */

import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectVideo } from '../../src/media/mp4.ts'
import { temporaryFolder } from '../helpers/run.ts'

const u32 = (...numbers: number[]): Buffer => {
  const data = Buffer.alloc(numbers.length * 4)
  numbers.forEach((number, index) => void data.writeUInt32BE(number, index * 4))
  return data
}
const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body])
}
const ftyp = box('ftyp', Buffer.from('isom'), u32(0))

/** One video track of 100×100 with these sample tables. */
const trak = (...tables: Buffer[]): Buffer =>
  box(
    'trak',
    box('tkhd', u32(0, 0, 0, 1), Buffer.alloc(60), u32(100 << 16, 100 << 16)),
    box(
      'mdia',
      box('mdhd', u32(0, 0, 0, 1000, 0, 0)),
      box('hdlr', u32(0, 0), Buffer.from('vide')),
      box('minf', box('stbl', box('stsd', u32(0, 1, 86), Buffer.from('avc1'), Buffer.alloc(78)), ...tables)),
    ),
  )
/** `count` samples of one byte, each in a chunk of its own, whose offsets follow. */
const tables = (count: number, offsets: Buffer): Buffer[] => [
  box('stts', u32(0, 1, count, 1)),
  box('stsz', u32(0, 1, count)),
  offsets,
  box('stsc', u32(0, 1, 1, 1, 1)),
]
const fragmented = (...truns: Buffer[]): Buffer =>
  Buffer.concat([
    ftyp,
    box('moov', box('mvex', box('trex', u32(0, 1, 1, 1, 0, 0))), trak(...tables(0, box('stco', u32(0, 0))))),
    box('moof', box('traf', box('tfhd', u32(0x20000, 1)), ...truns)),
    box('mdat', Buffer.alloc(8)),
  ])

function written(content: Buffer): string {
  const path = join(temporaryFolder(), 'made.mp4')
  writeFileSync(path, content)
  return path
}

// Each of these took minutes, or a gigabyte, before there was a bound.
describe('tables that lie', { timeout: 20_000 }, () => {
  it('counts no samples one by one that have no field each', async () => {
    const lie = box('trun', u32(1, 10_000_000, 0))
    const path = written(fragmented(...Array.from({ length: 5_000 }, () => lie)))
    expect(await inspectVideo(path, { lengthProven: true })).toEqual({
      ok: false,
      problem: 'a track claims 50000000000 samples',
    })
  })

  it('reads no million boxes into memory', async () => {
    const path = written(Buffer.concat([ftyp, box('moov', Buffer.alloc(40_000_000, box('free')))]))
    expect(await inspectVideo(path)).toEqual({ ok: false, problem: 'it has too many boxes' })
  })

  it('finds the data of many chunks among many data boxes', async () => {
    const count = 300_000
    const data = Buffer.alloc(150_000 * 9, box('mdat', Buffer.alloc(1)))
    const build = (offset: number) =>
      Buffer.concat([
        ftyp,
        box('moov', trak(...tables(count, box('stco', u32(0, count), Buffer.alloc(count * 4, u32(offset)))))),
        data,
      ])
    const last = build(0).length - 1
    expect(await inspectVideo(written(build(last)))).toMatchObject({
      ok: true,
      media: { framesPerSecond: 1000 },
    })
    // One byte before the last box's payload is its header.
    expect(await inspectVideo(written(build(last - 1)))).toMatchObject({ ok: false })
  })
})

describe('offsets beyond four gigabytes', () => {
  it('accepts the whole file and no shorter one', async () => {
    const size = 5_000_000_000
    const build = (offset: bigint) => {
      const co64 = Buffer.concat([u32(0, 1), Buffer.alloc(8)])
      co64.writeBigUInt64BE(offset, 8)
      const head = Buffer.concat([ftyp, box('moov', trak(...tables(1, box('co64', co64))))])
      const mdat = Buffer.concat([u32(1), Buffer.from('mdat'), Buffer.alloc(8)])
      mdat.writeBigUInt64BE(BigInt(size - head.length), 8)
      return Buffer.concat([head, mdat])
    }
    const path = written(build(BigInt(size - 1)))
    truncateSync(path, size)
    expect(await inspectVideo(path)).toMatchObject({ ok: true })
    truncateSync(path, size - 1)
    expect(await inspectVideo(path)).toMatchObject({ ok: false })
    writeFileSync(path, build(BigInt(size)))
    truncateSync(path, size)
    expect(await inspectVideo(path)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('frames at'),
    })
  })
})
