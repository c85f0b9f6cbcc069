/**
 * The ground of a scene: a two-colour gradient with soft lights. Made in floating point and dithered, because eight bits show
 * bands in a dark gradient. It stands still, so that a frame begins with one copy of its bytes (0.4 ms at 720p; lights that
 * wander were tried: 6 ms a frame, and twice the encoder's work).
 */

import { parseColour, randomSequence } from './colour.ts'
import { createLayout, loadProgram } from './pixels/load-program.ts'
import type { Scene } from './scene.ts'

/** Pixels between the points that are computed; between them the light is as good as straight. */
const coarse = 16

interface Field {
  columns: number
  rows: number
  /** RGBA a cell. */
  values: Float32Array
}

/** RGBA, row by row. */
export const paintBackground = (scene: Scene): Uint8Array => paintField(scene, fieldOf(scene))

function fieldOf(scene: Scene): Field {
  const lights = scene.background.glows.map((glow) => ({ ...glow, colour: parseColour(glow.colour) }))
  const columns = Math.ceil(scene.width / coarse) + 2
  const rows = Math.ceil(scene.height / coarse) + 2
  const values = new Float32Array(columns * rows * 4).fill(255)
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
      const at = (row * columns + column) * 4
      const weights = lights.map(
        (light) => light.opacity * softDisc(Math.hypot(x - light.x, y - light.y) / light.radius),
      )
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

function paintField({ width, height, seed }: Scene, { columns, rows, values }: Field): Uint8Array {
  const random = randomSequence(seed)
  const noise = Float32Array.from({ length: 8_191 }, () => (random() - random()) * 0.75)
  const entries = Int32Array.from({ length: height }, () => Math.floor(random() * noise.length))
  const layout = createLayout()
  const target = layout.reserve(width * height * 4)
  const valuesAt = layout.reserve(columns * rows * 16)
  const noiseAt = layout.reserve(noise.byteLength)
  const entriesAt = layout.reserve(entries.byteLength)
  const { program, bytes } = loadProgram(layout.size())
  new Float32Array(bytes.buffer, valuesAt).set(values)
  new Float32Array(bytes.buffer, noiseAt).set(noise)
  new Int32Array(bytes.buffer, entriesAt).set(entries)
  program.wash(target, width, height, coarse, valuesAt, columns, noiseAt, noise.length, entriesAt)
  return bytes.subarray(target, target + width * height * 4)
}
