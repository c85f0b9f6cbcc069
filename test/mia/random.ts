/** Random requests, states and catalogues from a seed: the same seed, the same world, so that a failure can be looked at. */

import type { Catalog, CatalogEntry, RecommendRequest, RecommendState } from '../../src/mia/index.ts'
import { contentTypes } from '../../src/mia/types.ts'
import { labelledSet } from './labelled.ts'
import { ownBriefs } from './own.ts'

export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number
  int(least: number, most: number): number
  pick<T>(from: readonly T[]): T
  maybe(chance?: number): boolean
}

/** mulberry32 */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    int,
    pick: (from) => from[int(0, from.length - 1)]!,
    maybe: (chance = 0.5) => next() < chance,
  }
}

const ratios = ['16:9', '9:16', '1:1', '4:5', '21:9', '4:3']
const platforms = [
  'youtube',
  'tiktok',
  'instagram-feed',
  'linkedin',
  'x',
  'web-hero',
  'email-gif',
  'app-store-preview',
  'ci-pr',
  'internal',
  'pinterest',
  'nowhere',
  null,
]
const texts = [
  ...labelledSet.cases.map(({ request }) => request.brief),
  ...ownBriefs.map(({ brief }) => brief),
  '',
  '🎬',
  '   ',
  'x'.repeat(300),
]

const flag = (chance: Chance) => chance.pick([true, false, null, null, null, null])

export const randomRequest = (chance: Chance): RecommendRequest => ({
  brief: chance.pick(texts),
  platform: chance.pick(platforms),
  contentType: chance.maybe(0.3) ? chance.pick(contentTypes) : null,
  durationSec: chance.maybe() ? chance.pick([1, 2, 5, 6, 7.5, 8, 10, 15, 30, 60, 120, 500]) : null,
  aspectRatio: chance.maybe(0.4) ? chance.pick(ratios) : null,
  inputs: {
    images: chance.pick([0, 0, 0, 1, 2, 8]),
    videos: chance.pick([0, 0, 1]),
    script: chance.maybe(),
    data: chance.maybe(0.2),
  },
  needs: { audio: flag(chance), avatar: flag(chance), offline: flag(chance), deterministic: flag(chance) },
})

export function randomEntry(chance: Chance): CatalogEntry {
  const kind = chance.pick(['renderer', 'clip', 'clip', 'avatar'] as const)
  const min = chance.int(1, 15)
  const max = min + chance.int(0, 60)
  return {
    kind,
    status: chance.pick(['active', 'active', 'active', 'deprecated', 'shutdown']),
    sunsetAt: chance.pick([null, null, null, '2026-01-01', '2026-11-22', '2026-12-24']),
    requiresKey: chance.maybe(0.8),
    offline: chance.maybe(0.2),
    deterministic: chance.maybe(0.2),
    pricePerSecUsd: chance.pick([0, 0.02, 0.0333, 0.12, 0.5, 2, null]),
    durationSec: { min, max, step: chance.pick([1, 1, 2, 4]), approximate: chance.maybe(0.2) },
    defaultDurationSec: chance.int(min, max),
    ratios: ratios.filter(() => chance.maybe()),
    ratiosWithImage: ratios.filter(() => chance.maybe(0.7)),
    audio: chance.pick(['none', 'native']),
    imageInput: chance.maybe(0.7),
    speakingAvatar: kind === 'avatar' || chance.maybe(0.1),
    elo: kind === 'clip' && chance.maybe(0.8) ? chance.int(1000, 1400) : null,
    latencyP50Sec: chance.int(5, 1500),
  }
}

export const randomCatalog = (chance: Chance): Catalog => ({
  ...Object.fromEntries(
    Array.from({ length: chance.int(0, 6) }, (_, index) => [`p${index}`, randomEntry(chance)]),
  ),
  template: labelledSet.catalog.template!,
  ...(chance.maybe() && { runway: labelledSet.catalog.runway!, heygen: labelledSet.catalog.heygen! }),
})

export function randomState(chance: Chance, catalog: Catalog): RecommendState {
  const ids = Object.keys(catalog)
  const history = ids
    .filter(() => chance.maybe(0.4))
    .map((id) => {
      const runs = chance.int(0, 30)
      return [
        id,
        {
          runs,
          ok: chance.int(0, runs),
          latencyP50Sec: chance.pick([null, 3, 60, 900]),
          costPerSecUsd: chance.pick([null, 0.01, 0.12, 0.4]),
        },
      ]
    })
  return {
    connected: ids.filter(() => chance.maybe()),
    budgetRemainingUsd: chance.pick([null, 0, 0.5, 0.96, 2, 20]),
    maxCostUsd: chance.pick([null, null, 0.6, 5]),
    history: Object.fromEntries(history),
    now: '2026-11-22',
    ci: chance.maybe(0.2),
  }
}
