/**
 * The built-in renderer as it ships: bundled, with its helper threads beside it, in a process of its own. The sources alone
 * render with one thread (Node 20 loads no TypeScript in threads), so threads, memory and speed are tried on this.
 */

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { Scene } from '../../src/template/scene.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface RenderedByEngine {
  /** From the first line of the program to the finished file. */
  seconds: number
  /** Of the whole process with its threads, at its highest. */
  residentMegabytes: number
}

export interface EngineSettings {
  /** As if npm had found no build of node-av for this machine. */
  withoutLibraries?: boolean
  /** Where an ffmpeg program is looked for. */
  path?: string
}

export interface Engine {
  render(scene: Scene, outputPath: string, settings?: EngineSettings): Promise<RenderedByEngine>
  /** Starts a render and gives the process, for those who mean to stop it. */
  start(scene: Scene, outputPath: string): ReturnType<typeof execFile>
  remove(): void
}

const dataUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`

const hideLibraries = dataUrl(`
  import { register } from 'node:module'
  register(${JSON.stringify(
    dataUrl(`export async function resolve(name, context, next) {
      if (name.startsWith('node-av')) throw new Error('not installed')
      return next(name, context)
    }`),
  )})`)

export async function buildEngine(): Promise<Engine> {
  // Inside the repository, so that packages are found from there.
  const folder = mkdtempSync(join(root, 'node_modules', '.vidgen-engine-'))
  await build({
    entryPoints: {
      'render-child': join(root, 'test/helpers/render-child.ts'),
      'template/render-worker': join(root, 'src/template/render-worker.ts'),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  })
  let count = 0
  const argumentsOf = (scene: Scene, outputPath: string) => {
    count += 1
    const file = join(folder, `scene-${count}.json`)
    writeFileSync(file, JSON.stringify(scene))
    return [join(folder, 'render-child.js'), file, outputPath]
  }
  return {
    async render(scene, outputPath, { withoutLibraries = false, path = process.env.PATH ?? '' } = {}) {
      const flags = withoutLibraries ? ['--import', hideLibraries] : []
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [...flags, ...argumentsOf(scene, outputPath)],
        {
          env: { ...process.env, PATH: path },
        },
      )
      return JSON.parse(stdout) as RenderedByEngine
    },
    start: (scene, outputPath) => execFile(process.execPath, argumentsOf(scene, outputPath)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
