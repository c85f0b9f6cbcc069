import { highBetween, lowBetween } from './lerp'

/**
 * Where the columns of a scaled row come from, for `scale`: eight bytes each, the place of a pixel in a row of 16-bit pixels
 * and the weights in 128ths of that pixel and the next. `u` says where in the source (from its first pixel, in 65536ths of
 * one) the first column lies, `du` how far it is to the next; places never pass 0 and the last.
 */
export function columns(table: usize, width: i32, u: i32, du: i32, lastU: i32): void {
  for (let x = 0; x < width; x++) {
    const at = within(u, lastU)
    const right = (at >> 9) & 127
    store<i32>(table, (at >> 16) << 3)
    store<i32>(table, (right << 16) | (128 - right), 4)
    table += 8
    u += du
  }
}

/**
 * A part of a picture at another size, each pixel between four of the source. `v` and `dv` say of rows what `u` and `du`
 * say of columns; `last` is the last column of the source that is looked at. `room` holds one row of the source at 16 bits.
 */
export function scale(
  target: usize,
  targetStride: usize,
  source: usize,
  sourceStride: usize,
  table: usize,
  width: i32,
  height: i32,
  last: i32,
  v: i32,
  dv: i32,
  lastV: i32,
  room: usize,
): void {
  for (let y = 0; y < height; y++) {
    const down = within(v, lastV)
    betweenRows(source + <usize>(down >> 16) * sourceStride, sourceStride, last + 2, (down >> 9) & 127, room)
    betweenColumns(target, room, table, width)
    target += targetStride
    v += dv
  }
}

function within(value: i32, last: i32): i32 {
  return max(0, min(value, last))
}

function betweenRows(row: usize, stride: usize, count: i32, down: i32, room: usize): void {
  const upper = i16x8.splat(<i16>(128 - down))
  const lower = i16x8.splat(<i16>down)
  // A half for the rounding at the very end, where weights of 128 have gone over it as well.
  const half = i16x8.splat(64)
  for (let x = 0; x < count; x += 4) {
    const above = v128.load(row + (x << 2))
    const below = v128.load(row + (x << 2) + stride)
    v128.store(room + (x << 3), i16x8.add(lowBetween(above, below, upper, lower), half))
    v128.store(room + (x << 3), i16x8.add(highBetween(above, below, upper, lower), half), 16)
  }
}

function betweenColumns(target: usize, row: usize, table: usize, width: i32): void {
  for (let x = 0; x < width; x += 4) {
    const firstTwo = i16x8.narrow_i32x4_s(betweenTwo(row, table), betweenTwo(row, table + 8))
    const lastTwo = i16x8.narrow_i32x4_s(betweenTwo(row, table + 16), betweenTwo(row, table + 24))
    v128.store(target + (x << 2), i8x16.narrow_i16x8_u(firstTwo, lastTwo))
    table += 32
  }
}

/** Two pixels side by side, each by its weight: 14 bits behind the point. */
function betweenTwo(row: usize, column: usize): v128 {
  const both = v128.load(row + load<i32>(column))
  const sums = i32x4.dot_i16x8_s(
    i16x8.shuffle(both, both, 0, 4, 1, 5, 2, 6, 3, 7),
    v128.load32_splat(column, 4),
  )
  return i32x4.shr_s(sums, 14)
}
