/**
 * RGBA → planar YUV 4:2:0, BT.709, limited range, eight pixels of two rows at a time. `width` is at least eight; width and
 * height are even; the last step of a row goes over some pixels again. `lumaStride` is that of the luma plane; the others have
 * half of it.
 *
 * Weights are fractions of 32768, pixels have seven bits behind the point (five and two from the sum of four, for colour): the
 * product stays in 16 bits, and the result is within one of the exact value.
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
      let red = channel(above, 0)
      let green = channel(above, 8)
      let blue = channel(above, 16)
      v128.store64_lane(luma + x, lumaOf(red, green, blue), 0)
      const redBelow = channel(below, 0)
      const greenBelow = channel(below, 8)
      const blueBelow = channel(below, 16)
      v128.store64_lane(luma + lumaStride + x, lumaOf(redBelow, greenBelow, blueBelow), 0)
      red = sumOfFour(red, redBelow)
      green = sumOfFour(green, greenBelow)
      blue = sumOfFour(blue, blueBelow)
      v128.store32_lane(u + (x >> 1), colourOf(red, green, blue, -3298, -11094, 14392), 0)
      v128.store32_lane(v + (x >> 1), colourOf(red, green, blue, 14392, -13073, -1320), 0)
      if (x + 8 >= width) break
    }
    pixels += stride << 1
    luma += lumaStride << 1
    u += lumaStride >> 1
    v += lumaStride >> 1
  }
}

/** One colour of eight pixels, in lanes of 16 bits. */
function channel(at: usize, bits: i32): v128 {
  const byte = i32x4.splat(255)
  return i16x8.narrow_i32x4_u(
    v128.and(i32x4.shr_u(v128.load(at), bits), byte),
    v128.and(i32x4.shr_u(v128.load(at, 16), bits), byte),
  )
}

function lumaOf(red: v128, green: v128, blue: v128): v128 {
  const sum = weightedSum(i16x8.shl(red, 7), i16x8.shl(green, 7), i16x8.shl(blue, 7), 5983, 20127, 2032)
  // 16, and a half for rounding.
  return bytesOf(i16x8.add(sum, i16x8.splat(2112)))
}

function colourOf(red: v128, green: v128, blue: v128, ofRed: i16, ofGreen: i16, ofBlue: i16): v128 {
  const sum = weightedSum(i16x8.shl(red, 5), i16x8.shl(green, 5), i16x8.shl(blue, 5), ofRed, ofGreen, ofBlue)
  // 128, and a half for rounding.
  return bytesOf(i16x8.add(sum, i16x8.splat(16448)))
}

function weightedSum(red: v128, green: v128, blue: v128, ofRed: i16, ofGreen: i16, ofBlue: i16): v128 {
  return i16x8.add(
    i16x8.add(i16x8.q15mulr_sat_s(red, i16x8.splat(ofRed)), i16x8.q15mulr_sat_s(green, i16x8.splat(ofGreen))),
    i16x8.q15mulr_sat_s(blue, i16x8.splat(ofBlue)),
  )
}

function bytesOf(sums: v128): v128 {
  const whole = i16x8.shr_u(sums, 7)
  return i8x16.narrow_i16x8_u(whole, whole)
}

/** Of each two by two pixels. */
function sumOfFour(above: v128, below: v128): v128 {
  const sums = i32x4.extadd_pairwise_i16x8_s(i16x8.add(above, below))
  return i16x8.narrow_i32x4_s(sums, sums)
}
