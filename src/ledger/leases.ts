/**
 * Who may move a job. The epoch is a fencing token: each takeover raises it, every write names it, and whoever holds a lower one
 * is refused. A lease lasts 60 s (a heartbeat comes every 15 s), and less when its owner is known to be dead.
 */

import { environmentError } from '../errors.ts'
import { type Books, type Moment, move, read, write } from './books.ts'
import { fateOf, type ProcessIdentity } from './identity.ts'
import type { JobRecord, JobStateName, Lease } from './ledger.ts'
import { isUnfinished, type JobRow, toRecord, unfinishedSql } from './rows.ts'

export const leaseMs = 60_000
/** Two clocks reads of one machine may disagree a little around a change of the clock. */
const graceMs = 5_000

export const leaseOf = (row: JobRow): Lease => ({ jobId: row.id, owner: row.owner ?? '', epoch: row.epoch })

const rowOf = (books: Books, id: string): JobRow | undefined =>
  books.sql('SELECT * FROM job WHERE id = ?').get(id) as JobRow | undefined

/** The row, if this lease is still the newest and the job is where the caller believes it to be. */
export function held(books: Books, lease: Lease, states: readonly JobStateName[]): JobRow {
  const row = rowOf(books, lease.jobId)
  if (!row || row.owner !== lease.owner || row.epoch !== lease.epoch) {
    throw fenced(lease.jobId, row ? 'another process has taken the job over' : 'there is no such job')
  }
  if (!states.includes(row.state)) throw wrongState(row)
  return row
}

export const wrongState = (row: JobRow) =>
  fenced(row.id, `it is ${row.state} now, where this step does not apply`)

const fenced = (jobId: string, why: string) =>
  environmentError(`job ${jobId} is no longer this process's to move: ${why}`, {
    code: 'job.fenced',
    job: jobId,
    hint: `look at it: vidgen jobs show ${jobId}`,
  })

/** Keeps the lease; no money moves, so the row is touched directly. */
export function extend(books: Books, lease: Lease, states: readonly JobStateName[], status?: string): void {
  write(books, (moment) => {
    held(books, lease, states)
    books
      .sql(
        'UPDATE job SET leaseUntilMs = ?, lastStatus = coalesce(?, lastStatus), updatedAt = ? WHERE id = ? AND owner = ? AND epoch = ?',
      )
      .run(moment.ms + leaseMs, status ?? null, moment.iso, lease.jobId, lease.owner, lease.epoch)
  })
}

/** Gives up what is held; nothing happens to a lease that is gone already, or to a finished job. */
export function giveUp(books: Books, lease: Lease): void {
  write(books, () => {
    books
      .sql(
        `UPDATE job SET owner = NULL, ownerProcess = NULL, leaseUntilMs = 0
         WHERE id = ? AND owner = ? AND epoch = ? AND state IN (${unfinishedSql})`,
      )
      .run(lease.jobId, lease.owner, lease.epoch)
  })
}

const fateOfOwner = (books: Books, row: JobRow) =>
  row.ownerProcess === null
    ? 'unknown'
    : fateOf(JSON.parse(row.ownerProcess) as ProcessIdentity, books.identity)

/**
 * A lease further ahead than any could be given now was written by a clock that has been set back since: unless its owner is
 * seen alive it is as good as lapsed, or a job would wait for as long as the clock was wrong.
 */
function isLapsed(moment: Moment, row: JobRow, fate: 'alive' | 'dead' | 'unknown'): boolean {
  if (row.leaseUntilMs + graceMs < moment.ms) return true
  return fate === 'unknown' && row.leaseUntilMs > moment.ms + leaseMs + graceMs
}

/** Nobody will go on with it: given up, its process dead, or its lease lapsed. */
export function ownerIsGone(books: Books, moment: Moment, row: JobRow): boolean {
  if (row.owner === null) return true
  const fate = fateOfOwner(books, row)
  return fate === 'dead' || isLapsed(moment, row, fate)
}

export function takeOver(books: Books, jobId: string): { job: JobRecord; lease: Lease } | undefined {
  return write(books, (moment) => {
    const row = rowOf(books, jobId)
    if (!row || !isUnfinished(row.state) || !ownerIsGone(books, moment, row)) return undefined
    const taken = move(
      books,
      moment,
      row,
      {
        ...row,
        owner: books.owner,
        ownerProcess: JSON.stringify(books.identity),
        epoch: row.epoch + 1,
        leaseUntilMs: moment.ms + leaseMs,
      },
      [],
    )
    return { job: toRecord(taken), lease: leaseOf(taken) }
  })
}

/** One that was given up on purpose (`yield`) has no owner and is not meant; nor is `unknown`, which is a person's to settle. */
export function interrupted(
  books: Books,
  request: { requestSha256: string; accountFingerprint: string; outputPath: string },
): string | undefined {
  return read(books, () => {
    const rows = books
      .sql(
        `SELECT * FROM job WHERE requestSha256 = ? AND state IN ('reserved', 'submitting', 'submitted', 'ready')
         AND accountFingerprint = ? AND outputPath = ? AND owner IS NOT NULL ORDER BY seq DESC`,
      )
      .all(request.requestSha256, request.accountFingerprint, request.outputPath) as JobRow[]
    const ms = books.clock.now().getTime()
    const dead = rows.find((row) => {
      const fate = fateOfOwner(books, row)
      return fate === 'dead' || (fate === 'unknown' && isLapsed({ ms, iso: '', highWaterMs: ms }, row, fate))
    })
    return dead?.id
  })
}
