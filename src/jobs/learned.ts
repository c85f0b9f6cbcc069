/** What one's own ledger has taught: each model by its own runs, one that was never used by those of its provider. */

import type { App } from '../app.ts'
import type { ProviderHistory } from '../ledger/ledger.ts'
import { catalogId } from '../mia/catalog.ts'
import { shrunk } from '../mia/price.ts'
import type { OwnHistory } from '../mia/types.ts'
import type { Model, Provider } from '../providers/provider.ts'

/** Older runs tell of another model, another price, another network. */
export const historyDays = 90

/** How long a job of this model is likely to take: what is published, moved by one's own runs. */
export async function usualWaitSeconds(app: App, provider: Provider, model: Model): Promise<number> {
  const prior = model.usualWaitSeconds.value
  // Done at once: nothing to learn.
  if (provider.pollMinimumSeconds === 0) return prior
  const rows = await (await app.ledger()).history(historyDays, 'model')
  const own = rows.find((row) => row.provider === provider.id && row.model === model.id)
  return shrunk(prior, own?.medianWaitSeconds, own?.ok ?? 0)
}

/** For Mia, by catalogue id. How reliable a provider is holds for all its models; waits and prices do not. */
export async function historyFor(
  app: App,
  known: readonly { provider: Provider; usualModel: string }[],
): Promise<Record<string, OwnHistory>> {
  const ledger = await app.ledger()
  const byProvider = await ledger.history(historyDays)
  if (byProvider.length === 0) return {}
  const byModel = await ledger.history(historyDays, 'model')
  return Object.fromEntries(
    known.flatMap(({ provider, usualModel }) =>
      provider.models.flatMap((model): [string, OwnHistory][] => {
        const id = catalogId(provider, model, usualModel)
        const exact = byModel.find((row) => row.provider === provider.id && row.model === model.id)
        const whole = byProvider.find((row) => row.provider === provider.id)
        if (exact) return [[id, asOwn(exact)]]
        return whole ? [[id, { runs: whole.runs, ok: whole.ok }]] : []
      }),
    ),
  )
}

const asOwn = (row: ProviderHistory): OwnHistory => ({
  runs: row.runs,
  ok: row.ok,
  latencyP50Sec: row.medianWaitSeconds,
  costPerSecUsd: row.medianCostUsdPerSecond,
})
