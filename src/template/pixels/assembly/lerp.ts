/** Between two rows of pixels, in 128ths: sums of 15 bits, seven behind the point. */
export function lowBetween(above: v128, below: v128, upper: v128, lower: v128): v128 {
  return i16x8.add(
    i16x8.mul(i16x8.extend_low_i8x16_u(above), upper),
    i16x8.mul(i16x8.extend_low_i8x16_u(below), lower),
  )
}

export function highBetween(above: v128, below: v128, upper: v128, lower: v128): v128 {
  return i16x8.add(
    i16x8.mul(i16x8.extend_high_i8x16_u(above), upper),
    i16x8.mul(i16x8.extend_high_i8x16_u(below), lower),
  )
}

export function rounded(sums: v128): v128 {
  return i16x8.shr_u(i16x8.add(sums, i16x8.splat(64)), 7)
}
