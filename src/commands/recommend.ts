/** `vidgen recommend`: a brief → the right provider for it, why, and why not the others. Sends nothing, spends nothing. */

import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { usageError } from '../errors.ts'
import type { RecommendRequest } from '../mia/types.ts'
import { nearest } from '../nearest.ts'
import { withExamples } from './help.ts'
import { collect, parseNumber } from './values.ts'

interface RecommendFlags {
  type?: string
  platform?: string
  duration?: number
  ratio?: string
  image?: string[]
  script?: string
  audio?: boolean
  avatar?: boolean
  offline?: boolean
  deterministic?: boolean
  maxCost?: string
  explain?: boolean
}

export function registerRecommend(program: Command, withApp: WithApp): void {
  withExamples(
    program
      .command('recommend')
      .summary('name the right provider for a brief, and why')
      .description(
        'Name the right provider for a brief: why, what it costs, and why not the others. Nothing is sent.',
      )
      .argument('[brief]', 'what the video is to show; - reads it from stdin')
      .option(
        '--type <name>',
        'the kind of video, such as talking-head or changelog; else read from the brief',
      )
      .option('--platform <name>', 'where it will be shown, such as tiktok or youtube')
      .option('-d, --duration <seconds>', 'length of the video; strict', (text) =>
        parseNumber(text, '--duration'),
      )
      .option('--ratio <w:h>', 'shape of the picture; else what the platform takes')
      .option('--image <file>', 'a picture to use; may be given several times', collect)
      .option('--script <file>', 'words to be spoken')
      .option('--audio', 'it needs sound of its own')
      .option('--avatar', 'it needs a face that speaks')
      .option('--offline', 'nothing may leave this machine')
      .option('--deterministic', 'the same file on every run')
      .option('--max-cost <usd>', 'the most it may cost')
      .option('--explain', 'show every point of every score')
      .action(withApp(run)),
    [
      'vidgen recommend "Slow drone shot over a misty fjord" --platform youtube --duration 8',
      'vidgen recommend - --explain < brief.txt',
      'vidgen recommend "A presenter explains our new plan" --json | jq -r .best.id',
    ],
    [0, 2, 8],
  )
}

async function run(app: App, argument: string | undefined, flags: RecommendFlags): Promise<void> {
  const request = await requestFrom(app, argument, flags)
  const { parseUsd } = await import('../ledger/money.ts')
  const { advise } = await import('../jobs/advice.ts')
  const maxCostMicros = flags.maxCost === undefined ? undefined : parseUsd(flags.maxCost, '--max-cost')
  const script =
    flags.script === undefined
      ? undefined
      : await (await import('./text-files.ts')).readText(app, flags.script, '--script')
  const { recommendation } = await advise(app, request, { maxCostMicros, script })
  if (app.output.json) return app.output.document(recommendation)
  const { renderText } = await import('../mia/render-text.ts')
  app.output.lines(renderText(recommendation, { explain: flags.explain }).trimEnd().split('\n'))
}

async function requestFrom(
  app: App,
  argument: string | undefined,
  flags: RecommendFlags,
): Promise<RecommendRequest> {
  const images = flags.image ?? []
  const brief =
    argument === '-' ? await (await import('./text-files.ts')).readStdinText(app) : (argument ?? '')
  if (brief.trim() === '' && images.length === 0 && flags.type === undefined)
    throw usageError('a brief is needed', {
      hint: 'say what to show: vidgen recommend "A fox in fresh snow"',
    })
  await Promise.all(
    [...images, ...(flags.script === undefined ? [] : [flags.script])].map((path) => mustBeFile(app, path)),
  )
  if (flags.ratio !== undefined && !/^[1-9]\d{0,3}:[1-9]\d{0,3}$/.test(flags.ratio))
    throw usageError(`--ratio must be a ratio such as 16:9, not "${flags.ratio}"`)
  return {
    brief,
    asTyped: {
      ...(argument === '-' && { brief: '-' }),
      imagePaths: images,
      scriptPath: flags.script,
    },
    platform: await platformFrom(flags.platform),
    contentType: await typeFrom(flags.type),
    durationSec: flags.duration ?? null,
    aspectRatio: flags.ratio ?? null,
    inputs: { images: images.length, videos: 0, script: flags.script !== undefined, data: false },
    needs: {
      audio: flags.audio ?? null,
      avatar: flags.avatar ?? null,
      offline: flags.offline ?? null,
      deterministic: flags.deterministic ?? null,
    },
  }
}

async function platformFrom(name: string | undefined): Promise<string | null> {
  if (name === undefined) return null
  const { findPlatform } = await import('../jobs/platform.ts')
  return findPlatform(name)?.id ?? null
}

async function typeFrom(name: string | undefined): Promise<string | null> {
  if (name === undefined) return null
  const { asContentType } = await import('../mia/classify.ts')
  const { contentTypes } = await import('../mia/types.ts')
  const type = asContentType(name)
  if (type) return type
  const suggestion = nearest(name, contentTypes)
  throw usageError(`there is no type "${name}"`, {
    hint: suggestion ? `did you mean "${suggestion}"?` : `choose one of: ${contentTypes.join(', ')}`,
  })
}

async function mustBeFile(app: App, path: string): Promise<void> {
  const found = statSync(resolve(app.cwd, path), { throwIfNoEntry: false })
  if (!found?.isFile()) throw usageError(`there is no file ${path}`)
}
