/** Mia with everything she is told: the user's registry as it is reached here, the budget, the ledger, the keys. */

import type { App } from '../app.ts'
import { VidgenError } from '../errors.ts'
import { toUsd } from '../ledger/money.ts'
import { catalogOf } from '../mia/catalog.ts'
import { recommend } from '../mia/rank.ts'
import type { Catalog, CatalogEntry, Recommendation, RecommendRequest, RecommendState } from '../mia/types.ts'
import type { Provider } from '../providers/provider.ts'
import { type Standing, standing } from './connection.ts'
import { historyFor } from './learned.ts'
import { priceAt } from './price.ts'
import { registry } from './registry.ts'

export interface Advice {
  recommendation: Recommendation
  state: RecommendState
  catalog: Catalog
}

export interface Further {
  maxCostMicros?: number
  /** The words of --script: how long they take decides the length where none is asked for. */
  script?: string
}

export async function advise(
  app: App,
  request: RecommendRequest,
  { maxCostMicros, script }: Further = {},
): Promise<Advice> {
  const known = await registry(app)
  const words = { prompt: request.brief, script }
  const reached = await Promise.all(known.map((provider) => reach(app, asLongAs(words, provider))))
  const catalog: Catalog = Object.assign({}, ...reached.map(({ entries }) => entries))
  const ledger = await app.ledger()
  const { month, day } = await ledger.budget()
  // Without a render left today nothing paid can run, whatever the month holds.
  const free = day.free === 0 ? 0 : month.freeMicros
  const state: RecommendState = {
    // The renderer needs no key: it says nothing about whether any was given.
    connected: reached
      .filter(({ provider, connected }) => connected && provider.paid)
      .map(({ provider }) => provider.id),
    budgetOf: day.free === 0 ? 'day' : 'month',
    budgetRemainingUsd: free === null ? null : toUsd(Math.max(0, free)),
    maxCostUsd: maxCostMicros === undefined ? null : toUsd(maxCostMicros),
    history: await historyFor(app, reached),
    now: app.clock.now().toISOString(),
    ci: Boolean(app.env.CI),
  }
  return { recommendation: recommend(request, state, catalog), state, catalog }
}

interface Reached {
  provider: Provider
  usualModel: string
  connected: boolean
  entries: Catalog
}

/** A service that has ended at its address, or cannot be reached as configured, is told of and never ranked. */
async function reach(app: App, provider: Provider): Promise<Reached> {
  try {
    const connection = await standing(app, provider)
    return {
      provider,
      usualModel: connection.defaultModel,
      connected: connection.missingKey === undefined,
      entries: asReached(provider, connection),
    }
  } catch (error) {
    if (!(error instanceof VidgenError)) throw error
    const unreached = { provider, usualModel: provider.defaultModel, connected: false }
    const entries = catalogOf([provider])
    if (error.kind !== 'rejected') return { ...unreached, entries }
    const sunsetAt = provider.refuses?.(provider.defaultBaseUrl ?? '', app.clock.now())?.endedOn
    return { ...unreached, entries: withFacts(entries, { status: 'shutdown', sunsetAt }) }
  }
}

/** The length that a render would get of itself, so that the price told is the price asked. */
function asLongAs(words: { prompt: string; script?: string }, provider: Provider): Provider {
  const suggest = provider.suggestDurationSeconds
  if (!suggest) return provider
  const models = provider.models.map((model) => {
    const { min, max, ...durations } = model.durations
    const wanted = suggest({ ...words, model, ratio: model.ratios[0]!, images: [], inputs: {} })
    return { ...model, durations: { ...durations, min, max, default: Math.min(max, Math.max(min, wanted)) } }
  })
  return { ...provider, models }
}

/** What the address changes: whether a key is needed, and what a server of one's own costs. */
function asReached(provider: Provider, { baseUrl, server, defaultModel }: Standing): Catalog {
  const models = provider.models.map((model) => ({ ...model, price: priceAt(model.price, server) }))
  const entries = catalogOf([{ ...provider, models }], () => defaultModel)
  return withFacts(entries, { requiresKey: provider.needsKey(baseUrl) })
}

const withFacts = (entries: Catalog, facts: Partial<CatalogEntry>): Catalog =>
  Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, { ...entry, ...facts }]))
