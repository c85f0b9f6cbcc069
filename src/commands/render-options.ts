/** Flags, files and config → RenderOptions. Reads what the flags point at; decides which provider when none was named. */

import { dirname, resolve } from 'node:path'
import type { App } from '../app.ts'
import { usageError } from '../errors.ts'
import type { RenderOptions } from '../jobs/plan.ts'
import { parseUsd } from '../ledger/money.ts'
import type { Brand } from '../providers/provider.ts'
import type { RenderFlags } from './render.ts'
import { readStdinText, readText } from './text-files.ts'

export async function renderOptions(
  app: App,
  promptArgument: string | undefined,
  flags: RenderFlags,
): Promise<RenderOptions> {
  const { defaults = {} } = await app.config()
  const prompt = (await readPrompt(app, promptArgument, flags.promptFile)) ?? ''
  const renderer = await rendererInputs(app, flags)
  return {
    prompt,
    provider: flags.provider ?? defaults.provider,
    model: flags.model ?? defaults.model,
    durationSeconds: flags.duration ?? defaults.duration,
    ratio: flags.ratio ?? defaults.ratio,
    resolution: flags.resolution ?? defaults.resolution,
    seed: flags.seed,
    imagePaths: flags.image ?? [],
    script: flags.script === undefined ? undefined : await readText(app, flags.script, '--script'),
    avatar: flags.avatar,
    voice: flags.voice,
    audio: flags.audio ?? defaults.audio,
    inputs: flags.input ?? {},
    platform: flags.platform,
    ...renderer,
    output: flags.output,
    overwrite: flags.overwrite ?? false,
    maxCostMicros: flags.maxCost === undefined ? undefined : parseUsd(flags.maxCost, '--max-cost'),
    evenIfUnknown: flags.new ?? false,
    patience: { wait: flags.wait, timeoutSeconds: flags.timeout },
  }
}

async function readPrompt(
  app: App,
  argument: string | undefined,
  file: string | undefined,
): Promise<string | undefined> {
  if (argument !== undefined && file !== undefined)
    throw usageError('give the prompt once: as an argument or with --prompt-file')
  if (file !== undefined) return (await readText(app, file, '--prompt-file')).trim()
  if (argument !== '-') return argument
  return readStdinText(app)
}

/** `--template` names a template or a file; `--data` pairs win over `--data-file`. */
async function rendererInputs(
  app: App,
  flags: RenderFlags,
): Promise<Pick<RenderOptions, 'template' | 'scene' | 'data' | 'brand'>> {
  const fromFile = flags.dataFile === undefined ? undefined : await readDataFile(app, flags.dataFile)
  const data = fromFile || flags.data ? { ...fromFile, ...flags.data } : undefined
  const brand = flags.brand === undefined ? undefined : await readBrand(app, flags.brand)
  if (flags.template === undefined || !/[./\\]/.test(flags.template))
    return { template: flags.template, data, brand }
  const { parseSceneFile } = await import('../template/scene-file.ts')
  return {
    scene: parseSceneFile(await readText(app, flags.template, '--template'), flags.template),
    data,
    brand,
  }
}

async function readBrand(app: App, path: string): Promise<Brand> {
  const { parseBrand } = await import('../template/brand-file.ts')
  return parseBrand(await readText(app, path, '--brand'), path, dirname(resolve(app.cwd, path)))
}

async function readDataFile(app: App, path: string): Promise<Record<string, string>> {
  const { parseDataFile } = await import('../template/data-file.ts')
  return parseDataFile(await readText(app, path, '--data-file'), path)
}
