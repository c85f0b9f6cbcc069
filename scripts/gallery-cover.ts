/** The README's picture: the eight templates in two rows of one width, each in a ratio and a palette of its own. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { pixelsOf } from '../src/providers/template.ts'
import { hashText } from '../src/template/colour.ts'
import { stillPng } from '../src/template/painter.ts'
import { paletteFor } from '../src/template/palettes.ts'
import { checkScene } from '../src/template/scene-file.ts'
import { templateByName } from '../src/template/templates/index.ts'
import type { Picture } from './gallery-pictures.ts'

interface Tile {
  template: string
  ratio: string
  palette: string
  /** The moment, as a part of the clip. */
  part: number
  prompt?: string
  data?: Record<string, string>
  images?: readonly Picture[]
}

const width = 1_680
const gap = 14
const radius = 12

export async function drawCover(
  path: string,
  pictures: { photographs: Picture[]; screenshots: Picture[] },
): Promise<void> {
  const rows: Tile[][] = [
    [
      { template: 'title', ratio: '16:9', palette: 'midnight', part: 0.8 },
      { template: 'quote', ratio: '1:1', palette: 'paper', part: 0.9 },
      {
        template: 'data',
        ratio: '16:9',
        palette: 'graphite',
        part: 0.95,
        prompt: 'Where the build time goes',
        data: { rows: 'Tests,48;Bundling,21;Types,17;Lint,6', source: 'CI, last 30 days', unit: ' s' },
      },
    ],
    [
      { template: 'captions', ratio: '4:5', palette: 'ember', part: 0.42 },
      {
        template: 'slideshow',
        ratio: '16:9',
        palette: 'pine',
        part: 0.25,
        images: pictures.photographs.slice(0, 1),
      },
      { template: 'notes', ratio: '9:16', palette: 'sky', part: 0.9 },
      { template: 'demo', ratio: '4:5', palette: 'plum', part: 0.45, images: pictures.screenshots },
      { template: 'countdown', ratio: '9:16', palette: 'pine', part: 0.12 },
    ],
  ]
  const heights = rows.map(rowHeight)
  const canvas = createCanvas(width, Math.round(heights.reduce((sum, height) => sum + height + gap, -gap)))
  const context = canvas.getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingQuality = 'high'
  let y = 0
  for (const [index, row] of rows.entries()) {
    let x = 0
    const height = heights[index]!
    for (const tile of row) {
      const tileWidth = height * shapeOf(tile)
      const image = await loadImage(Buffer.from(await still(tile)))
      context.save()
      context.beginPath()
      context.roundRect(x, y, tileWidth, height, radius)
      context.clip()
      context.drawImage(image, x, y, tileWidth, height)
      context.restore()
      x += tileWidth + gap
    }
    y += height + gap
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, canvas.toBuffer('image/jpeg', 88))
}

const shapeOf = ({ ratio }: Tile) => {
  const size = pixelsOf(ratio)
  return size.width / size.height
}

const rowHeight = (row: readonly Tile[]) =>
  (width - gap * (row.length - 1)) / row.reduce((sum, tile) => sum + shapeOf(tile), 0)

async function still(tile: Tile): Promise<Uint8Array> {
  const template = templateByName(tile.template)
  const content = {
    prompt: tile.prompt ?? template.example.prompt,
    data: { ...template.example.data, ...tile.data },
    images: tile.images ?? [],
  }
  const durationSeconds = Math.min(60, Math.max(4, Math.ceil(template.seconds(content))))
  const scene = checkScene(
    template.make({
      ...content,
      ...pixelsOf(tile.ratio),
      framesPerSecond: 30,
      durationSeconds,
      seed: seedOf(tile.palette),
      audio: false,
    }),
  )
  return stillPng(scene, durationSeconds * tile.part)
}

function seedOf(name: string): number {
  for (let seed = 1; ; seed++) if (paletteFor(hashText(`${seed}`)).name === name) return seed
}
