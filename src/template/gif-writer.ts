/**
 * Palette numbers → the bytes of an animated GIF (GIF89a, W3C). Each picture holds the rectangle that changed, with what
 * stayed the same in it left open; pictures that are alike are one that stands longer.
 */

export interface GifWriter {
  /** Of what has been written; the last picture is held back until it is known how long it stands. */
  bytes(): number
  add(indices: Uint8Array, centiseconds: number): void
  finish(): Buffer
}

interface Picture {
  x: number
  y: number
  width: number
  height: number
  pixels: Uint8Array
}

/** `colours`: three bytes each, at most 255; the number after the last means "as before". */
export function createGifWriter(width: number, height: number, colours: Uint8Array): GifWriter {
  const count = colours.length / 3
  const bits = Math.max(2, Math.ceil(Math.log2(count + 1)))
  const parts: Buffer[] = [header(width, height, colours, bits)]
  let size = parts[0]!.length
  let last: Uint8Array | undefined
  let held: { picture: Picture; centiseconds: number } | undefined
  const put = (part: Buffer) => {
    parts.push(part)
    size += part.length
  }
  const release = () => {
    if (held === undefined) return
    put(control(held.centiseconds, count))
    put(image(held.picture, bits))
    held = undefined
  }
  return {
    bytes: () => size,
    add(indices, centiseconds) {
      const picture =
        last === undefined
          ? { x: 0, y: 0, width, height, pixels: indices.slice() }
          : changes(last, indices, width, count)
      if (picture === undefined && held !== undefined) held.centiseconds += centiseconds
      if (picture === undefined) return
      release()
      held = { picture, centiseconds }
      last = indices.slice()
    },
    finish() {
      release()
      put(Buffer.from([0x3b]))
      return Buffer.concat(parts)
    },
  }
}

function header(width: number, height: number, colours: Uint8Array, bits: number): Buffer {
  const table = Buffer.alloc(3 * 2 ** bits)
  table.set(colours)
  const screen = Buffer.alloc(7)
  screen.writeUInt16LE(width, 0)
  screen.writeUInt16LE(height, 2)
  screen[4] = 0xf0 | (bits - 1)
  // Netscape's extension: for ever.
  const loop = Buffer.from([0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0])
  return Buffer.concat([Buffer.from('GIF89a'), screen, table, loop])
}

/** What stands is left as it is, and one number means "as before". */
function control(centiseconds: number, open: number): Buffer {
  const block = Buffer.from([0x21, 0xf9, 4, 0x05, 0, 0, open, 0])
  block.writeUInt16LE(centiseconds, 4)
  return block
}

/** The rectangle in which two pictures differ; undefined where they do not. */
function changes(before: Uint8Array, after: Uint8Array, width: number, open: number): Picture | undefined {
  let [left, right, top, bottom] = [width, -1, -1, -1]
  for (let at = 0; at < after.length; at++) {
    if (before[at] === after[at]) continue
    const x = at % width
    if (top < 0) top = Math.floor(at / width)
    bottom = Math.floor(at / width)
    if (x < left) left = x
    if (x > right) right = x
  }
  if (right < 0) return undefined
  const size = { width: right - left + 1, height: bottom - top + 1 }
  const pixels = new Uint8Array(size.width * size.height)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const at = (top + y) * width + left + x
      pixels[y * size.width + x] = before[at] === after[at] ? open : after[at]!
    }
  }
  return { x: left, y: top, ...size, pixels }
}

function image({ x, y, width, height, pixels }: Picture, bits: number): Buffer {
  const place = Buffer.alloc(11)
  place[0] = 0x2c
  place.writeUInt16LE(x, 1)
  place.writeUInt16LE(y, 3)
  place.writeUInt16LE(width, 5)
  place.writeUInt16LE(height, 7)
  place[10] = bits
  return Buffer.concat([place, ...blocks(compress(pixels, bits)), Buffer.from([0])])
}

function blocks(bytes: Buffer): Buffer[] {
  const list: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255)
    list.push(Buffer.from([block.length]), block)
  }
  return list
}

const slots = 16_384
const mostCodes = 4_096

/** LZW with codes that grow to twelve bits (GIF89a, appendix F). */
function compress(pixels: Uint8Array, bits: number): Buffer {
  const clear = 1 << bits
  const keys = new Int32Array(slots)
  const codes = new Int16Array(slots)
  const out = Buffer.alloc(Math.ceil(pixels.length * 1.6) + 16)
  let [length, pending, pendingBits, width, next] = [0, 0, 0, bits + 1, clear + 2]
  const emit = (code: number) => {
    pending |= code << pendingBits
    pendingBits += width
    for (; pendingBits >= 8; pendingBits -= 8) {
      out[length++] = pending & 255
      pending >>>= 8
    }
  }
  const restart = () => {
    emit(clear)
    keys.fill(-1)
    width = bits + 1
    next = clear + 2
  }
  restart()
  let prefix = pixels[0]!
  for (let at = 1; at < pixels.length; at++) {
    const key = (prefix << 8) | pixels[at]!
    let slot = Math.imul(key, 0x9e3779b1) >>> 18
    while (keys[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & (slots - 1)
    if (keys[slot] === key) {
      prefix = codes[slot]!
      continue
    }
    emit(prefix)
    prefix = pixels[at]!
    if (next === mostCodes) {
      restart()
      continue
    }
    keys[slot] = key
    codes[slot] = next
    // A reader is one code behind: codes grow wider when the number after this one needs it.
    if (next === 1 << width) width += 1
    next += 1
  }
  emit(prefix)
  emit(clear + 1)
  if (pendingBits > 0) out[length++] = pending & 255
  return out.subarray(0, length)
}
