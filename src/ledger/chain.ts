/**
 * What makes a change to the books visible: every entry's hash covers its own fields, the facts of its job, and the hash before
 * it; every job row carries a seal over what its money hangs on. No key is involved: this finds damage and edits, not a forger
 * who recomputes everything (the last hash also stands in `ledger-id`).
 */

import { createHash } from 'node:crypto'
import type { EntryRow } from './ledger.ts'
import type { JobRow } from './rows.ts'

export type StoredEntry = EntryRow & { facts: string }

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The part of a job that no entry may disagree with. */
export function factsOf(job: JobRow): string {
  const {
    provider,
    model,
    accountFingerprint,
    requestSha256,
    paid,
    holdMicros,
    costMicros,
    dayKey,
    createdAt,
  } = job
  return JSON.stringify([
    provider,
    model,
    accountFingerprint,
    requestSha256,
    paid,
    holdMicros,
    costMicros,
    dayKey,
    createdAt,
  ])
}

export function sealOf(job: JobRow): string {
  const { seq, id, state, providerJobId, costSource, disputed, monthKey, settledAt } = job
  return sha256(
    JSON.stringify([seq, id, state, providerJobId, costSource, disputed, monthKey, settledAt, factsOf(job)]),
  )
}

export function hashOf(entry: Omit<StoredEntry, 'hash'>): string {
  const { previousHash, id, job, kind, debit, credit, micros, at, facts } = entry
  return sha256(JSON.stringify([previousHash, id, job, kind, debit, credit, micros, at, facts]))
}
