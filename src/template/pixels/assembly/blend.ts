/** A picture over the opaque picture below it, by opacity (0 to 255) and, where `mask` is not 0, a byte of coverage a pixel. */
export function blend(
  target: usize,
  targetStride: usize,
  source: usize,
  sourceStride: usize,
  width: i32,
  height: i32,
  opacity: i32,
  mask: usize,
  maskStride: usize,
): void {
  const weights = i8x16.splat(<i8>opacity)
  for (let y = 0; y < height; y++) {
    let x = 0
    for (; x + 4 <= width; x += 4) {
      let pixels = v128.load(source + (x << 2))
      if (mask && load<u32>(mask + x) !== 0xffffffff) pixels = faded(pixels, coverageOfFour(mask + x))
      if (opacity < 255) pixels = faded(pixels, weights)
      const at = target + (x << 2)
      if (areOpaque(pixels)) v128.store(at, pixels)
      else if (v128.any_true(pixels)) v128.store(at, over(pixels, v128.load(at)))
    }
    for (; x < width; x++) {
      let pixel = v128.load32_zero(source + (x << 2))
      if (mask) pixel = faded(pixel, i8x16.splat(load<i8>(mask + x)))
      if (opacity < 255) pixel = faded(pixel, weights)
      const at = target + (x << 2)
      v128.store32_lane(at, over(pixel, v128.load32_zero(at)), 0)
    }
    target += targetStride
    source += sourceStride
    if (mask) mask += maskStride
  }
}

function areOpaque(pixels: v128): bool {
  return (i8x16.bitmask(i8x16.eq(pixels, i8x16.splat(-1))) & 0x8888) === 0x8888
}

function coverageOfFour(mask: usize): v128 {
  return i8x16.swizzle(v128.load32_zero(mask), i8x16(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3))
}

function faded(pixels: v128, weights: v128): v128 {
  return i8x16.narrow_i16x8_u(
    dividedBy255(i16x8.extmul_low_i8x16_u(pixels, weights)),
    dividedBy255(i16x8.extmul_high_i8x16_u(pixels, weights)),
  )
}

function over(pixels: v128, below: v128): v128 {
  const alphas = i8x16.swizzle(pixels, i8x16(3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15))
  return i8x16.add_sat_u(pixels, faded(below, v128.not(alphas)))
}

/** Exact to rounding for products of two bytes. */
function dividedBy255(product: v128): v128 {
  const raised = i16x8.add(product, i16x8.splat(128))
  return i16x8.shr_u(i16x8.add(raised, i16x8.shr_u(raised, 8)), 8)
}
