import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { createCanvas } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VidgenError } from '../../src/errors.ts'
import { inspectImage } from '../../src/media/image.ts'

describe('inspectImage', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vidgen-image-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const save = (name: string, bytes: Uint8Array | string) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  }
  const picture = (width: number, height: number) => {
    const canvas = createCanvas(width, height)
    const context = canvas.getContext('2d')
    context.fillStyle = '#3366cc'
    context.fillRect(0, 0, width, height / 2)
    return canvas
  }
  /** A TIFF directory of one entry: the orientation. */
  const orientation = (value: number) =>
    Buffer.from(`49492a0008000000010012010300010000000${value}00000000000000`, 'hex')
  const withExif = (jpeg: Buffer, value: number) => {
    const tiff = orientation(value)
    return Buffer.concat([
      jpeg.subarray(0, 2),
      Buffer.from([0xff, 0xe1, 0, 8 + tiff.length]),
      Buffer.from('Exif\0\0'),
      tiff,
      jpeg.subarray(2),
    ])
  }
  async function refusal(path: string): Promise<VidgenError> {
    const error = await inspectImage(path).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(VidgenError)
    expect((error as VidgenError).exitCode).toBe(2)
    return error as VidgenError
  }

  it.each([
    ['a.png', 'image/png', () => picture(37, 21).toBuffer('image/png')],
    ['a.jpg', 'image/jpeg', () => picture(37, 21).toBuffer('image/jpeg')],
    ['a.webp', 'image/webp', () => picture(37, 21).toBuffer('image/webp', 80)],
    ['lossless.webp', 'image/webp', () => picture(37, 21).toBuffer('image/webp', 100)],
    ['a.avif', 'image/avif', () => picture(37, 21).toBuffer('image/avif')],
    [
      'a.gif',
      'image/gif',
      () =>
        Buffer.from('4749463839612500150080000000000000000021f90400000000002c00000000250015000002', 'hex'),
    ],
    ['wrong-ending.txt', 'image/png', () => picture(37, 21).toBuffer('image/png')],
  ])('reads the size of %s from its bytes', async (name, mime, make) => {
    const bytes = make()
    const found = await inspectImage(save(name, bytes))
    expect(found).toMatchObject({
      mime,
      widthPixels: 37,
      heightPixels: 21,
      sizeBytes: bytes.length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(Buffer.from(await found.read()).equals(bytes)).toBe(true)
  })

  it('takes one pixel', async () => {
    expect(await inspectImage(save('one.png', picture(1, 1).toBuffer('image/png')))).toMatchObject({
      widthPixels: 1,
      heightPixels: 1,
    })
  })

  it.each([
    [1, 37, 21],
    [3, 37, 21],
    [6, 21, 37],
    [8, 21, 37],
  ])('gives the sides as they are shown: EXIF orientation %s', async (value, widthPixels, heightPixels) => {
    const path = save(`turned${value}.jpg`, withExif(picture(37, 21).toBuffer('image/jpeg'), value))
    expect(await inspectImage(path)).toMatchObject({ widthPixels, heightPixels })
  })

  it.each([
    ['empty.png', '', /empty file/],
    ['text.jpg', 'hello', /no PNG, JPEG, WebP, GIF or AVIF/],
    ['drawing.svg', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', /SVG/],
    ['scan.tif', 'II*\0aaaaaaaaaaaaaa', /TIFF/],
    ['page.pdf', '%PDF-1.7\n', /PDF/],
    [
      'photo.heic',
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]),
      /HEIC/,
    ],
    [
      'clip.mp4',
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\0\0isomavc1')]),
      /video/,
    ],
  ])('refuses %s with the way out', async (name, bytes, words) => {
    const error = await refusal(save(name, bytes))
    expect(error.message).toMatch(words)
    expect(error.message).toContain(name)
  })

  it('refuses files that are cut short', async () => {
    for (const [name, bytes] of [
      ['cut.png', picture(400, 300).toBuffer('image/png')],
      ['cut.jpg', picture(400, 300).toBuffer('image/jpeg')],
      ['cut.webp', picture(400, 300).toBuffer('image/webp')],
    ] as const) {
      expect((await refusal(save(name, bytes.subarray(0, Math.floor(bytes.length * 0.6))))).message).toMatch(
        /cut short/,
      )
      expect((await refusal(save(`${name}.12`, bytes.subarray(0, 20)))).message).toMatch(/cut short|damaged/)
    }
  })

  it('refuses CMYK, whose colours no two decoders agree on', async () => {
    const jpeg = picture(40, 30).toBuffer('image/jpeg')
    // The count of components in the frame header, after marker, length, precision and sides.
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
    jpeg.writeUInt8(4, frame + 9)
    expect((await refusal(save('print.jpg', jpeg))).message).toMatch(/CMYK/)
  })

  it('refuses 20000×20000 by its header, before anything is decoded', async () => {
    const png = picture(8, 8).toBuffer('image/png')
    png.writeUInt32BE(20_000, 16)
    png.writeUInt32BE(20_000, 20)
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
    expect((await refusal(save('huge.png', png))).message).toMatch(/20000×20000/)
  })

  it('refuses what is too large without reading it, folders and files that are not there', async () => {
    const path = save('large.jpg', '')
    truncateSync(path, 3_000_000_000)
    expect((await refusal(path)).message).toMatch(/3000 MB/)
    expect((await refusal(folder)).message).toMatch(/not a file/)
    expect((await refusal(join(folder, 'nothing.png'))).message).toMatch(/no such file/)
  })

  it('finds damage inside a PNG, which a decoder would draw as nothing', async () => {
    const whole = picture(300, 200).toBuffer('image/png')
    const flipped = Buffer.from(whole)
    const at = whole.indexOf('IDAT') + 20
    flipped.writeUInt8(flipped.readUInt8(at) ^ 0x55, at)
    await expect(inspectImage(save('flipped.png', flipped))).rejects.toThrow(/is damaged/)
    const empty = Buffer.concat([whole.subarray(0, 33), whole.subarray(-12)])
    await expect(inspectImage(save('no-pixels.png', empty))).rejects.toThrow(/is damaged/)
  })
})
