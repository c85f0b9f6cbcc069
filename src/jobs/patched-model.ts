/** What one entry of `catalog.json` makes of a model, or makes a model of: only what the entry names changes. */

import { knowledge } from '../mia/knowledge.ts'
import type { CatalogEntry } from '../mia/types.ts'
import type { Model, Price, Provider } from '../providers/provider.ts'

export type EntryPatch = Readonly<Partial<Record<keyof CatalogEntry, unknown>>>

const source = 'catalog.json'

/** `entry` is the patch merged over what the registry says. */
export function patchedModel(model: Model, patch: EntryPatch, entry: CatalogEntry): Model {
  return {
    ...model,
    kind: entry.kind,
    title: patch.label === undefined ? model.title : (entry.label ?? model.title),
    status: entry.status,
    sunset: entry.sunsetAt ?? undefined,
    durations: durationsOf(model, patch, entry),
    ratios: entry.ratios,
    ratiosWithImage: 'ratiosWithImage' in patch ? entry.ratiosWithImage : model.ratiosWithImage,
    price: priceOf(model, patch, entry),
    usualWaitSeconds:
      patch.latencyP50Sec === undefined || entry.latencyP50Sec === undefined
        ? model.usualWaitSeconds
        : { value: entry.latencyP50Sec, source, readAt: knowledge.asOf },
    arena: arenaOf(model, patch, entry),
    ...abilitiesOf(model, patch, entry),
    capabilityOverrides: entry.capabilityOverrides,
    note: entry.note,
  }
}

/** A model that vidgen does not know, spoken to as the provider's usual one; nobody's price, sunset or rating is taken over. */
export function ownModel(provider: Provider, id: string, patch: EntryPatch, entry: CatalogEntry): Model {
  const usual = provider.models.find((model) => model.id === provider.defaultModel)!
  const { sunset: _sunset, note: _note, arena: _arena, ratiosWithImage: _ratios, ...base } = usual
  const price: Price = {
    rates: [{ usdPerSecond: null }],
    source,
    readAt: knowledge.asOf,
    confidence: 'configured',
  }
  return patchedModel({ ...base, id, title: id, own: true, price }, patch, entry)
}

function durationsOf({ durations }: Model, patch: EntryPatch, entry: CatalogEntry): Model['durations'] {
  if (patch.durationSec === undefined && patch.defaultDurationSec === undefined) return durations
  const { min, max, step = 1, allowed, approximate } = entry.durationSec
  const usual = Math.min(max, Math.max(min, entry.defaultDurationSec ?? durations.default))
  const nearest = allowed?.reduce((a, b) => (Math.abs(b - usual) < Math.abs(a - usual) ? b : a))
  return { min, max, step, allowed, approximate, default: nearest ?? usual }
}

/** A price of the user's own does not go stale unless they say when they read it. */
function priceOf({ price }: Model, patch: EntryPatch, entry: CatalogEntry): Price {
  if (['pricePerSecUsd', 'minUsd', 'priceReadAt'].every((key) => !(key in patch))) return price
  const readAt = typeof patch.priceReadAt === 'string' ? patch.priceReadAt : undefined
  if (!('pricePerSecUsd' in patch))
    return { ...price, minimumUsd: entry.minUsd, readAt: readAt ?? price.readAt }
  return {
    rates: [{ usdPerSecond: entry.pricePerSecUsd ?? null }],
    minimumUsd: entry.minUsd,
    usdPerImage: price.usdPerImage,
    source,
    readAt: readAt ?? knowledge.asOf,
    confidence: readAt === undefined ? 'configured' : 'read-by-others',
  }
}

function arenaOf({ arena }: Model, patch: EntryPatch, entry: CatalogEntry): Model['arena'] {
  if (!('elo' in patch) && !('eloWithImage' in patch) && !('eloReadAt' in patch)) return arena
  const rated = (value: number | null | undefined, readAt: string) =>
    typeof value === 'number' ? { value, source, readAt: entry.eloReadAt ?? readAt } : undefined
  return {
    textToVideo: rated(entry.elo, knowledge.arena.textToVideo.readAt),
    imageToVideo: rated(entry.eloWithImage, knowledge.arena.imageToVideo.readAt),
  }
}

function abilitiesOf(model: Model, patch: EntryPatch, entry: CatalogEntry): Partial<Model> {
  const most = entry.imageInput === false ? 0 : Math.max(1, model.images[1])
  const pictures = 'imageInput' in patch || 'imageRequired' in patch
  return {
    ...(pictures && { images: [entry.imageRequired ? 1 : 0, most] }),
    ...('audio' in patch && { audio: entry.audio === 'native' ? 'always' : (entry.audio ?? 'none') }),
    ...('speakingAvatar' in patch && { avatar: entry.speakingAvatar === true }),
    ...('deterministic' in patch && { deterministic: entry.deterministic === true }),
  }
}
