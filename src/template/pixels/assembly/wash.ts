/**
 * Soft colour: `values` holds four floats (RGBA, 0 to 255) for every `cell`th pixel across and down, `columns` to a row;
 * between them the colour runs straight. `grain` is one line of noise, entered at another place (`entries`) in every row:
 * as good as fresh noise, and ten times cheaper. It hides the steps between eight-bit colours.
 */
export function wash(
  target: usize,
  width: i32,
  height: i32,
  cell: i32,
  values: usize,
  columns: i32,
  grain: usize,
  grainLength: i32,
  entries: usize,
): void {
  const reciprocal = f32x4.splat(1 / <f32>cell)
  for (let y = 0; y < height; y++) {
    const row = values + (((y / cell) * columns) << 4)
    const down = f32x4.mul(f32x4.splat(<f32>(y % cell)), reciprocal)
    let grainAt = load<i32>(entries + (y << 2))
    for (let x = 0; x < width; x += cell) {
      const at = row + ((x / cell) << 4)
      const left = between(v128.load(at), v128.load(at + (columns << 4)), down)
      const right = between(v128.load(at, 16), v128.load(at + (columns << 4), 16), down)
      const step = f32x4.mul(f32x4.sub(right, left), reciprocal)
      const end = min(x + cell, width)
      let colour = left
      for (let column = x; column < end; column++) {
        const noise = f32x4.mul(v128.load32_splat(grain + (grainAt << 2)), f32x4(1, 1, 1, 0))
        grainAt = grainAt + 1 < grainLength ? grainAt + 1 : 0
        store<u32>(target + (column << 2), bytesOf(f32x4.add(colour, noise)))
        colour = f32x4.add(colour, step)
      }
    }
    target += width << 2
  }
}

function between(one: v128, other: v128, part: v128): v128 {
  return f32x4.add(one, f32x4.mul(f32x4.sub(other, one), part))
}

function bytesOf(colour: v128): u32 {
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(colour))
  const words = i16x8.narrow_i32x4_s(whole, whole)
  return i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0)
}
