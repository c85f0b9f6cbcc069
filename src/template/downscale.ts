/**
 * RGBA pixels made smaller, each the average of the area it stands for: no ripples, the same bytes on every machine, and no
 * canvas (Skia keeps what is drawn from one whose bytes are written by hand, and sees them change under its feet).
 */

/** The result is overwritten by the next call. Sides may stay as they are; they never grow. */
export function createDownscale(
  from: { width: number; height: number },
  to: { width: number; height: number },
): (pixels: Uint8Array) => Uint8Array {
  const across = sharesOf(from.width, to.width)
  const down = sharesOf(from.height, to.height)
  const rows = new Float32Array(to.width * from.height * 3)
  const out = new Uint8Array(to.width * to.height * 4).fill(255)
  return (pixels) => {
    for (let y = 0; y < from.height; y++) {
      for (let x = 0; x < to.width; x++) {
        let [red, green, blue] = [0, 0, 0]
        for (let share = across.starts[x]!; share < across.starts[x + 1]!; share++) {
          const at = (y * from.width + across.places[share]!) * 4
          const weight = across.weights[share]!
          red += pixels[at]! * weight
          green += pixels[at + 1]! * weight
          blue += pixels[at + 2]! * weight
        }
        const at = (y * to.width + x) * 3
        rows[at] = red
        rows[at + 1] = green
        rows[at + 2] = blue
      }
    }
    for (let y = 0; y < to.height; y++) {
      for (let x = 0; x < to.width * 3; x++) {
        let sum = 0
        for (let share = down.starts[y]!; share < down.starts[y + 1]!; share++)
          sum += rows[down.places[share]! * to.width * 3 + x]! * down.weights[share]!
        out[(y * to.width + Math.floor(x / 3)) * 4 + (x % 3)] = sum + 0.5
      }
    }
    return out
  }
}

/** For every new pixel: the old ones it covers, and by how much. */
function sharesOf(from: number, to: number) {
  const places: number[] = []
  const weights: number[] = []
  const starts = [0]
  const step = from / to
  for (let index = 0; index < to; index++) {
    const [start, end] = [index * step, (index + 1) * step]
    for (let at = Math.floor(start); at < Math.min(from, Math.ceil(end - 1e-9)); at++) {
      places.push(at)
      weights.push((Math.min(end, at + 1) - Math.max(start, at)) / step)
    }
    starts.push(places.length)
  }
  return {
    places: Int32Array.from(places),
    weights: Float32Array.from(weights),
    starts: Int32Array.from(starts),
  }
}
