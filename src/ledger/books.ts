/**
 * The one way a job's row, its entries, the balances and the totals change: together, in one transaction, from what the job
 * was to what it is. Everything kept beside the entries is the difference between the two, so no path can forget one.
 */

import type { Database, Statement } from 'better-sqlite3'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { factsOf, hashOf, sealOf } from './chain.ts'
import { ledgerFault } from './faults.ts'
import type { ProcessIdentity } from './identity.ts'
import type { EntryRow } from './ledger.ts'
import { writeMark } from './marker.ts'
import { migrations, newerLedger, versionOf } from './migrations.ts'
import { busyDetail } from './open.ts'
import { isHolding, type JobRow } from './rows.ts'
import type { Windows } from './windows.ts'

export interface Books {
  database: Database
  /** Prepared once per connection. */
  sql(text: string): Statement<unknown[], unknown>
  clock: Clock
  log: Log
  /** This process's token, and who it is. */
  owner: string
  identity: ProcessIdentity
  windows(at: Date): Windows
  markPath: string
}

/** When a transaction happens. */
export interface Moment {
  /** The wall clock, as leases and records use it. */
  ms: number
  iso: string
  /** The furthest the clock has ever been: what windows go by, so that a clock set back opens no second month. */
  highWaterMs: number
}

export interface Posting {
  kind: EntryRow['kind']
  debit: string
  credit: string
  micros: number
}

interface Head {
  ledgerId: string
  clockHighWaterMs: number
  headEntry: number
  headHash: string
}

/** Takes the write lock first, so no check can grow stale; contains no `await`, so nothing else runs inside. */
export function write<T>(books: Books, work: (moment: Moment) => T): T {
  const { database } = books
  let before = 0
  try {
    const result = database
      .transaction(() => {
        const version = versionOf(database)
        if (version > migrations.length) throw newerLedger(database.name, version)
        const head = readHead(books)
        before = head.headEntry
        return work(tick(books, head))
      })
      .immediate()
    mark(books, before)
    return result
  } catch (error) {
    throw ledgerFault(error, database.name, busyDetail(error, database.name))
  }
}

export function read<T>(books: Books, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw ledgerFault(error, books.database.name, busyDetail(error, books.database.name))
  }
}

const readHead = (books: Books): Head => books.sql('SELECT * FROM ledger').get() as Head

function tick(books: Books, head: Head): Moment {
  const now = books.clock.now()
  const ms = now.getTime()
  if (ms > head.clockHighWaterMs) books.sql('UPDATE ledger SET clockHighWaterMs = ?').run(ms)
  return { ms, iso: now.toISOString(), highWaterMs: Math.max(ms, head.clockHighWaterMs) }
}

/** After the commit. Failing to write it costs only the guard it gives, so it never turns a done deed into an error. */
export function mark(books: Books, entriesBefore: number): void {
  try {
    const { ledgerId, headEntry, headHash } = readHead(books)
    if (headEntry !== entriesBefore) writeMark(books.markPath, { ledgerId, entry: headEntry, hash: headHash })
  } catch (error) {
    books.log('LEDGER:MARK', 'not written', { message: (error as Error).message })
  }
}

/** Puts `after` in the place of `before` (undefined: a new job), with the entries that say why its money moved. */
export function move(
  books: Books,
  moment: Moment,
  before: JobRow | undefined,
  after: JobRow,
  postings: readonly Posting[],
): JobRow {
  const sealed = { ...after, updatedAt: moment.iso }
  sealed.seal = sealOf(sealed)
  if (before) updateRow(books, before, sealed)
  else insertRow(books, sealed)
  append(books, moment, sealed, postings)
  addBalances(books, before, sealed)
  addTotals(books, before, sealed)
  books.log('LEDGER:MOVE', sealed.state, {
    job: sealed.id,
    from: before?.state,
    provider: sealed.provider,
    epoch: sealed.epoch,
    holdMicros: sealed.holdMicros,
    costMicros: sealed.costMicros,
  })
  return sealed
}

function insertRow(books: Books, row: JobRow): void {
  const columns = Object.keys(row)
  books
    .sql(`INSERT INTO job (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`)
    .run(row)
}

