/**
 * Pictures, decoded and scaled before the first frame, because Skia decodes asynchronously and a frame is painted at once.
 * The first fifty megabytes (ten at 720p) stay as they are; what comes after is packed (about half its size for a photograph) and
 * unpacked when its layer shows, 20 ms each, so that sixty photographs at 1080p do not fill the memory.
 */

import { deflateSync, inflateSync } from 'node:zlib'
import type { Bitmap } from './pixels/bitmap.ts'

export interface StoredPicture {
  /** Ready to draw; unpacked if need be. */
  open(): Bitmap
  /** Not needed for now. */
  rest(): void
}

const plainBytes = 48_000_000

export function createPictureStore(): (picture: Bitmap) => StoredPicture {
  let used = 0
  return (picture) => {
    used += picture.pixels.length
    if (used <= plainBytes) return { open: () => picture, rest: () => {} }
    const { pixels, ...shape } = picture
    const packed = pack(pixels)
    const held: { picture?: Bitmap } = {}
    return {
      open() {
        held.picture ??= { ...shape, pixels: unpack(packed) }
        return held.picture
      },
      rest() {
        held.picture = undefined
      },
    }
  }
}

/** Each byte as the difference to the same colour of the pixel before: neighbours are alike, and alike packs well. */
function pack(bytes: Uint8Array): Uint8Array {
  const differences = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) differences[at] = bytes[at]! - (at < 4 ? 0 : bytes[at - 4]!)
  return deflateSync(differences, { level: 1 })
}

function unpack(packed: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(inflateSync(packed))
  for (let at = 4; at < pixels.length; at++) pixels[at] = pixels[at]! + pixels[at - 4]!
  return pixels
}
