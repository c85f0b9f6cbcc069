/**
 * How fast the built-in renderer is, as a ratio to native ffmpeg encoding the very same raw frames, in turns within one run:
 * at `-preset veryfast -crf 20`, and at vidgen's own x264 settings. The renderer's time is that of the whole program, from
 * start to exit. Takes: a template, or `photograph` for the scene of `npm run compare`; seconds, 720p or 1080p, rounds.
 */

import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { photograph } from '../../scripts/compare/photograph.js'
import { scene as compared } from '../../scripts/compare/scene.js'
import { pixelsOf } from '../../src/providers/template.ts'
import { createPainter } from '../../src/template/painter.ts'
import type { Scene, SceneSource } from '../../src/template/scene.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import { templateByName } from '../../src/template/templates/index.ts'
import { usualCrf, videoOptions } from '../../src/template/x264.ts'
import { buildEngine } from '../helpers/engine.ts'

const [name = 'title', seconds = '10', resolution = '720p', rounds = '5'] = process.argv.slice(2)
const size = pixelsOf('16:9', resolution)
const folder = mkdtempSync(join(tmpdir(), 'vidgen-bench-'))
const scene = checkScene(name === 'photograph' ? photographScene() : templateScene())

function templateScene(): SceneSource {
  const template = templateByName(name)
  const path = join(folder, 'photo.jpg')
  writeFileSync(path, photograph())
  return template.make({
    ...template.example,
    images: template.example.images.map(() => ({ path, widthPixels: 1_920, heightPixels: 1_280 })),
    ...size,
    framesPerSecond: 30,
    durationSeconds: Number(seconds),
    seed: 7,
    audio: true,
  })
}

/** At the size and length of the comparison alone. */
function photographScene(): unknown {
  const path = join(folder, 'photo.jpg')
  writeFileSync(path, photograph())
  const layers = compared.layers.map((layer) => (layer.type === 'image' ? { ...layer, path } : layer))
  return { ...compared, layers, audio: { bed: 'calm 7' } }
}

const rawFile = join(folder, 'frames.rgba')

async function writeFrames(scene: Scene) {
  const painter = await createPainter(scene)
  const file = openSync(rawFile, 'w')
  for (let frame = 0; frame < painter.frameCount; frame++) writeSync(file, painter.paint(frame))
  closeSync(file)
}

function encodeNatively(options: readonly string[], output: string): number {
  const started = performance.now()
  const input = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgba',
    '-s',
    `${size.width}x${size.height}`,
    '-r',
    '30',
    '-i',
    rawFile,
  ]
  const { status } = spawnSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...input,
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'libx264',
    ...options,
    output,
  ])
  if (status !== 0) throw new Error('native ffmpeg failed')
  return (performance.now() - started) / 1_000
}

function similarity(output: string): string {
  const input = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgba',
    '-s',
    `${size.width}x${size.height}`,
    '-r',
    '30',
    '-i',
    rawFile,
  ]
  const filter = '[0:v]scale=out_color_matrix=bt709:out_range=tv,format=yuv420p[raw];[1:v][raw]ssim'
  const { stderr } = spawnSync('ffmpeg', [
    '-hide_banner',
    ...input,
    '-i',
    output,
    '-lavfi',
    filter,
    '-f',
    'null',
    '-',
  ])
  return /All:([\d.]+)/.exec(`${stderr}`)?.[1] ?? 'unknown'
}

const median = (values: readonly number[]) =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!

const engine = await buildEngine()
try {
  await writeFrames(scene)
  const own = Object.entries(videoOptions({ crf: usualCrf })).flatMap(([option, value]) => [
    `-${option}`,
    value,
  ])
  const ours = join(folder, 'ours.mp4')
  const times = {
    vidgen: [] as number[],
    inside: [] as number[],
    veryfast: [] as number[],
    own: [] as number[],
    memory: [] as number[],
  }
  for (let round = 0; round < Number(rounds); round++) {
    const started = performance.now()
    const { seconds: inside, residentMegabytes } = await engine.render(scene, ours)
    times.vidgen.push((performance.now() - started) / 1_000)
    times.inside.push(inside)
    times.memory.push(residentMegabytes)
    times.veryfast.push(encodeNatively(['-preset', 'veryfast', '-crf', '20'], join(folder, 'veryfast.mp4')))
    times.own.push(encodeNatively(own, join(folder, 'own.mp4')))
  }
  const ratio = (other: readonly number[]) =>
    median(times.vidgen.map((value, round) => value / other[round]!)).toFixed(2)
  console.log(`${name} ${seconds} s ${resolution}, ${rounds} rounds, medians`)
  console.log(
    `vidgen ${median(times.vidgen).toFixed(2)} s (${median(times.inside).toFixed(2)} s without the start of node)`,
  )
  console.log(`native veryfast crf 20 ${median(times.veryfast).toFixed(2)} s: ratio ${ratio(times.veryfast)}`)
  console.log(`native, vidgen's settings ${median(times.own).toFixed(2)} s: ratio ${ratio(times.own)}`)
  console.log(
    `memory ${Math.max(...times.memory).toFixed(0)} MB; SSIM ${similarity(ours)}; ${statSync(ours).size} bytes (veryfast ${statSync(join(folder, 'veryfast.mp4')).size})`,
  )
} finally {
  engine.remove()
  rmSync(folder, { recursive: true, force: true })
}
