/** Double entry: money goes from `available` to `held` to `provider:<id>`; what was held and not spent goes back. */

import type { Posting } from './books.ts'
import { heldOf } from './books.ts'
import { isHolding, type JobRow } from './rows.ts'

const available = 'available'
const held = 'held'
const providerAccount = (job: JobRow): string => `provider:${job.provider}`

/** A free job holds and settles zero, so that it stands in the chain like any other. */
export const takeHold = (job: JobRow): Posting[] => [
  { kind: 'hold', debit: held, credit: available, micros: job.holdMicros },
]

export const giveBack = (job: JobRow): Posting[] => [
  { kind: 'release', debit: available, credit: held, micros: heldOf(job) },
]

/**
 * Makes `costMicros` what the job has cost. Out of its hold while that stands, the rest given back; above it, or once settled,
 * the difference is an adjustment.
 */
export function settle(job: JobRow, costMicros: number): Posting[] {
  if (!isHolding(job.state)) return adjust(job, costMicros - (job.costMicros ?? 0))
  const fromHold = Math.min(costMicros, job.holdMicros)
  const settled: Posting = { kind: 'settle', debit: providerAccount(job), credit: held, micros: fromHold }
  const rest = job.holdMicros - fromHold
  return [
    settled,
    ...(rest > 0 ? [{ kind: 'release', debit: available, credit: held, micros: rest } as const] : []),
    ...adjust(job, costMicros - fromHold),
  ]
}

function adjust(job: JobRow, differenceMicros: number): Posting[] {
  if (differenceMicros === 0) return []
  return differenceMicros > 0
    ? [{ kind: 'adjust', debit: providerAccount(job), credit: available, micros: differenceMicros }]
    : [{ kind: 'adjust', debit: available, credit: providerAccount(job), micros: -differenceMicros }]
}
