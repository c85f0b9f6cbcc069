/** `vidgen render` on a terminal without a prompt: asks for what a render needs, one question at a time. Ctrl-C writes nothing. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { App } from '../app.ts'
import { VidgenError } from '../errors.ts'
import type { RenderOptions } from '../jobs/plan.ts'
import { platforms } from '../mia/platforms.ts'
import type { RankedEntry } from '../mia/types.ts'
import type { Choice as Answer, Prompt } from '../prompt.ts'
import { briefOf, type Choice, namedProvider, priceOf, splitId } from './choose.ts'

/** The options with the answers filled in, and who is to make it. */
export async function askForRender(
  app: App,
  prompt: Prompt,
  given: RenderOptions,
): Promise<{ options: RenderOptions; choice: Choice }> {
  const options = { ...given, ...(await askForBrief(app, prompt, given)) }
  const choice = (await namedProvider(app, options)) ?? (await askForProvider(app, prompt, options))
  return { options, choice }
}

async function askForBrief(app: App, prompt: Prompt, given: RenderOptions) {
  const text = await prompt.text('What should the video show?', {
    validate: (answer) => answer.trim() !== '' || 'say it in a few words',
  })
  const platform =
    given.platform ??
    (await prompt.select<string | undefined>('Where will it be shown?', [
      { name: 'anywhere', value: undefined },
      ...Object.entries(platforms).map(([id, { label, ratios }]) => ({
        name: `${label} (${ratios[0]})`,
        value: id,
      })),
    ]))
  const pictures =
    given.imagePaths.length > 0
      ? given.imagePaths
      : splitPaths(
          await prompt.text('Pictures to use (paths, separated by commas; none to go on)', {
            validate: (answer) => missing(app, answer) ?? true,
          }),
        )
  return { prompt: text.trim(), platform, imagePaths: pictures }
}

const splitPaths = (answer: string): string[] =>
  answer
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')

function missing(app: App, answer: string): string | undefined {
  const path = splitPaths(answer).find((candidate) => !existsSync(resolve(app.cwd, candidate)))
  return path === undefined ? undefined : `there is no file ${path}`
}

/** Mia's ranking, the best first; what can run this minute is preselected, what cannot says how to connect. */
async function askForProvider(app: App, prompt: Prompt, options: RenderOptions): Promise<Choice> {
  const { advise } = await import('../jobs/advice.ts')
  const { recommendation, state } = await advise(app, briefOf(options), options)
  const { ranking, ready } = recommendation
  const answers = ranking.map((entry) => answerFor(entry, state.connected ?? []))
  const chosen = await prompt.select('Who should make it?', answers, ready?.id)
  const entry = ranking.find(({ id }) => id === chosen)
  if (entry && entry.costUsd !== 0) {
    if (!(await prompt.confirm(`Spend ${priceOf(entry)} at ${entry.label}?`, false)))
      throw new VidgenError('cancelled', 'not rendered; nothing was sent or spent')
  }
  return { ...splitId(chosen), automatic: false }
}

function answerFor(entry: RankedEntry, connected: readonly string[]): Answer<string> {
  const { provider } = splitId(entry.id)
  const canRun = provider === 'template' || connected.includes(provider)
  const why = entry.why[0]?.text ?? ''
  return {
    name: `${entry.label} · ${priceOf(entry)}`,
    value: entry.id,
    description: why,
    disabled:
      entry.group === 'C'
        ? `(over the budget)`
        : canRun
          ? undefined
          : `(connect it first: vidgen connect ${provider})`,
  }
}
