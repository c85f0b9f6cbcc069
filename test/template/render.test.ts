import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPainter } from '../../src/template/painter.ts'
import { renderScene } from '../../src/template/render.ts'
import type { SceneSource } from '../../src/template/scene.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import { buildEngine, type Engine } from '../helpers/engine.ts'
import { decodingErrors, probe } from '../helpers/probe.ts'

const folder = mkdtempSync(join(tmpdir(), 'vidgen-render-'))
let engine: Engine
/** A picture that no encoder finds easy. */
const noise = join(folder, 'noise.png')
beforeAll(async () => {
  const source = [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=320x180',
    '-vf',
    'noise=alls=60:all_seed=1',
    '-frames:v',
    '1',
  ]
  execFileSync('ffmpeg', ['-v', 'error', ...source, noise])
  engine = await buildEngine()
})
afterAll(() => {
  engine.remove()
  rmSync(folder, { recursive: true, force: true })
})

const sceneOf = (durationSeconds: number, change: Partial<SceneSource> = {}) =>
  checkScene({
    version: 1,
    width: 320,
    height: 180,
    framesPerSecond: 30,
    durationSeconds,
    safe: { top: 10, right: 10, bottom: 10, left: 10 },
    background: {
      colour: '#0a0f24',
      colour2: '#16204a',
      glows: [{ x: 260, y: 20, radius: 160, colour: '#3d5afe', opacity: 0.4 }],
    },
    layers: [
      {
        type: 'shape',
        shape: 'ellipse',
        box: { x: 20, y: 60, width: 60, height: 60 },
        colour: '#ffb199',
        dx: [
          [0, 0],
          [durationSeconds, 200],
        ],
      },
      {
        type: 'text',
        text: 'Small tools, made well',
        box: { x: 20, y: 20, width: 280, height: 60 },
        size: 28,
        minSize: 20,
        colour: '#ffffff',
      },
    ],
    audio: { bed: 'calm 1' },
    ...change,
  })

const quiet = { signal: new AbortController().signal, onProgress() {}, onWarning() {} }

