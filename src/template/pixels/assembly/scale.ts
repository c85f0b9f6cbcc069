import { highBetween, lowBetween } from './lerp'

/**
 * A part of a picture at another size, each pixel between four of the source. `u` and `v` say where in the source (from its
 * first pixel, in 65536ths of one) the result's first pixel lies, `du` and `dv` how far it is to the next; they never pass 0
 * and the last. `room` holds one row of the source at 16 bits. The result's rows follow each other without a gap.
 */
export function scale(
  target: usize,
  source: usize,
  sourceStride: usize,
  width: i32,
  height: i32,
  u: i32,
  du: i32,
  lastU: i32,
  v: i32,
  dv: i32,
  lastV: i32,
  room: usize,
): void {
  const first = within(u, lastU) >> 16
  const count = (within(u + du * (width - 1), lastU) >> 16) - first + 2
  for (let y = 0; y < height; y++) {
    const down = within(v + dv * y, lastV)
    betweenRows(
      source + (down >> 16) * <i32>sourceStride + (first << 2),
      sourceStride,
      count,
      (down >> 9) & 127,
      room,
    )
    betweenColumns(target, room - (first << 3), width, u, du, lastU)
    target += width << 2
  }
}

function within(value: i32, last: i32): i32 {
  return max(0, min(value, last))
}

function betweenRows(row: usize, stride: usize, count: i32, down: i32, room: usize): void {
  const upper = i16x8.splat(<i16>(128 - down))
  const lower = i16x8.splat(<i16>down)
  for (let x = 0; x < count; x += 4) {
    const above = v128.load(row + (x << 2))
    const below = v128.load(row + (x << 2) + stride)
    v128.store(room + (x << 3), lowBetween(above, below, upper, lower))
    v128.store(room + (x << 3), highBetween(above, below, upper, lower), 16)
  }
}

function betweenColumns(target: usize, row: usize, width: i32, u: i32, du: i32, lastU: i32): void {
  for (let x = 0; x < width; x += 2) {
    const words = i16x8.narrow_i32x4_s(
      betweenTwo(row, within(u, lastU)),
      betweenTwo(row, within(u + du, lastU)),
    )
    v128.store64_lane(target + (x << 2), i8x16.narrow_i16x8_u(words, words), 0)
    u += du + du
  }
}

/** Two pixels side by side, each by its weight in 128ths; the rows' 128ths go with it. */
function betweenTwo(row: usize, across: i32): v128 {
  const both = v128.load(row + ((across >> 16) << 3))
  const right = (across >> 9) & 127
  const weights = i32x4.splat((right << 16) | (128 - right))
  const sums = i32x4.dot_i16x8_s(i16x8.shuffle(both, both, 0, 4, 1, 5, 2, 6, 3, 7), weights)
  return i32x4.shr_s(i32x4.add(sums, i32x4.splat(8192)), 14)
}
