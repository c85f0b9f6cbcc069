/**
 * Pictures, decoded and scaled before the first frame, because Skia decodes asynchronously and a frame is painted at once.
 * The first fifty megabytes (ten at 720p) stay as they are; what comes after is packed (about half its size for a photograph) and
 * unpacked when its layer shows, 20 ms each, so that sixty photographs at 1080p do not fill the memory.
 */

import { deflateSync, inflateSync } from 'node:zlib'
import type { Canvas } from '@napi-rs/canvas'
import { forget, type Skia } from './stage.ts'

export interface StoredPicture {
  /** Ready to draw; unpacked if need be. */
  open(): Canvas
  /** Not needed for now. */
  rest(): void
}

const plainBytes = 48_000_000

export function createPictureStore(skia: Skia): (canvas: Canvas) => StoredPicture {
  let used = 0
  return (canvas) => {
    const { width, height } = canvas
    used += width * height * 4
    if (used <= plainBytes) {
      const settled = settle(skia, canvas)
      return { open: () => settled, rest: () => {} }
    }
    const packed = pack(canvas.data())
    forget(canvas)
    const held: { canvas?: Canvas } = {}
    return {
      open() {
        held.canvas ??= unpack(skia, packed, width, height)
        return held.canvas
      },
      rest() {
        if (held.canvas !== undefined) forget(held.canvas)
        held.canvas = undefined
      },
    }
  }
}

/**
 * The same pixels on a canvas of their own. One that was drawn on keeps what was drawn, here the decoded photograph, for
 * as long as it lives (sixty pictures: 2 GB).
 */
function settle(skia: Skia, drawn: Canvas): Canvas {
  const canvas = skia.createCanvas(drawn.width, drawn.height)
  canvas.data().set(drawn.data())
  forget(drawn)
  return canvas
}

/** Each byte as the difference to the same colour of the pixel before: neighbours are alike, and alike packs well. */
function pack(bytes: Uint8Array): Uint8Array {
  const differences = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) differences[at] = bytes[at]! - (at < 4 ? 0 : bytes[at - 4]!)
  return deflateSync(differences, { level: 1 })
}

function unpack(skia: Skia, packed: Uint8Array, width: number, height: number): Canvas {
  const bytes = new Uint8Array(inflateSync(packed))
  for (let at = 4; at < bytes.length; at++) bytes[at] = bytes[at]! + bytes[at - 4]!
  const canvas = skia.createCanvas(width, height)
  canvas.data().set(bytes)
  return canvas
}
