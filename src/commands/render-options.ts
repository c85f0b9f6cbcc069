/** Flags, files and config → RenderOptions. Reads what the flags point at; decides which provider when none was named. */

import { dirname, resolve } from 'node:path'
import type { App } from '../app.ts'
import { usageError } from '../errors.ts'
import type { RenderOptions } from '../jobs/plan.ts'
import { parseUsd } from '../ledger/money.ts'
import type { Brand, Cue, Still } from '../providers/provider.ts'
import type { RenderFlags } from './render.ts'
import { modelSetting } from './settings.ts'
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
    model: modelSetting(app.env, defaults, flags),
    durationSeconds: flags.duration ?? defaults.duration,
    ratio: flags.ratio ?? defaults.ratio,
    resolution: flags.resolution ?? defaults.resolution,
    seed: flags.seed,
    imagePaths: flags.image ?? [],
    script: flags.script === undefined ? undefined : await readText(app, flags.script, '--script'),
    avatar: flags.avatar,
    ...(await soundInputs(app, flags)),
    audio: flags.audio ?? defaults.audio,
    inputs: flags.input ?? {},
    platform: flags.platform,
    ...renderer,
    still: stillOf(flags),
    maxBytes: maxBytesOf(flags),
    output: outputOf(flags),
    overwrite: flags.overwrite ?? false,
    maxCostMicros: flags.maxCost === undefined ? undefined : parseUsd(flags.maxCost, '--max-cost'),
    evenIfUnknown: flags.new ?? false,
    patience: { wait: flags.wait, timeoutSeconds: flags.timeout },
  }
}

function outputOf({ output }: RenderFlags): string | undefined {
  if (output === '-')
    throw usageError('a video is not written to stdout, which carries the path of the file', {
      hint: 'name a file; one that is called "-" is -o ./-.mp4',
    })
  return output
}

function maxBytesOf({ maxSize }: RenderFlags): number | undefined {
  if (maxSize === 0) throw usageError('--max-size 0 leaves no room for a file')
  return maxSize === undefined ? undefined : Math.round(maxSize * 1e6)
}

function stillOf({ at, contactSheet }: RenderFlags): Still | undefined {
  if (at !== undefined && contactSheet)
    throw usageError('--at is one moment, --contact-sheet shows many: give one of them')
  if (at === undefined && !contactSheet) return undefined
  return contactSheet ? { sheet: true } : { atSeconds: at }
}

/** Spaces, joiners and direction marks alone show nothing: a prompt of these is no prompt. */
const shown = <Text extends string | undefined>(text: Text): Text | '' =>
  text === undefined || /[^\p{Z}\p{Cc}\p{Cf}]/u.test(text) ? text : ''

async function readPrompt(
  app: App,
  argument: string | undefined,
  file: string | undefined,
): Promise<string | undefined> {
  if (argument !== undefined && file !== undefined)
    throw usageError('give the prompt once: as an argument or with --prompt-file')
  if (file !== undefined) return shown(await readText(app, file, '--prompt-file')).trim()
  return shown(argument === '-' ? await readStdinText(app) : argument)
}

/** `--voice` names a voice or, with a dot or a slash in it, a recording. */
async function soundInputs(
  app: App,
  { voice, music }: RenderFlags,
): Promise<Pick<RenderOptions, 'voice' | 'narration' | 'music'>> {
  const inspect = async (path: string, flag: string) => {
    const { inspectSound } = await import('../template/sound/sound-file.ts')
    return inspectSound(resolve(app.cwd, path), flag)
  }
  const isRecording = voice !== undefined && /[./\\]/.test(voice)
  return {
    voice: isRecording ? undefined : voice,
    narration: isRecording ? await inspect(voice, '--voice') : undefined,
    music: music === undefined ? undefined : await inspect(music, '--music'),
  }
}

/** `--template` names a template or a file; `--data` pairs win over `--data-file`. */
async function rendererInputs(
  app: App,
  flags: RenderFlags,
): Promise<Pick<RenderOptions, 'template' | 'scene' | 'data' | 'brand' | 'cues'>> {
  const fromFile = flags.dataFile === undefined ? undefined : await readDataFile(app, flags.dataFile)
  const data = fromFile || flags.data ? { ...fromFile, ...flags.data } : undefined
  const cues = await readCues(app, flags)
  const brand = flags.brand === undefined ? undefined : await readBrand(app, flags.brand)
  if (flags.template === undefined || !/[./\\]/.test(flags.template))
    return { template: flags.template, data, brand, cues }
  const { parseSceneFile } = await import('../template/scene-file.ts')
  return {
    scene: parseSceneFile(await readText(app, flags.template, '--template'), flags.template),
    data,
    brand,
    cues,
  }
}

/** More than this in one clip is four a second: nobody reads them, and each is laid out before the first frame. */
const mostCues = 250

/** Of a long file, what the longest clip can show. */
async function readCues(app: App, { srt, vtt }: RenderFlags): Promise<Cue[] | undefined> {
  if (srt === undefined && vtt === undefined) return undefined
  if (srt !== undefined && vtt !== undefined) throw usageError('give one subtitle file: --srt or --vtt')
  const [{ parseSubtitles }, { longestSeconds }] = await Promise.all([
    import('../template/subtitles.ts'),
    import('../template/template.ts'),
  ])
  const file = (srt ?? vtt) as string
  const text = await readText(app, file, srt === undefined ? '--vtt' : '--srt')
  const all = parseSubtitles(text, file, srt === undefined ? 'vtt' : 'srt')
  const cues = all.filter((cue) => cue.fromSeconds < longestSeconds)
  if (cues.length === 0)
    throw usageError(
      `the first caption of ${file} begins after ${longestSeconds} s, where the longest clip ends`,
    )
  if (cues.length > mostCues)
    throw usageError(
      `${file} has ${cues.length} captions in its first ${longestSeconds} s; at most ${mostCues} can be shown`,
    )
  if (cues.length < all.length)
    app.output.warn(
      `${all.length - cues.length} captions of ${file} begin after ${longestSeconds} s, where the longest clip ends, and are left out`,
    )
  return cues
}

async function readBrand(app: App, path: string): Promise<Brand> {
  const { parseBrand } = await import('../template/brand-file.ts')
  return parseBrand(await readText(app, path, '--brand'), path, dirname(resolve(app.cwd, path)))
}

async function readDataFile(app: App, path: string): Promise<Record<string, string>> {
  const { parseDataFile } = await import('../template/data-file.ts')
  return parseDataFile(await readText(app, path, '--data-file'), path)
}
