/** A new job: the checks and the hold in one transaction, so that of any number of processes only those that fit get in. */

import { VidgenError } from '../errors.ts'
import { type Books, type Moment, move, write } from './books.ts'
import { checkBudget, windowsAt } from './budget.ts'
import { checkMicros } from './faults.ts'
import { leaseMs, leaseOf, ownerIsGone } from './leases.ts'
import type { JobRecord, Lease, NewJob } from './ledger.ts'
import { giveBack, takeHold } from './postings.ts'
import { type JobRow, toRecord } from './rows.ts'
import type { Windows } from './windows.ts'

/** A reservation nobody has gone on with for this long after its lease is a leftover of a crash before anything was sent. */
const abandonedMs = 24 * 3600 * 1000

export function reserve(books: Books, job: NewJob): { job: JobRecord; lease: Lease } {
  checkMicros(job.holdMicros, 'a hold')
  return write(books, (moment) => {
    const windows = windowsAt(books, moment)
    if (job.paid) {
      if (!job.evenIfUnknown) refuseDuplicateOfUnknown(books, moment, job)
      releaseAbandoned(books, moment)
      checkBudget(books, moment, job, windows)
    }
    const row = newRow(books, moment, job, windows)
    const stored = move(books, moment, undefined, row, takeHold(row))
    return { job: toRecord(stored), lease: leaseOf(stored) }
  })
}

/** `submitting` without a living owner is the same thing not yet called so: its request may have reached the provider. */
function refuseDuplicateOfUnknown(books: Books, moment: Moment, job: NewJob): void {
  const rows = books
    .sql(
      `SELECT * FROM job WHERE requestSha256 = ? AND state IN ('unknown', 'submitting')
       AND provider = ? AND accountFingerprint = ? AND paid = 1 ORDER BY seq`,
    )
    .all(job.requestSha256, job.provider, job.accountFingerprint) as JobRow[]
  const unsettled = rows.find((row) => row.state === 'unknown' || ownerIsGone(books, moment, row))
  if (!unsettled) return
  throw new VidgenError(
    'unknown',
    `the same request may already be running at ${job.provider} (job ${unsettled.id}); nothing was sent now`,
    {
      code: 'submit.duplicate_of_unknown',
      job: unsettled.id,
      provider: job.provider,
      charged: 'unknown',
      hint: `settle that one first: vidgen jobs reconcile ${unsettled.id}; to pay for another all the same, add --new`,
    },
  )
}

function releaseAbandoned(books: Books, moment: Moment): void {
  const before = moment.ms - abandonedMs
  const rows = books
    .sql("SELECT * FROM job WHERE state = 'reserved' AND leaseUntilMs < ? AND updatedAt < ?")
    .all(before, new Date(before).toISOString()) as JobRow[]
  for (const row of rows) {
    const error = { message: 'abandoned before anything was sent', charged: false }
    const released: JobRow = {
      ...row,
      state: 'released',
      costMicros: 0,
      costSource: 'none',
      owner: null,
      epoch: row.epoch + 1,
      settledAt: moment.iso,
      error: JSON.stringify(error),
    }
    move(books, moment, row, released, giveBack(row))
  }
}

function newRow(books: Books, moment: Moment, job: NewJob, windows: Windows): JobRow {
  const { evenIfUnknown: _asked, paid, request, ...given } = job
  return {
    ...given,
    seq: ((books.sql('SELECT max(seq) FROM job').pluck().get() as number | null) ?? 0) + 1,
    state: 'reserved',
    paid: paid ? 1 : 0,
    request: JSON.stringify(request),
    costMicros: null,
    costSource: null,
    disputed: 0,
    seal: '',
    owner: books.owner,
    ownerProcess: JSON.stringify(books.identity),
    epoch: 1,
    leaseUntilMs: moment.ms + leaseMs,
    dayKey: windows.day,
    monthKey: windows.month,
    createdAt: moment.iso,
    updatedAt: moment.iso,
    sentAt: null,
    settledAt: null,
    expiresAt: null,
    waitMs: null,
    lastStatus: null,
    idempotencyKey: null,
    providerJobId: null,
    operation: null,
    video: null,
    file: null,
    sha256: null,
    bytes: null,
    media: null,
    error: null,
  }
}
