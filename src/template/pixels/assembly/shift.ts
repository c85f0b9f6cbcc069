import { highBetween, lowBetween, rounded } from './lerp'

/**
 * Pixels between pixels: each of the result is `right` and `down` (128ths, less than one pixel) into the source from its own
 * place, which has one column and one row more where they are not 0. The result's rows follow each other without a gap.
 */
export function shift(
  target: usize,
  source: usize,
  sourceStride: usize,
  width: i32,
  height: i32,
  right: i32,
  down: i32,
): void {
  const upper = i16x8.splat(<i16>(128 - down))
  const lower = i16x8.splat(<i16>down)
  const left = i16x8.splat(<i16>((128 - right) << 8))
  const more = i16x8.splat(<i16>(right << 8))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += 4) {
      const at = source + (x << 2)
      const above = v128.load(at)
      const below = v128.load(at + sourceStride)
      let low = lowBetween(above, below, upper, lower)
      let high = highBetween(above, below, upper, lower)
      if (right) {
        const aboveNext = v128.load(at + 4)
        const belowNext = v128.load(at + 4 + sourceStride)
        low = mixed(low, lowBetween(aboveNext, belowNext, upper, lower), left, more)
        high = mixed(high, highBetween(aboveNext, belowNext, upper, lower), left, more)
      }
      v128.store(target + (x << 2), i8x16.narrow_i16x8_u(rounded(low), rounded(high)))
    }
    target += width << 2
    source += sourceStride
  }
}

function mixed(one: v128, next: v128, left: v128, more: v128): v128 {
  return i16x8.add(i16x8.q15mulr_sat_s(one, left), i16x8.q15mulr_sat_s(next, more))
}
