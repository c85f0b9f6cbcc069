/** A job as SQLite keeps it, and as the rest of vidgen reads it. */

import type { JobRecord, JobStateName } from './ledger.ts'

type Nullable<T> = {
  [Key in keyof T]-?: undefined extends T[Key] ? Exclude<T[Key], undefined> | null : T[Key]
}
type JsonColumn = 'request' | 'operation' | 'video' | 'media' | 'error'

export type JobRow = Omit<Nullable<JobRecord>, JsonColumn | 'paid' | 'disputed'> & {
  /** In the order of reservation. */
  seq: number
  paid: 0 | 1
  disputed: 0 | 1
  request: string
  operation: string | null
  video: string | null
  media: string | null
  error: string | null
  seal: string
  /** The token of the process that may move it; null when it was given up. */
  owner: string | null
  /** That process, as JSON, to see whether it still lives. */
  ownerProcess: string | null
  epoch: number
  leaseUntilMs: number
}

/** Something may still happen to it; its row can be taken over. */
export const unfinishedStates: readonly JobStateName[] = [
  'reserved',
  'submitting',
  'submitted',
  'ready',
  'unknown',
]

/** The hold still stands. `ready` is settled already: the provider has done its work, whatever becomes of the download. */
const holdingStates: readonly JobStateName[] = ['reserved', 'submitting', 'submitted', 'unknown']

export const isUnfinished = (state: JobStateName): boolean => unfinishedStates.includes(state)
export const isHolding = (state: JobStateName): boolean => holdingStates.includes(state)

/** A list of states for an SQL `IN`; they are constants of this program, never input. */
export const sqlList = (states: readonly JobStateName[]): string =>
  states.map((state) => `'${state}'`).join(', ')
export const unfinishedSql = sqlList(unfinishedStates)
export const holdingSql = sqlList(holdingStates)

const jsonOrUndefined = (text: string | null) => (text === null ? undefined : JSON.parse(text))

export function toRecord(row: JobRow): JobRecord {
  const {
    seq: _seq,
    seal: _seal,
    owner: _owner,
    ownerProcess: _process,
    epoch: _epoch,
    leaseUntilMs: _lease,
    ...rest
  } = row
  const record = {
    ...rest,
    paid: row.paid === 1,
    disputed: row.disputed === 1,
    request: JSON.parse(row.request),
    operation: jsonOrUndefined(row.operation),
    video: jsonOrUndefined(row.video),
    media: jsonOrUndefined(row.media),
    error: jsonOrUndefined(row.error),
  }
  // Absent, not null: that is how the contract says "not there yet".
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as JobRecord
}
