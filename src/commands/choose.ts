/** Who makes it: the one that was named, else what Mia ranks first among those that can run this minute. Says which and why. */

import type { App } from '../app.ts'
import { usageError, VidgenError } from '../errors.ts'
import type { Plan, RenderOptions } from '../jobs/plan.ts'
import { findPlatform } from '../jobs/platform.ts'
import { formatUsd } from '../ledger/money.ts'
import type { RankedEntry, Recommendation, RecommendRequest } from '../mia/types.ts'

export interface Choice {
  provider: string
  model?: string
  /** Mia's, not the user's: a paid one needs consent of its own. */
  automatic: boolean
  /** Why, for people; shown once it is known that it can be done. */
  because?: readonly string[]
}

export async function chooseProvider(app: App, options: RenderOptions): Promise<Choice> {
  const named = await namedProvider(app, options)
  if (named) return named
  // Only the built-in renderer takes these.
  const { template, scene, data, brand, cues, music, narration } = options
  if ([template, scene, data, brand, cues, music, narration].some((given) => given !== undefined))
    return { provider: 'template', automatic: false }
  const { advise } = await import('../jobs/advice.ts')
  const { recommendation } = await advise(app, briefOf(options), options)
  const ready = recommendation.ranking.find(({ id }) => id === recommendation.ready?.id)
  if (!ready) return { provider: 'template', automatic: true }
  return { ...splitId(ready.id), automatic: true, because: explain(ready, recommendation) }
}

/** `provider/model` is another model of a provider than its default; a model's own id may hold slashes. */
export function splitId(id: string): { provider: string; model?: string } {
  const [, provider = id, model] = /^([^/]+)\/(.+)$/.exec(id) ?? []
  return { provider, model }
}

/** `--provider`, `--model`, or both; `--model provider/model` names both as well. */
export async function namedProvider(
  app: App,
  { provider, model }: Pick<RenderOptions, 'provider' | 'model'>,
): Promise<Choice | undefined> {
  if (model === undefined) return provider === undefined ? undefined : { provider, automatic: false }
  const { findByModel, registry } = await import('../jobs/registry.ts')
  const known = await registry(app)
  const found = findByModel(provider === undefined ? known : known.filter(({ id }) => id === provider), model)
  if (found) return { ...found, automatic: false }
  if (provider !== undefined) return { provider, model, automatic: false }
  throw usageError(`no provider has a model "${model}"`, { hint: 'see `vidgen providers <provider>`' })
}

/** What Mia is asked; a brief never changes budget or provider, only what kind of video it is. */
export function briefOf(options: RenderOptions): RecommendRequest {
  return {
    brief: options.prompt,
    platform: findPlatform(options.platform)?.id ?? null,
    durationSec: options.durationSeconds ?? null,
    aspectRatio: options.ratio ?? null,
    inputs: {
      images: options.imagePaths.length,
      videos: 0,
      script: options.script !== undefined,
      data: false,
    },
    // All three are for who speaks.
    needs: {
      avatar: [options.avatar, options.voice, options.script].some((given) => given !== undefined) || null,
      audio: options.audio ?? null,
    },
  }
}

function explain(ready: RankedEntry, { best }: Recommendation): string[] {
  const lines = [`${ready.label}, ${priceOf(ready)}${ready.group === 'A' ? `: ${ready.why[0]?.text}` : ''}`]
  if (best && best.id !== ready.id)
    lines.push(`${best.label} would suit better, ${priceOf(best)}: ${best.why[0]?.text}; ${best.next[0]}`)
  return lines
}

export function priceOf({ costUsd }: Pick<RankedEntry, 'costUsd'>): string {
  if (costUsd === null) return 'price unknown'
  return costUsd === 0 ? 'free' : formatUsd(Math.round(costUsd * 1e6))
}

/** Money is spent on a word of the user's: a named provider, `--yes`, `--max-cost`, or an answer on the terminal. */
export async function consent(
  app: App,
  plan: Plan,
  choice: Choice,
  flags: { yes?: boolean; maxCost?: string },
): Promise<void> {
  if (plan.holdMicros === 0 || !choice.automatic || flags.yes || flags.maxCost !== undefined) return
  const price = formatUsd(plan.holdMicros)
  if (app.prompt) {
    if (await app.prompt.confirm(`Spend up to ${price} at ${plan.provider.title}?`, false)) return
    throw new VidgenError('cancelled', 'not rendered; nothing was sent or spent')
  }
  throw new VidgenError(
    'budget',
    `${plan.provider.id} would cost ${price}, and nobody has agreed to spend it; nothing was sent`,
    {
      code: 'budget.no_consent',
      charged: false,
      provider: plan.provider.id,
      hint: `add --yes or --max-cost ${plan.holdMicros / 1e6}, name it with --provider ${plan.provider.id}, or stay free with --provider template`,
    },
  )
}