/** The guard is in the statement as well: even a mistake above it cannot overwrite what another lease has done. */
function updateRow(books: Books, before: JobRow, after: JobRow): void {
  const columns = (Object.keys(after) as (keyof JobRow)[]).filter((name) => after[name] !== before[name])
  const { changes } = books
    .sql(
      `UPDATE job SET ${columns.map((name) => `${name} = @${name}`).join(', ')}
       WHERE id = @id AND owner IS @wasOwner AND epoch = @wasEpoch AND state = @wasState`,
    )
    .run({ ...after, wasOwner: before.owner, wasEpoch: before.epoch, wasState: before.state })
  if (changes !== 1) throw new Error(`job ${before.id} changed inside a transaction`)
}

function append(books: Books, moment: Moment, job: JobRow, postings: readonly Posting[]): void {
  let { headEntry, headHash } = readHead(books)
  for (const posting of postings) {
    const entry = {
      ...posting,
      id: headEntry + 1,
      job: job.id,
      at: moment.iso,
      facts: factsOf(job),
      previousHash: headHash,
    }
    const hash = hashOf(entry)
    books
      .sql(
        `INSERT INTO entry (id, job, kind, debit, credit, micros, at, facts, previousHash, hash)
         VALUES (@id, @job, @kind, @debit, @credit, @micros, @at, @facts, @previousHash, @hash)`,
      )
      .run({ ...entry, hash })
    headEntry = entry.id
    headHash = hash
  }
  if (postings.length > 0) books.sql('UPDATE ledger SET headEntry = ?, headHash = ?').run(headEntry, headHash)
}

export const heldOf = (job: JobRow | undefined): number => (job && isHolding(job.state) ? job.holdMicros : 0)
const spentOf = (job: JobRow | undefined): number => job?.costMicros ?? 0
/** A paid render counts from its reservation on, unless nothing came of it at the provider. */
const rendersOf = (job: JobRow | undefined): number =>
  job && job.paid === 1 && job.state !== 'rejected' && job.state !== 'released' ? 1 : 0

function addBalances(books: Books, before: JobRow | undefined, after: JobRow): void {
  if (after.paid === 0) return
  addTo(books, 'month', after.monthKey, heldOf(after) - heldOf(before), spentOf(after) - spentOf(before))
  addTo(books, 'day', after.dayKey, 0, rendersOf(after) - rendersOf(before))
}

function addTo(books: Books, scope: 'month' | 'day', window: string, held: number, spent: number): void {
  if (held === 0 && spent === 0) return
  books.sql('INSERT OR IGNORE INTO balance VALUES (?, ?, 0, 0)').run(scope, window)
  books
    .sql('UPDATE balance SET held = held + ?, spent = spent + ? WHERE scope = ? AND window = ?')
    .run(held, spent, scope, window)
}

const countIf = (condition: boolean): number => (condition ? 1 : 0)
const isFailed = (job: JobRow): boolean => ['failed', 'rejected', 'expired'].includes(job.state)

const totalsOf = (job: JobRow | undefined) => [
  countIf(job !== undefined),
  countIf(job?.state === 'done'),
  countIf(job !== undefined && isFailed(job)),
  spentOf(job),
  heldOf(job),
]

function addTotals(books: Books, before: JobRow | undefined, after: JobRow): void {
  const was = totalsOf(before)
  const difference = totalsOf(after).map((value, index) => value - was[index]!)
  if (difference.every((value) => value === 0)) return
  const keys = {
    provider: after.provider,
    model: `${after.provider}/${after.model}`,
    day: after.dayKey,
    month: after.monthKey,
  }
  for (const [dimension, key] of Object.entries(keys)) {
    books.sql('INSERT OR IGNORE INTO rollup VALUES (?, ?, 0, 0, 0, 0, 0)').run(dimension, key)
    books
      .sql(
        `UPDATE rollup SET jobs = jobs + ?, done = done + ?, failed = failed + ?, spentMicros = spentMicros + ?,
         heldMicros = heldMicros + ? WHERE dimension = ? AND key = ?`,
      )
      .run(...difference, dimension, key)
  }
}
