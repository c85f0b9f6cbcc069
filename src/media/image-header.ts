/** Size, kind and turn of a picture from its first bytes, and whether its end is there. No decoding. */

import { crc32 } from 'node:zlib'

export type ImageHeader =
  | {
      mime: string
      width: number
      height: number /** EXIF or HEIF turn it by a quarter: it is shown with its sides exchanged. */
      turned: boolean
    }
  | { problem: string; hint?: string }

const convert = 'save it as PNG or JPEG'
const damaged = {
  problem: 'is damaged: what it says of itself does not fit its bytes',
  hint: 'copy or download it again',
}
const broken = {
  problem: 'is damaged: its header cannot be read',
  hint: 'open it in a viewer and save it again',
}
// Four inks without their profile have no certain colour on a screen: decoders disagree by half the brightness.
const print = { problem: 'is a CMYK JPEG, made for print', hint: 'save it as an RGB JPEG or PNG' }
const cutShort = { problem: 'is cut short: its end is missing', hint: 'copy or download it again' }

export function readImageHeader(bytes: Buffer): ImageHeader {
  if (bytes.length === 0) return { problem: 'is an empty file' }
  const header = readKnown(bytes)
  if ('problem' in header || (header.width > 0 && header.height > 0)) return header
  return broken
}

function readKnown(bytes: Buffer): ImageHeader {
  try {
    if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return readPng(bytes)
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(bytes)
    const mark = bytes.toString('latin1', 0, 16)
    if (/^GIF8[79]a/.test(mark))
      return { mime: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), turned: false }
    if (/^RIFF.{4}WEBP/s.test(mark)) return readWebp(bytes)
    if (mark.slice(4, 8) === 'ftyp') return readAvif(bytes)
    return refuse(bytes, mark)
  } catch (error) {
    // Reading past the end is how Buffer says that the header is not all there.
    if (error instanceof RangeError) return cutShort
    throw error
  }
}

function refuse(bytes: Buffer, mark: string): ImageHeader {
  const text = bytes.toString('latin1', 0, 1_024)
  if (/<svg[\s>]/i.test(text))
    return {
      problem: 'is an SVG drawing, which has no pixels',
      hint: 'export it as PNG, twice as large as it will be shown',
    }
  if (/^(II\*\0|MM\0\*)/.test(mark))
    return { problem: 'is a TIFF or a camera raw file, which is not taken', hint: convert }
  if (mark.startsWith('BM')) return { problem: 'is a BMP, which is not taken', hint: convert }
  if (mark.startsWith('%PDF'))
    return { problem: 'is a PDF, which is not taken', hint: 'export the page as PNG' }
  return { problem: 'is no PNG, JPEG, WebP, GIF or AVIF', hint: convert }
}

function readPng(bytes: Buffer): ImageHeader {
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return broken
  const fault = pngFault(bytes)
  if (fault) return fault
  return {
    mime: 'image/png',
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    turned: exifTurn(pngExif(bytes)),
  }
}

/** Every part of a PNG carries a checksum: damage inside shows here, not as a blank picture in the finished clip. */
function pngFault(bytes: Buffer): { problem: string; hint: string } | undefined {
  let pixels = false
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (end + 4 > bytes.length) return cutShort
    // A capital letter first: without this part there is no picture.
    if (/^[A-Z]/.test(name) && crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return damaged
    if (name === 'IDAT') pixels = true
    if (name === 'IEND') return pixels ? undefined : damaged
    at = end + 4
  }
  return cutShort
}

function pngExif(bytes: Buffer): Buffer | undefined {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (name === 'eXIf') return bytes.subarray(at + 8, at + 8 + length)
    if (name === 'IDAT') return undefined
    at += 12 + length
  }
  return undefined
}

function readJpeg(bytes: Buffer): ImageHeader {
  let turned = false
  for (let at = 2; ; ) {
    while (bytes.readUInt8(at) !== 0xff) at += 1
    while (bytes.readUInt8(at) === 0xff) at += 1
    const marker = bytes.readUInt8(at)
    const length = bytes.readUInt16BE(at + 1)
    if (marker === 0xe1 && bytes.toString('latin1', at + 3, at + 9) === 'Exif\0\0')
      turned = exifTurn(bytes.subarray(at + 9, at + 1 + length))
    // Start of frame; C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      if (bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) <= at) return cutShort
      if (bytes.readUInt8(at + 8) === 4) return print
      return {
        mime: 'image/jpeg',
        height: bytes.readUInt16BE(at + 4),
        width: bytes.readUInt16BE(at + 6),
        turned,
      }
    }
    if (marker === 0xd9 || marker === 0xda) return broken
    at += 1 + length
  }
}

/** EXIF tag 0x0112: 5 to 8 are quarter turns. */
function exifTurn(tiff: Buffer | undefined): boolean {
  if (tiff === undefined || tiff.length < 14) return false
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const entries = short(directory)
  for (let index = 0; index < entries; index++) {
    const at = directory + 2 + index * 12
    if (short(at) === 0x0112) return short(at + 8) >= 5
  }
  return false
}

function readWebp(bytes: Buffer): ImageHeader {
  if (bytes.length < bytes.readUInt32LE(4) + 8) return cutShort
  const mime = 'image/webp'
  const kind = bytes.toString('latin1', 12, 16)
  if (kind === 'VP8X')
    return {
      mime,
      width: bytes.readUIntLE(24, 3) + 1,
      height: bytes.readUIntLE(27, 3) + 1,
      turned: exifTurn(webpExif(bytes)),
    }
  if (kind === 'VP8 ')
    return {
      mime,
      width: bytes.readUInt16LE(26) & 0x3fff,
      height: bytes.readUInt16LE(28) & 0x3fff,
      turned: false,
    }
  if (kind !== 'VP8L') return broken
  const bits = bytes.readUInt32LE(21)
  return { mime, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, turned: false }
}

function webpExif(bytes: Buffer): Buffer | undefined {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    if (bytes.toString('latin1', at, at + 4) === 'EXIF') {
      const chunk = bytes.subarray(at + 8, at + 8 + length)
      return chunk.toString('latin1', 0, 6) === 'Exif\0\0' ? chunk.subarray(6) : chunk
    }
    at += 8 + length + (length & 1)
  }
  return undefined
}

/** AVIF: the size stands in the first `ispe` box, a quarter turn in `irot`. */
function readAvif(bytes: Buffer): ImageHeader {
  const brands = bytes.toString('latin1', 8, Math.min(64, bytes.readUInt32BE(0)))
  if (!/avif|avis/.test(brands)) {
    if (/hei[cfsx]|hev[cx]|mif1|msf1/.test(brands))
      return { problem: 'is an HEIC photograph, which is not taken', hint: 'export it as JPEG' }
    return { problem: 'is a video or another media file, not a picture', hint: 'give a PNG or JPEG' }
  }
  const head = bytes.subarray(0, 65_536)
  const size = head.indexOf('ispe', 0, 'latin1')
  if (size < 0) return broken
  const turn = head.indexOf('irot', 0, 'latin1')
  const turned = turn > 0 && (head.readUInt8(turn + 4) & 1) === 1
  return {
    mime: 'image/avif',
    width: head.readUInt32BE(size + 8),
    height: head.readUInt32BE(size + 12),
    turned,
  }
}
