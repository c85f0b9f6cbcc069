/** Stand-ins for a user's photographs and screenshots, drawn here so that the repository carries no picture files. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Canvas, createCanvas } from '@napi-rs/canvas'

export interface Picture {
  path: string
  widthPixels: number
  heightPixels: number
}

function landscape(
  width: number,
  height: number,
  seed: number,
  [high, low]: [string, string],
  sun: string,
  hills: string[],
): Canvas {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const sky = context.createLinearGradient(0, 0, 0, height)
  sky.addColorStop(0, high)
  sky.addColorStop(1, low)
  context.fillStyle = sky
  context.fillRect(0, 0, width, height)
  context.fillStyle = sun
  context.beginPath()
  context.arc(width * 0.7, height * 0.35, height * 0.08, 0, Math.PI * 2)
  context.fill()
  hills.forEach((colour, index) => {
    const phase = (factor: number) => (seed * factor + index * 2.1) % 6
    context.fillStyle = colour
    context.beginPath()
    context.moveTo(0, height)
    for (let x = 0; x <= width; x += 8) {
      const part = x / width
      const waves =
        0.1 * Math.sin(part * 5 + phase(1.7)) +
        0.04 * Math.sin(part * 13 + phase(2.9)) +
        0.012 * Math.sin(part * 41 + phase(0.6))
      context.lineTo(x, height * (0.5 + index * 0.12 - waves))
    }
    context.lineTo(width, height)
    context.fill()
  })
  return canvas
}

function screenshot(width: number, height: number, dark: boolean): Canvas {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const [ground, raised, line] = dark ? ['#12141a', '#1b1e27', '#3a3f4d'] : ['#ffffff', '#f3f4f7', '#d5d9e2']
  const bar = (x: number, y: number, barWidth: number, barHeight: number, colour: string, radius = 8) => {
    context.fillStyle = colour
    context.beginPath()
    context.roundRect(x, y, barWidth, barHeight, radius)
    context.fill()
  }
  bar(0, 0, width, height, ground!, 0)
  const wide = width > height
  const side = wide ? width * 0.2 : 0
  bar(0, 0, wide ? side : width, wide ? height : height * 0.09, raised!, 0)
  for (let row = 0; wide && row < 7; row++) bar(24, 40 + row * 44, side - 60 - (row % 3) * 30, 16, line!)
  const columns = wide ? 3 : 1
  const rows = wide ? 2 : 4
  const cardWidth = (width - side - 40 * (columns + 1)) / columns
  const cardHeight = wide ? (height - 120) / 2 : (height * 0.86) / 4 - 30
  for (let index = 0; index < columns * rows; index++) {
    const x = side + 40 + (index % columns) * (cardWidth + 40)
    const y = (wide ? 40 : height * 0.11) + Math.floor(index / columns) * (cardHeight + 40)
    bar(
      x,
      y,
      cardWidth,
      cardHeight * 0.66,
      ['#ff8f6b', '#6c7bff', '#3ecf8e', '#ffd166', '#b784ff', '#5bc0eb'][index % 6]!,
      16,
    )
    bar(x, y + cardHeight * 0.74, cardWidth * 0.8, 14, line!)
    bar(x, y + cardHeight * 0.74 + 26, cardWidth * 0.5, 14, line!)
  }
  return canvas
}

export function drawPictures(folder: string): { photographs: Picture[]; screenshots: Picture[] } {
  mkdirSync(folder, { recursive: true })
  const save = (canvas: Canvas, name: string): Picture => {
    const path = join(folder, name)
    writeFileSync(
      path,
      name.endsWith('.jpg') ? canvas.toBuffer('image/jpeg', 88) : canvas.toBuffer('image/png'),
    )
    return { path, widthPixels: canvas.width, heightPixels: canvas.height }
  }
  return {
    photographs: [
      save(
        landscape(3_000, 2_000, 7, ['#274690', '#f3a65a'], '#fff3c4', ['#6b4e71', '#3b3055', '#1b1730']),
        'dusk.jpg',
      ),
      save(
        landscape(3_200, 1_800, 99, ['#9ad1d4', '#fdf6e3'], '#ffffff', ['#7fb685', '#4d8b6a', '#23513f']),
        'noon.jpg',
      ),
      save(
        landscape(1_600, 2_400, 1_234, ['#0b132b', '#5bc0be'], '#e0fbfc', ['#3a506b', '#1c2541', '#0b132b']),
        'night.jpg',
      ),
    ],
    screenshots: [
      save(screenshot(1_440, 900, false), 'light.png'),
      save(screenshot(1_440, 900, true), 'dark.png'),
      save(screenshot(1_170, 2_532, false), 'phone.png'),
    ],
  }
}