describe('renderScene', () => {
  it('draws a scene into the file and tells how far it is', async () => {
    const path = join(folder, 'whole.mp4')
    const fractions: number[] = []
    await renderScene(sceneOf(2), path, { ...quiet, onProgress: (fraction) => void fractions.push(fraction) })
    expect(probe(path).streams.map((stream) => [stream.codec_name, stream.duration])).toEqual([
      ['h264', '2.000000'],
      ['aac', '2.000000'],
    ])
    expect(decodingErrors(path)).toBe('')
    expect(fractions).toEqual([...fractions].sort((one, other) => one - other))
    expect(fractions.at(-1)).toBe(1)
  })

  it('writes into a file that is already there', async () => {
    const path = join(folder, 'claimed.mp4')
    writeFileSync(path, 'x'.repeat(2_000_000), { mode: 0o600 })
    await renderScene(sceneOf(1, { audio: null }), path, quiet)
    expect(probe(path).streams.map((stream) => stream.codec_type)).toEqual(['video'])
    expect(statSync(path).size).toBeLessThan(1_000_000)
  })

  it('encodes again until the file is under its cap, and says that it did', async () => {
    const path = join(folder, 'capped.mp4')
    const image = { type: 'image' as const, path: noise, box: { x: 0, y: 0, width: 320, height: 180 } }
    const camera = { start: { x: 0.5, y: 0.5, zoom: 1 }, end: { x: 0.4, y: 0.6, zoom: 1.6 } }
    const scene = sceneOf(2, { layers: [{ ...image, camera }] })
    await renderScene(scene, path, quiet)
    const free = statSync(path).size
    const warnings: string[] = []
    const fractions: number[] = []
    const watched = {
      ...quiet,
      onProgress: (fraction: number) => void fractions.push(fraction),
      onWarning: (text: string) => void warnings.push(text),
    }
    const maxBytes = Math.round(free / 4)
    await renderScene(scene, path, watched, { maxBytes })
    expect(statSync(path).size).toBeLessThanOrEqual(maxBytes)
    expect(statSync(path).size).toBeGreaterThan(maxBytes / 3)
    expect(warnings).toEqual([expect.stringMatching(/^to stay under .* compressed more than usual/)])
    expect(decodingErrors(path)).toBe('')
    await expect(renderScene(scene, path, quiet, { maxBytes: 40_000 })).rejects.toMatchObject({
      kind: 'usage',
      code: 'output.too_large',
    })
  })

  it('tells its times without an edit list where one is refused', async () => {
    const [usual, plain] = [join(folder, 'usual.mp4'), join(folder, 'plain.mp4')]
    await renderScene(sceneOf(1), usual, quiet)
    await renderScene(sceneOf(1), plain, quiet, { noEditList: true })
    expect([usual, plain].map((path) => readFileSync(path).includes('elst'))).toEqual([true, false])
    expect(probe(plain).streams.map((stream) => Number(stream.start_time))).toEqual([0, 0])
    expect(probe(plain).streams[0]?.duration).toBe('1.000000')
    expect(decodingErrors(plain)).toBe('')
  })

  it('keeps to a bit rate', async () => {
    const path = join(folder, 'rate.mp4')
    const image = { type: 'image' as const, path: noise, box: { x: 0, y: 0, width: 320, height: 180 } }
    const camera = { start: { x: 0.5, y: 0.5, zoom: 1 }, end: { x: 0.4, y: 0.6, zoom: 1.6 } }
    const scene = sceneOf(4, { layers: [{ ...image, camera }], audio: null })
    await renderScene(scene, path, quiet)
    const free = statSync(path).size
    await renderScene(scene, path, quiet, { maxBitsPerSecond: (free * 8) / 4 / 3 })
    // A third of the rate; the buffer of one second may be spent once more.
    expect(statSync(path).size).toBeLessThan((free / 3) * 1.35)
  })

  it('passes on what the painter warns of', async () => {
    const warnings: string[] = []
    const scene = sceneOf(0.5)
    // Georgian: no font that is shipped has it.
    const layers = scene.layers.map((layer) =>
      layer.type === 'text' ? { ...layer, text: 'ქართული' } : layer,
    )
    await renderScene({ ...scene, layers }, join(folder, 'warned.mp4'), {
      ...quiet,
      onWarning: (text) => void warnings.push(text),
    })
    expect(warnings).toHaveLength(1)
  })

  it('does not begin when it is already stopped', async () => {
    const path = join(folder, 'never.mp4')
    const reason = new Error('stopped')
    await expect(renderScene(sceneOf(1), path, { ...quiet, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
    expect(existsSync(path)).toBe(false)
  })

  it('says what is wrong with the place', async () => {
    const rendering = renderScene(sceneOf(1), join(folder, 'missing', 'clip.mp4'), quiet)
    await expect(rendering).rejects.toMatchObject({
      kind: 'environment',
      message: expect.stringContaining('ENOENT'),
    })
  })

  it('keeps the picture: SSIM of at least 0.985 to the raw frames', async () => {
    const scene = sceneOf(2, { audio: null })
    const path = join(folder, 'similar.mp4')
    await renderScene(scene, path, quiet)
    const painter = await createPainter(scene)
    const frames = Array.from({ length: painter.frameCount }, (_, frame) => Buffer.from(painter.paint(frame)))
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', '320x180', '-r', '30', '-i', '-']
    const compare = '[1:v]scale=out_color_matrix=bt709:out_range=tv,format=yuv420p[raw];[0:v][raw]ssim'
    const { stderr } = spawnSync(
      'ffmpeg',
      ['-hide_banner', '-i', path, ...raw, '-lavfi', compare, '-f', 'null', '-'],
      {
        input: Buffer.concat(frames),
        encoding: 'utf8',
      },
    )
    expect(Number(/All:([\d.]+)/.exec(stderr)?.[1])).toBeGreaterThan(0.985)
  })
})

describe('the bundled renderer with its helper threads', () => {
  it('makes the same bytes as one thread does', async () => {
    const scene = sceneOf(9)
    const [one, many, again] = ['one', 'many', 'again'].map((name) => join(folder, `${name}.mp4`)) as [
      string,
      string,
      string,
    ]
    await renderScene(scene, one, quiet)
    await engine.render(scene, many)
    await engine.render(scene, again)
    expect(readFileSync(many).equals(readFileSync(one))).toBe(true)
    expect(readFileSync(again).equals(readFileSync(one))).toBe(true)
  })

  it('needs no more memory for a longer clip', async () => {
    const large = { width: 1280, height: 720 }
    const short = await engine.render(sceneOf(8, large), join(folder, 'short.mp4'))
    const long = await engine.render(sceneOf(60, large), join(folder, 'long.mp4'))
    expect(long.residentMegabytes).toBeLessThan(450)
    expect(long.residentMegabytes - short.residentMegabytes).toBeLessThan(80)
  }, 180_000)

  it.each([0, 1, 30, 60])(
    'ends by itself and in peace when stopped after %i reports of progress',
    async (reports) => {
      const path = join(folder, `stopped-${reports}.mp4`)
      const child = engine.start(sceneOf(30), path)
      let words = ''
      let stoppedAt = 0
      child.stderr!.on('data', (text) => {
        words += text
        if (stoppedAt > 0 || words.split('\n').length < reports + 2) return
        stoppedAt = performance.now()
        child.kill('SIGINT')
      })
      const [code, signal] = await once(child, 'exit')
      // 8 is how the helper program reports the error; a crash of a thread would be a signal.
      expect([code, signal], words.slice(-300)).toEqual([8, null])
      expect(words).toContain('stopped')
      expect(performance.now() - stoppedAt).toBeLessThan(1_500)
    },
  )

  it('goes on with an ffmpeg program where the libraries are missing', async () => {
    const path = join(folder, 'program.mp4')
    await engine.render(sceneOf(2), path, { withoutLibraries: true })
    expect(probe(path).streams[0]).toMatchObject({
      codec_name: 'h264',
      nb_read_frames: '60',
      color_space: 'bt709',
    })
  })

  it('says what to install where there is neither', async () => {
    const rendering = engine.render(sceneOf(2), join(folder, 'none.mp4'), {
      withoutLibraries: true,
      path: folder,
    })
    await expect(rendering).rejects.toMatchObject({ stderr: expect.stringContaining('encoder.missing') })
  })
})
