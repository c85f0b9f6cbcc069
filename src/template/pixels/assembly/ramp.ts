/**
 * A straight run of colour from `from` to `to`. `start`, `across` and `down` are parts of the way, 1 being 2^30: of the first
 * pixel, and for each step to the right and down. The result's rows follow each other without a gap.
 */
export function ramp(
  target: usize,
  width: i32,
  height: i32,
  start: i32,
  across: i32,
  down: i32,
  from: u32,
  to: u32,
): void {
  const base = i16x8.shl(i16x8.extend_low_i8x16_u(i32x4.splat(from)), 7)
  const change = i16x8.sub(i16x8.shl(i16x8.extend_low_i8x16_u(i32x4.splat(to)), 7), base)
  const steps = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(across))
  for (let y = 0; y < height; y++) {
    let parts = i32x4.add(i32x4.splat(start + down * y), steps)
    for (let x = 0; x < width; x += 4) {
      // A hair past either end is the end: narrowing keeps to 32767, and rounding hides the other.
      const four = i16x8.narrow_i32x4_s(i32x4.shr_s(parts, 15), parts)
      const firstTwo = i16x8.shuffle(four, four, 0, 0, 0, 0, 1, 1, 1, 1)
      const lastTwo = i16x8.shuffle(four, four, 2, 2, 2, 2, 3, 3, 3, 3)
      v128.store(
        target + (x << 2),
        i8x16.narrow_i16x8_u(colours(base, change, firstTwo), colours(base, change, lastTwo)),
      )
      parts = i32x4.add(parts, i32x4.splat(across << 2))
    }
    target += width << 2
  }
}

function colours(base: v128, change: v128, parts: v128): v128 {
  return i16x8.shr_u(i16x8.add(i16x8.add(base, i16x8.q15mulr_sat_s(change, parts)), i16x8.splat(64)), 7)
}
