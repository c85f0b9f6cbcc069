/**
 * The ground of a scene: a two-colour gradient with soft lights. Made in floating point and dithered, because eight bits
 * show bands in a dark gradient. Still ground is one bitmap; wandering lights are drawn at 1/16 size and scaled up by
 * Skia under a fixed grain, which hides the steps (0.9 ms a frame at 720p).
 */

import type { SKRSContext2D } from '@napi-rs/canvas'
import { type Rgb, parseColour, randomSequence } from './colour.ts'
import type { Scene } from './scene.ts'
import { bitmap, type Skia } from './stage.ts'

const coarse = 16

interface Field {
  columns: number
  rows: number
  /** Three floats a cell. */
  values: Float32Array
}

interface Light {
  x: number
  y: number
  radius: number
  colour: Rgb
  opacity: number
}

export function createBackground(skia: Skia, scene: Scene): (context: SKRSContext2D, time: number) => void {
  const { width, height, background } = scene
  const random = randomSequence(scene.seed)
  const phases = background.glows.map(() => [random() * Math.PI * 2, random() * Math.PI * 2] as const)
  const lightsAt = (time: number): Light[] =>
    background.glows.map((glow, index) => ({
      ...glow,
      colour: parseColour(glow.colour),
      // Two slow circles of unlike period: it wanders and does not visibly repeat within a minute.
      x: glow.x + background.drift * Math.sin(time * 0.31 + phases[index]![0]),
      y: glow.y + background.drift * Math.cos(time * 0.23 + phases[index]![1]),
    }))
  if (background.drift === 0 || background.glows.length === 0) {
    const still = paintField(skia, scene, fieldOf(scene, lightsAt(0)))
    return (context) => context.drawImage(still, 0, 0)
  }
  const columns = Math.ceil(width / coarse) + 1
  const rows = Math.ceil(height / coarse) + 1
  const small = skia.createCanvas(columns, rows)
  const smallContext = small.getContext('2d')
  const pixels = smallContext.createImageData(columns, rows)
  const grain = paintGrain(skia, scene)
  return (context, time) => {
    const field = fieldOf(scene, lightsAt(time))
    for (let cell = 0; cell < columns * rows; cell++) {
      for (let channel = 0; channel < 3; channel++) pixels.data[cell * 4 + channel] = Math.round(field.values[cell * 3 + channel]!)
      pixels.data[cell * 4 + 3] = 255
    }
    smallContext.putImageData(pixels, 0, 0)
    context.imageSmoothingEnabled = true
    context.drawImage(small, -coarse / 2, -coarse / 2, columns * coarse, rows * coarse)
    context.globalCompositeOperation = 'lighter'
    context.drawImage(grain, 0, 0)
    context.globalCompositeOperation = 'source-over'
  }
}

function fieldOf(scene: Scene, lights: readonly Light[]): Field {
  const columns = Math.ceil(scene.width / coarse) + 1
  const rows = Math.ceil(scene.height / coarse) + 1
  const values = new Float32Array(columns * rows * 3)
  const from = parseColour(scene.background.colour)
  const to = parseColour(scene.background.colour2 ?? scene.background.colour)
  const angle = (scene.background.angle * Math.PI) / 180
  const along = { x: Math.cos(angle), y: Math.sin(angle) }
  const reach = (Math.abs(along.x) * scene.width + Math.abs(along.y) * scene.height) / 2
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = column * coarse
      const y = row * coarse
      const part = ((x - scene.width / 2) * along.x + (y - scene.height / 2) * along.y) / reach / 2 + 0.5
      const at = (row * columns + column) * 3
      const weights = lights.map((light) => light.opacity * softDisc(Math.hypot(x - light.x, y - light.y) / light.radius))
      for (let channel = 0; channel < 3; channel++) {
        let value = from[channel]! + (to[channel]! - from[channel]!) * part
        lights.forEach((light, index) => {
          value += (light.colour[channel]! - value) * weights[index]!
        })
        values[at + channel] = value
      }
    }
  }
  return { columns, rows, values }
}

/** A disc without an edge: smooth at the middle and at the rim, where a bell curve would need cutting off. */
const softDisc = (distance: number) => (distance >= 1 ? 0 : (1 - distance * distance) ** 3)

function paintField(skia: Skia, { width, height, seed }: Scene, field: Field) {
  const random = randomSequence(seed)
  // One line of noise, entered at another place on every row: as good as fresh noise, and ten times cheaper.
  const noise = Float32Array.from({ length: 8_191 }, () => random() - random())
  return bitmap(skia, width, height, (context) => {
    const image = context.createImageData(width, height)
    for (let y = 0; y < height; y++) {
      const row = Math.floor(y / coarse)
      const down = y / coarse - row
      let noiseAt = Math.floor(random() * noise.length)
      for (let x = 0; x < width; x++) {
        const column = Math.floor(x / coarse)
        const right = x / coarse - column
        const above = (row * field.columns + column) * 3
        const below = above + field.columns * 3
        const grain = noise[noiseAt]! * 0.75
        noiseAt = noiseAt === noise.length - 1 ? 0 : noiseAt + 1
        const at = (y * width + x) * 4
        for (let channel = 0; channel < 3; channel++) {
          const top = field.values[above + channel]! * (1 - right) + field.values[above + 3 + channel]! * right
          const bottom = (field.values[below + channel] ?? 0) * (1 - right) + (field.values[below + 3 + channel] ?? 0) * right
          image.data[at + channel] = Math.round(top * (1 - down) + bottom * down + grain)
        }
        image.data[at + 3] = 255
      }
    }
    context.putImageData(image, 0, 0)
  })
}

function paintGrain(skia: Skia, { width, height, seed }: Scene) {
  const random = randomSequence(seed ^ 0x9e3779b9)
  return bitmap(skia, width, height, (context) => {
    const image = context.createImageData(width, height)
    for (let at = 0; at < image.data.length; at += 4) {
      const value = Math.round(random() + random())
      image.data[at] = value
      image.data[at + 1] = value
      image.data[at + 2] = value
      image.data[at + 3] = 255
    }
    context.putImageData(image, 0, 0)
  })
}
