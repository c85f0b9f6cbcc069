/** What the ledger has learnt about each provider or model: how often it delivers, how fast, for how much. */

import { type Books, read } from './books.ts'
import type { ProviderHistory } from './ledger.ts'

/** The newest are what the next render will meet, and bound the work whatever the ledger's size. */
const runsPerProvider = 200
const dayMs = 24 * 3600 * 1000

/** Failures that say nothing of the provider: moderation, bad input, the user's own credit or cancelling. By the code's end. */
const userCaused = /(^|[._])(moderated|moderation|usage|no_credit|cancelled|charged|not-charged)$/

interface Run {
  model: string
  state: string
  costMicros: number | null
  costSource: string | null
  waitMs: number | null
  epoch: number
  code: string | null
  seconds: number | null
}

export function history(
  books: Books,
  days: number,
  by: 'provider' | 'model' = 'provider',
): ProviderHistory[] {
  const since = new Date(books.clock.now().getTime() - days * dayMs).toISOString()
  return read(books, () => {
    const providers = books
      .sql("SELECT key FROM rollup WHERE dimension = 'provider' ORDER BY key")
      .pluck()
      .all() as string[]
    return providers
      .flatMap((provider) => {
        const runs = runsOf(books, provider, since)
        if (by === 'provider') return [{ provider, ...summaryOf(runs) }]
        return [...new Set(runs.map(({ model }) => model))]
          .sort()
          .map((model) => ({ provider, model, ...summaryOf(runs.filter((run) => run.model === model)) }))
      })
      .filter(({ runs }) => runs > 0)
  })
}

const runsOf = (books: Books, provider: string, since: string): Run[] =>
  (
    books
      .sql(
        `SELECT model, state, costMicros, costSource, waitMs, epoch, json_extract(error, '$.code') AS code,
         coalesce(json_extract(media, '$.durationSec'), json_extract(media, '$.durationSeconds')) AS seconds
         FROM job WHERE provider = ? AND state IN ('ready', 'done', 'failed', 'expired') AND createdAt >= ?
         ORDER BY seq DESC LIMIT ${runsPerProvider}`,
      )
      .all(provider, since) as Run[]
  ).filter(({ state, code }) => state !== 'failed' || code === null || !userCaused.test(code))

function summaryOf(runs: readonly Run[]): Omit<ProviderHistory, 'provider' | 'model'> {
  const ok = runs.filter(({ state }) => state !== 'failed')
  // A job that was taken over has waited for its user as well.
  const waits = ok.flatMap(({ waitMs, epoch }) => (waitMs !== null && epoch === 1 ? [waitMs / 1000] : []))
  const rates = ok.flatMap(({ costMicros, costSource, seconds }) =>
    costSource === 'actual' && costMicros !== null && seconds !== null && seconds > 0
      ? [costMicros / seconds]
      : [],
  )
  const rate = median(rates)
  return {
    runs: runs.length,
    ok: ok.length,
    medianWaitSeconds: median(waits),
    medianCostUsdPerSecond: rate === null ? null : rate / 1e6,
  }
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
