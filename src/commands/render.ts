/** `vidgen render`: flags → a plan → the job's story → one line (or one JSON document) on stdout. */

import { type Command, Option } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { usageError, VidgenError } from '../errors.ts'
import type { Plan, RenderOptions } from '../jobs/plan.ts'
import type { Cue } from '../providers/provider.ts'
import type { Choice } from './choose.ts'
import { withExamples } from './help.ts'
import { collect, collectPair, parseCount, parseNumber, parseTimeSpan } from './values.ts'

export interface RenderFlags {
  provider?: string
  model?: string
  duration?: number
  ratio?: string
  resolution?: string
  seed?: number
  image?: string[]
  script?: string
  avatar?: string
  voice?: string
  music?: string
  audio?: boolean
  input?: Record<string, string>
  template?: string
  data?: Record<string, string>
  dataFile?: string
  brand?: string
  srt?: string
  vtt?: string
  subtitles?: boolean
  at?: number
  contactSheet?: boolean
  maxSize?: number
  platform?: string
  promptFile?: string
  output?: string
  overwrite?: boolean
  dryRun?: boolean
  maxCost?: string
  yes?: boolean
  fallback: 'none' | 'free'
  new?: boolean
  wait: boolean
  timeout?: number
  sidecar?: boolean
  open?: boolean
}

export function registerRender(program: Command, withApp: WithApp): void {
  const command = program
    .command('render')
    .summary('make a video from a prompt')
    .description(
      'Make a video from a prompt. Without a key and a network the built-in renderer does it, for free.',
    )
    .argument('[prompt]', 'what to show; - reads it from stdin')
    .option('--prompt-file <file>', 'read the prompt from a file')
    .option('-p, --provider <id>', 'who makes it; naming a paid one is consent to spend within the budgets')
    .option('-m, --model <id>', 'the model; see `vidgen providers`')
    .option('-d, --duration <seconds>', 'length of the video', (text) => parseNumber(text, '--duration'))
    .option('--ratio <w:h>', 'shape of the picture, such as 16:9 or 9:16')
    .option('--resolution <name>', 'such as 720p or 1080p')
    .option(
      '--platform <name>',
      'where it will be shown: sets ratio, length advice, safe area and the most the file may have',
    )
    .option('--image <file>', 'a picture to use; may be given several times, order is kept', collect)
    .option('--audio', 'with sound')
    .option('--no-audio', 'without sound')
    .option('--seed <n>', 'for models that take one', (text) => parseCount(text, '--seed'))
    .option('--script <file>', 'words to be spoken exactly, for avatars')
    .option('--avatar <id>', 'who speaks')
    .option(
      '--voice <id|file>',
      'with which voice; built-in renderer: a recording, over which the music steps back',
    )
    .option('--music <file>', 'built-in renderer: music in place of the made bed, cut or looped to fit')
    .option('--input <key=value>', 'a setting of the model; may be given several times', collectPair)
    .option('--template <name|file>', 'built-in renderer: a template or a scene as JSON')
    .option(
      '--data <key=value>',
      'built-in renderer: a value to show; may be given several times',
      collectPair,
    )
    .option('--data-file <file>', 'built-in renderer: values from a JSON or CSV file')
    .option('--brand <file>', 'built-in renderer: colours, logo and font, from a JSON file')
    .option('--srt <file>', 'built-in renderer: captions with their times, from a SubRip file')
    .option('--vtt <file>', 'built-in renderer: captions with their times, from a WebVTT file')
    .option(
      '-o, --output <path>',
      'a file (.mp4, .webm, .gif, .png, .jpg), a folder, or a pattern with {provider} {model} {slug} {date} {job} {index} {ratio}',
    )
    .option(
      '--at <seconds>',
      'a picture instead of a video: the moment it shows; default the fullest one',
      (text) => parseNumber(text, '--at'),
    )
    .option('--contact-sheet', 'a picture instead of a video: moments of the whole clip side by side')
    .option(
      '--max-size <MB>',
      'built-in renderer: the most the file may have, in megabytes; default what --platform takes, for a GIF 10',
      (text) => parseNumber(text, '--max-size'),
    )
    .option('--overwrite', 'replace the file that is there')
    .option('--sidecar', 'write <file>.json beside the video: prompt, settings, cost, sha256')
    .option('--subtitles', 'built-in renderer: write the captions beside the video, as SubRip (.srt)')
    .option('--open', 'open the finished file')
    .option('--dry-run', 'show the whole plan and its price; reserve and send nothing')
    .option('--max-cost <usd>', 'the most this render may cost; also consent to spend it')
    .option('-y, --yes', 'consent to spend within the budgets')
    .addOption(
      new Option('--fallback <how>', 'when the provider cannot: none, or free for the built-in renderer')
        .choices(['none', 'free'])
        .default('none'),
    )
    .option('--new', 'render although the identical request is unsettled or was interrupted')
    .option('--no-wait', 'leave the job running once it is accepted (exit 7)')
    .addOption(
      new Option('--timeout <time>', 'stop waiting after this long, such as 90s or 15m (exit 7)').argParser(
        (text) => parseTimeSpan(text, '--timeout'),
      ),
    )
    .action(withApp(run))
  withExamples(
    command,
    [
      'vidgen render "A fox in fresh snow" -o fox.mp4',
      'vidgen render "Version 2.4 is out" --ratio 9:16 --duration 12 --no-audio',
      'vidgen render "Waves at night" -p runway --max-cost 1 --json',
    ],
    [0, 2, 3, 4, 5, 6, 7, 8, 9, 130],
  )
}

