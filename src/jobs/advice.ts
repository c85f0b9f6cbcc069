/** Mia with everything she is told: the registry as it is reached here, the user's catalog.json, the budget, the ledger, the keys. */

import { readFile } from 'node:fs/promises'
import type { App } from '../app.ts'
import { usageError, VidgenError } from '../errors.ts'
import { toUsd } from '../ledger/money.ts'
import { applyCatalogPatch, catalogOf } from '../mia/catalog.ts'
import { recommend } from '../mia/rank.ts'
import type { Catalog, OwnHistory, Recommendation, RecommendRequest, RecommendState } from '../mia/types.ts'
import { providers } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { type Connection, connect } from './connection.ts'

/** Older runs tell of another model, another price, another network. */
const historyDays = 90

export interface Advice {
  recommendation: Recommendation
  state: RecommendState
  catalog: Catalog
}

export async function advise(app: App, request: RecommendRequest, maxCostMicros?: number): Promise<Advice> {
  const reached = await Promise.all(providers.map((provider) => reach(app, provider)))
  const catalog = await patched(app, Object.assign({}, ...reached.map(({ entries }) => entries)) as Catalog)
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
    const entries = catalogOf([provider], () => connection.defaultModel)
    return {
      id: provider.id,
      connected: connection.missingKey === undefined,
      entries: asReached(entries, provider, connection),
    }
  } catch (error) {
    if (!(error instanceof VidgenError)) throw error
    const entries = catalogOf([provider])
    if (error.kind !== 'rejected') return { id: provider.id, connected: false, entries }
    return { id: provider.id, connected: false, entries: mapped(entries, () => ({ status: 'shutdown' })) }
  }
}

/** What the address changes: whether a key is needed, and what a server of one's own costs. */
function asReached(entries: Catalog, provider: Provider, { baseUrl, server }: Connection): Catalog {
  const requiresKey = provider.needsKey(baseUrl)
  const own = server.configuredUsdPerSecond ?? (server.isOwn ? 0 : undefined)
  return mapped(entries, () => ({
    requiresKey,
    ...(own !== undefined && { pricePerSecUsd: own, priceReadAt: undefined }),
  }))
}

const mapped = (entries: Catalog, change: () => Partial<Catalog[string]>): Catalog =>
  Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, { ...entry, ...change() }]))

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

/** The user's `catalog.json`: prices, sunsets, models of one's own. Checked only where there is one. */
async function patched(app: App, catalog: Catalog): Promise<Catalog> {
  const { catalogFile } = await app.places()
  const source = await readFile(catalogFile, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw usageError(`cannot read ${catalogFile}: ${cause.code ?? cause.message}`, { cause })
  })
  if (source === undefined) return catalog
  const patch = parsed(source, catalogFile)
  const merged = applyCatalogPatch(catalog, patch)
  const { checkCatalogPatch } = await import('../mia/schema.ts')
  checkCatalogPatch(patch, merged, catalogFile)
  return merged
}

function parsed(source: string, file: string): unknown {
  try {
    return JSON.parse(source)
  } catch (cause) {
    throw usageError(`${file} is not JSON: ${(cause as Error).message}`, { code: 'usage.bad_catalog', cause })
  }
}
