/**
 * The catalogue that Mia ranks: made from the provider registry, patched by the user.
 *
 * One entry per provider, under its id, from its default model; every further model stands beside it as `provider/model`, with
 * the provider's key and history, for the requests that the default model cannot meet (rank.ts).
 */

import type { Model, Provider, Rate } from '../providers/provider.ts'
import type { Catalog, CatalogEntry } from './types.ts'

export function catalogOf(
  providers: readonly Provider[],
  modelOf: (provider: Provider) => string = defaultModelOf,
): Catalog {
  return Object.fromEntries(
    providers.flatMap((provider) => {
      const usual = modelOf(provider)
      return provider.models.map((model): [string, CatalogEntry] => [
        catalogId(provider, model, usual),
        entryOf(provider, model),
      ])
    }),
  )
}

export const catalogId = (provider: Provider, model: Model, usualModel: string): string =>
  model.id === usualModel ? provider.id : `${provider.id}/${model.id}`

const defaultModelOf = (provider: Provider): string => provider.defaultModel

function entryOf(provider: Provider, model: Model): CatalogEntry {
  const renderer = model.kind === 'renderer'
  const { min, max, step, allowed, approximate = false, default: usual } = model.durations
  return {
    kind: model.kind,
    label: provider.title === model.title ? model.title : `${provider.title} – ${model.title}`,
    status: model.status ?? 'active',
    sunsetAt: model.sunset ?? null,
    requiresKey: provider.defaultBaseUrl !== undefined && provider.needsKey(provider.defaultBaseUrl),
    offline: renderer,
    deterministic: model.deterministic === true,
    pricePerSecUsd: usualRate(model),
    minUsd: model.price.minimumUsd ?? 0,
    // What one set oneself, or what is free, does not go stale.
    ...(['published', 'read-by-others'].includes(model.price.confidence) && {
      priceReadAt: model.price.readAt,
    }),
    durationSec: { min, max, step, ...(allowed && { allowed }), approximate },
    defaultDurationSec: usual,
    ratios: model.ratios,
    ratiosWithImage: model.ratiosWithImage ?? model.ratios,
    audio: model.audio === 'none' ? 'none' : 'native',
    imageInput: model.images[1] > 0,
    imageRequired: model.images[0] > 0,
    imagesMax: model.images[1],
    videoInput: renderer,
    speakingAvatar: model.avatar === true,
    script: model.script === true,
    elo: model.arena?.textToVideo?.value ?? null,
    eloWithImage: model.arena?.imageToVideo?.value ?? null,
    ...(model.arena?.textToVideo && { eloReadAt: model.arena.textToVideo.readAt }),
    latencyP50Sec: model.usualWaitSeconds.value,
    ...(model.capabilityOverrides && { capabilityOverrides: model.capabilityOverrides }),
    ...(model.note !== undefined && { note: model.note }),
  }
}

/** The first rate that fits what is made when nothing is asked for: the first resolution, with sound where there is any. */
function usualRate({ price, resolutions, audio }: Model): number | null {
  const fits = (rate: Rate): boolean =>
    (rate.resolution === undefined || rate.resolution === resolutions?.[0]) &&
    (rate.audio === undefined || rate.audio === (audio !== 'none'))
  return price.rates.find(fits)?.usdPerSecond ?? null
}

/** RFC 7396: objects merge, `null` removes, everything else replaces. Neither argument is changed. */
export const applyCatalogPatch = (catalog: Catalog, patch: unknown): Catalog =>
  isObject(patch) ? (merged(catalog, patch) as Catalog) : catalog

function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result = new Map(isObject(target) ? Object.entries(target) : [])
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key)
    else result.set(key, merged(result.get(key), value))
  }
  return Object.fromEntries(result)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