async function run(app: App, promptArgument: string | undefined, flags: RenderFlags): Promise<void> {
  const { renderOptions } = await import('./render-options.ts')
  const started = app.clock.elapsedMs()
  const given = await renderOptions(app, promptArgument, flags)
  const { options, choice } = await complete(app, given)
  await renderAs(app, options, choice, flags, started).catch(async (error) => {
    if (!mayFallBack(error, choice, flags)) throw error
    app.output.warn(`${error.message}; the built-in renderer makes it instead, as --fallback free says`)
    await renderAs(
      app,
      { ...options, model: undefined },
      { provider: 'template', automatic: false },
      flags,
      started,
    )
  })
}

/** What is still missing is asked for on a terminal; elsewhere it is an error. */
async function complete(app: App, given: RenderOptions): Promise<{ options: RenderOptions; choice: Choice }> {
  const { chooseProvider } = await import('./choose.ts')
  const empty =
    given.prompt === '' && given.imagePaths.length === 0 && !given.data && !given.scene && !given.cues
  if (!empty) return { options: given, choice: await chooseProvider(app, given) }
  if (!app.prompt)
    throw usageError('a prompt is needed', { hint: 'say what to show: vidgen render "A fox in fresh snow"' })
  const { askForRender } = await import('./guided.ts')
  return askForRender(app, app.prompt, given)
}

async function renderAs(
  app: App,
  options: RenderOptions,
  choice: Choice,
  flags: RenderFlags,
  started: number,
): Promise<void> {
  const { makePlan, readyToGo } = await import('../jobs/plan.ts')
  const { consent } = await import('./choose.ts')
  const plan = await makePlan(app, { ...options, provider: choice.provider, model: choice.model })
  for (const line of choice.because ?? []) app.output.note(line)
  for (const warning of plan.warnings) app.output.warn(warning)
  if (flags.dryRun) return showPlan(app, plan)
  const captions = flags.subtitles ? await captionsToWrite(plan) : undefined
  await readyToGo(plan)
  await consent(app, plan, choice, flags)
  await renderPlan(app, plan, captions, flags, started)
}

/** Only from a provider that has made no job and taken no money, and only to the free renderer. */
function mayFallBack(error: unknown, choice: Choice, flags: RenderFlags): error is VidgenError {
  if (flags.fallback !== 'free' || choice.provider === 'template' || !(error instanceof VidgenError))
    return false
  return (
    ['auth', 'budget', 'rejected', 'unavailable'].includes(error.kind) &&
    error.charged !== true &&
    error.charged !== 'unknown'
  )
}

async function captionsToWrite(plan: Plan): Promise<readonly Cue[]> {
  const { checkSubtitleTarget } = await import('./subtitle-file.ts')
  const captions = plan.provider.captions?.(plan.request) ?? []
  if (captions.length === 0)
    throw usageError('--subtitles: there is no sequence of captions in this video', {
      hint: 'use the captions of the built-in renderer: --template captions',
    })
  checkSubtitleTarget(plan.output)
  return captions
}

async function renderPlan(
  app: App,
  plan: Plan,
  captions: readonly Cue[] | undefined,
  flags: RenderFlags,
  started: number,
): Promise<void> {
  const { render } = await import('../jobs/render.ts')
  const { showRendered, withJobShown } = await import('./rendered.ts')
  const warnings = [...plan.warnings]
  const progress = app.output.progress()
  const watch = {
    step: (state: string, text: string) => progress.update(state, text),
    warning: (text: string) => {
      warnings.push(text)
      app.output.warn(text)
    },
  }
  try {
    const rendered = await withJobShown(app, () => render(app, plan, watch))
    progress.stop()
    await showRendered(app, rendered, {
      warnings,
      totalMs: app.clock.elapsedMs() - started,
      estimatedMicros: plan.quote.micros,
      sidecar: flags.sidecar,
      captions,
      open: flags.open,
    })
  } finally {
    progress.stop()
  }
}

async function showPlan(app: App, plan: Plan): Promise<void> {
  const { planDocument, planLines } = await import('./plan-view.ts')
  if (app.output.json) app.output.document(await planDocument(app, plan))
  else app.output.lines(await planLines(app, plan))
}
