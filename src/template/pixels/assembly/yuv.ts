/**
 * RGBA → planar YUV 4:2:0, BT.709, limited range, eight pixels of two rows at a time; exact to rounding. `width` is at least
 * eight; width and height are even; the last step of a row goes over some pixels again. `lumaStride` is that of the luma
 * plane; the others have half of it.
 */
export function convert(
  pixels: usize,
  stride: usize,
  width: i32,
  height: i32,
  luma: usize,
  u: usize,
  v: usize,
  lumaStride: usize,
): void {
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; ; x = min(x + 8, width - 8)) {
      const above = pixels + (x << 2)
      const below = above + stride
      // Two pixels each, in lanes of 16 bits.
      const above0 = v128.load8x8_u(above)
      const above1 = v128.load8x8_u(above, 8)
      const above2 = v128.load8x8_u(above, 16)
      const above3 = v128.load8x8_u(above, 24)
      const below0 = v128.load8x8_u(below)
      const below1 = v128.load8x8_u(below, 8)
      const below2 = v128.load8x8_u(below, 16)
      const below3 = v128.load8x8_u(below, 24)
      v128.store64_lane(luma + x, lumaOf(above0, above1, above2, above3), 0)
      v128.store64_lane(luma + lumaStride + x, lumaOf(below0, below1, below2, below3), 0)

      const first = sumOfFour(i16x8.add(above0, below0), i16x8.add(above1, below1))
      const last = sumOfFour(i16x8.add(above2, below2), i16x8.add(above3, below3))
      const blues = colourOf(first, last, -3298, -11094, 14392)
      const reds = colourOf(first, last, 14392, -13073, -1320)
      const words = i16x8.narrow_i32x4_s(blues, reds)
      const bytes = i8x16.narrow_i16x8_u(words, words)
      v128.store32_lane(u + (x >> 1), bytes, 0)
      v128.store32_lane(v + (x >> 1), bytes, 1)
      if (x + 8 >= width) break
    }
    pixels += stride << 1
    luma += lumaStride << 1
    u += lumaStride >> 1
    v += lumaStride >> 1
  }
}

/** Of eight pixels. Weights are fractions of 32768; 16 is black, and a half is for rounding. */
function lumaOf(first: v128, second: v128, third: v128, fourth: v128): v128 {
  const weights = i16x8(5983, 20127, 2032, 0, 5983, 20127, 2032, 0)
  const offset = i32x4.splat((16 << 15) + (1 << 14))
  const left = i32x4.shr_s(i32x4.add(weightedSums(first, second, weights), offset), 15)
  const right = i32x4.shr_s(i32x4.add(weightedSums(third, fourth, weights), offset), 15)
  const words = i16x8.narrow_i32x4_s(left, right)
  return i8x16.narrow_i16x8_u(words, words)
}

/** Of four sums of four pixels each. 128 is grey. */
function colourOf(first: v128, last: v128, red: i16, green: i16, blue: i16): v128 {
  const weights = i16x8(red, green, blue, 0, red, green, blue, 0)
  const offset = i32x4.splat((128 << 17) + (1 << 16))
  return i32x4.shr_s(i32x4.add(weightedSums(first, last, weights), offset), 17)
}

/** Red, green and blue of four pixels, two in each, by their weights. */
function weightedSums(first: v128, last: v128, weights: v128): v128 {
  const one = i32x4.dot_i16x8_s(first, weights)
  const two = i32x4.dot_i16x8_s(last, weights)
  return i32x4.add(i32x4.shuffle(one, two, 0, 2, 4, 6), i32x4.shuffle(one, two, 1, 3, 5, 7))
}

/** Of each two neighbours in two rows that have been added already. */
function sumOfFour(first: v128, last: v128): v128 {
  return i16x8.add(i64x2.shuffle(first, last, 0, 2), i64x2.shuffle(first, last, 1, 3))
}
