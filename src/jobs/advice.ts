/** Mia with everything she is told: the user's registry as it is reached here, the budget, the ledger, the keys. */

import type { App } from '../app.ts'
import { VidgenError } from '../errors.ts'
import { toUsd } from '../ledger/money.ts'
import { catalogOf } from '../mia/catalog.ts'
import { recommend } from '../mia/rank.ts'
import type {
  Catalog,
  CatalogEntry,
  OwnHistory,
  Recommendation,
  RecommendRequest,
  RecommendState,
} from '../mia/types.ts'
import type { Provider } from '../providers/provider.ts'
import { type Connection, connect } from './connection.ts'
import { priceAt } from './price.ts'
import { registry } from './registry.ts'

/** Older runs tell of another model, another price, another network. */
const historyDays = 90

export interface Advice {
  recommendation: Recommendation
  state: RecommendState
  catalog: Catalog
}

export async function advise(app: App, request: RecommendRequest, maxCostMicros?: number): Promise<Advice> {
  const known = await registry(app)
  const reached = await Promise.all(known.map((provider) => reach(app, provider)))
  const catalog: Catalog = Object.assign({}, ...reached.map(({ entries }) => entries))
  const ledger = await app.ledger()
  const { month, day } = await ledger.budget()
  // Without a render left today nothing paid can run, whatever the month holds.
  const free = day.free === 0 ? 0 : month.freeMicros
  const state: RecommendState = {
    connected: reached.filter(({ connected }) => connected).map(({ id }) => id),
    budgetRemainingUsd: free === null ? null : toUsd(Math.max(0, free)),
    maxCostUsd: maxCostMicros === undefined ? null : toUsd(maxCostMicros),
    history: Object.fromEntries((await ledger.history(historyDays)).map(ownHistory)),
    now: app.clock.now().toISOString(),
    ci: Boolean(app.env.CI),
  }
  return { recommendation: recommend(request, state, catalog), state, catalog }
}

interface Reached {
  id: string
  connected: boolean
  entries: Catalog
}

/** A service that has ended at its address, or cannot be reached as configured, is told of and never ranked. */
async function reach(app: App, provider: Provider): Promise<Reached> {
  try {
    const connection = await connect(app, provider)
    return {
      id: provider.id,
      connected: connection.missingKey === undefined,
      entries: asReached(provider, connection),
    }
  } catch (error) {
    if (!(error instanceof VidgenError)) throw error
    const entries = catalogOf([provider])
    if (error.kind !== 'rejected') return { id: provider.id, connected: false, entries }
    const sunsetAt = provider.refuses?.(provider.defaultBaseUrl ?? '', app.clock.now())?.endedOn
    return {
      id: provider.id,
      connected: false,
      entries: withFacts(entries, { status: 'shutdown', sunsetAt }),
    }
  }
}

/** What the address changes: whether a key is needed, and what a server of one's own costs. */
function asReached(provider: Provider, { baseUrl, server, defaultModel }: Connection): Catalog {
  const models = provider.models.map((model) => ({ ...model, price: priceAt(model.price, server) }))
  const entries = catalogOf([{ ...provider, models }], () => defaultModel)
  return withFacts(entries, { requiresKey: provider.needsKey(baseUrl) })
}

const withFacts = (entries: Catalog, facts: Partial<CatalogEntry>): Catalog =>
  Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, { ...entry, ...facts }]))

const ownHistory = (own: {
  provider: string
  runs: number
  ok: number
  medianWaitSeconds: number | null
  medianCostUsdPerSecond: number | null
}): [string, OwnHistory] => [
  own.provider,
  {
    runs: own.runs,
    ok: own.ok,
    latencyP50Sec: own.medianWaitSeconds,
    costPerSecUsd: own.medianCostUsdPerSecond,
  },
]
