/** A photograph to measure with. */

import { createCanvas } from '@napi-rs/canvas'

/** Hills in the evening with grain, so that neither the encoder nor the scaler has it easy. */
export function photograph() {
  const [width, height] = [1920, 1280]
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const sky = context.createLinearGradient(0, 0, 0, height)
  sky.addColorStop(0, '#24355f')
  sky.addColorStop(1, '#f2a65e')
  context.fillStyle = sky
  context.fillRect(0, 0, width, height)
  for (let hill = 0; hill < 5; hill++) {
    context.fillStyle = `hsl(${215 - hill * 12} 35% ${42 - hill * 7}%)`
    context.beginPath()
    context.moveTo(0, height)
    for (let x = 0; x <= width; x += 4) {
      const wave =
        Math.sin(x / 190 + hill * 2) + 0.4 * Math.sin(x / 61 + hill * 5) + 0.12 * Math.sin(x / 13 + hill)
      context.lineTo(x, height * (0.45 + hill * 0.11) - wave * 55)
    }
    context.lineTo(width, height)
    context.fill()
  }
  const random = randomNumbers(7)
  for (let grain = 0; grain < 120_000; grain++) {
    context.fillStyle = grain % 2 === 0 ? 'rgb(255 255 255 / 0.06)' : 'rgb(0 0 0 / 0.06)'
    context.fillRect(Math.floor(random() * width), Math.floor(random() * height), 2, 2)
  }
  return canvas.toBuffer('image/jpeg', 92)
}

/** Marsaglia's xorshift32: the same photograph on every machine. */
function randomNumbers(seed) {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
