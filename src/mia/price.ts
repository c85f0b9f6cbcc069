/** What exactly this request costs at one provider, and whether the budget allows it. Whole micro-dollars inside. */

import { costOf, toUsd } from '../ledger/money.ts'
import type { CatalogEntry, OwnHistory, Recommendation, RecommendState } from './types.ts'

/** The smaller of what is left and the cap of one video, in micro-dollars; `null`: no limit. */
export function limitMicros(state: RecommendState): number | null {
  const limits = [state.budgetRemainingUsd, state.maxCostUsd].filter(
    (limit): limit is number => typeof limit === 'number' && !Number.isNaN(limit),
  )
  return limits.length === 0 ? null : Math.round(Math.max(0, Math.min(...limits, 1e6)) * 1e6)
}

/** Which of the two it is; the cap of one video where both are the same. */
export function limitedBy(state: RecommendState): Recommendation['limitedBy'] {
  const { budgetRemainingUsd: left, maxCostUsd: cap, budgetOf = 'month' } = state
  if (typeof cap === 'number' && (typeof left !== 'number' || cap <= Math.max(0, left))) return 'max_cost'
  return typeof left === 'number' ? budgetOf : null
}

/** `null`: the price is not known. */
export function priceMicros(entry: CatalogEntry, seconds: number): number | null {
  const rate = entry.pricePerSecUsd
  if (typeof rate !== 'number' || !Number.isFinite(rate) || rate < 0) return null
  return Math.max(costOf(rate, seconds), Math.round((entry.minUsd ?? 0) * 1e6))
}

/** Equality is within. An unknown price cannot be shown to fit. */
export const affordable = (micros: number | null, limit: number | null): boolean =>
  limit === null || (micros !== null && micros <= limit)

/**
 * A prior moved by one's own runs, as if the prior had five runs behind it. What speaks for a provider counts with its finished
 * runs; what speaks against it with a fixed five, so that no success can make it look worse and no failure better.
 */
export function learned(prior: number, own: number | null | undefined, finished: number): number {
  if (typeof own !== 'number' || !(own >= 0)) return prior
  const runs = own > prior ? pseudoRuns : Math.max(0, finished)
  return (runs * own + pseudoRuns * prior) / (runs + pseudoRuns)
}

/** The same in both directions, for what ranks nobody: how long one is likely to wait. */
export const shrunk = (prior: number, own: number | null | undefined, finished: number): number =>
  typeof own === 'number' ? (finished * own + pseudoRuns * prior) / (finished + pseudoRuns) : prior

/** Five runs of which four succeeded, before the first of one's own: one bad day does not decide. */
export const pseudoRuns = 5
export const pseudoSuccesses = 4

/** What the ledger makes of the list price; never below half or above three times of it. */
export function expectedUsd(
  entry: CatalogEntry,
  listMicros: number,
  history: OwnHistory | undefined,
): number {
  const list = toUsd(listMicros)
  const rate = entry.pricePerSecUsd ?? 0
  if (rate <= 0) return list
  const ratio = learned(rate, history?.costPerSecUsd, history?.ok ?? 0) / rate
  return list * Math.min(3, Math.max(0.5, ratio))
}
