/** A job's way from reserved to its end: each step one transaction under its lease, with what it means for the money. */

import { usageError } from '../errors.ts'
import { type Books, type Moment, move, type Posting, write } from './books.ts'
import { checkMicros } from './faults.ts'
import { held, leaseMs, ownerIsGone, wrongState } from './leases.ts'
import type { Failure, JobRecord, JobStateName, Lease, Ledger } from './ledger.ts'
import { giveBack, settle } from './postings.ts'
import { isHolding, type JobRow, toRecord } from './rows.ts'

type Step = (row: JobRow, moment: Moment) => { change: Partial<JobRow>; postings?: Posting[] }

function step(books: Books, lease: Lease, from: readonly JobStateName[], take: Step): JobRecord {
  return write(books, (moment) => {
    const row = held(books, lease, from)
    const { change, postings = [] } = take(row, moment)
    const after = { ...row, leaseUntilMs: moment.ms + leaseMs, ...change }
    return toRecord(move(books, moment, row, after, postings))
  })
}

/** Nothing moves it any more: the lease ends with the job. */
const ended = (moment: Moment) => ({
  owner: null,
  ownerProcess: null,
  leaseUntilMs: 0,
  settledAt: moment.iso,
})

const errorText = (error: NonNullable<JobRecord['error']>): string => JSON.stringify(error)

export const intend = (books: Books, lease: Lease, intent: { idempotencyKey: string }): JobRecord =>
  step(books, lease, ['reserved'], (_row, moment) => ({
    change: { state: 'submitting', idempotencyKey: intent.idempotencyKey, sentAt: moment.iso },
  }))

export const unsend = (books: Books, lease: Lease): JobRecord =>
  step(books, lease, ['submitting'], () => ({ change: { state: 'reserved', sentAt: null } }))

export const accept = (books: Books, lease: Lease, answer: Parameters<Ledger['accept']>[1]): JobRecord =>
  step(books, lease, ['submitting', 'unknown'], (row, moment) => {
    refuseTaken(books, row, answer.providerJobId)
    if (answer.by === 'likeness') refuseAmbiguous(books, moment, row)
    const operation = JSON.stringify(answer.operation)
    return { change: { state: 'submitted', providerJobId: answer.providerJobId, operation, error: null } }
  })

/** One job at a provider is one job here: two rows with it would settle one charge twice. */
function refuseTaken(books: Books, row: JobRow, providerJobId: string): void {
  if (row.paid === 0) return
  const other = books
    .sql(
      'SELECT id FROM job WHERE provider = ? AND accountFingerprint = ? AND baseUrl = ? AND providerJobId = ? AND paid = 1',
    )
    .pluck()
    .get(row.provider, row.accountFingerprint, row.baseUrl, providerJobId) as string | undefined
  if (other === undefined || other === row.id) return
  throw usageError(`${row.provider}'s job ${providerJobId} already belongs to job ${other}`, {
    code: 'job.provider_job_taken',
    job: row.id,
    hint: `look at it: vidgen jobs show ${other}`,
  })
}

/**
 * A video that looks like this job's may be that of another with its prompt: one whose answer is on its way to a living process,
 * or one that asked for something else besides. (Two lost jobs that asked for the very same are the same for the money.)
 */
function refuseAmbiguous(books: Books, moment: Moment, row: JobRow): void {
  const others = books
    .sql(
      `SELECT * FROM job WHERE prompt = ? AND provider = ? AND accountFingerprint = ? AND baseUrl = ? AND id <> ?
       AND state IN ('submitting', 'unknown')`,
    )
    .all(row.prompt, row.provider, row.accountFingerprint, row.baseUrl, row.id) as JobRow[]
  const other = others.find(
    (candidate) =>
      candidate.requestSha256 !== row.requestSha256 ||
      (candidate.state === 'submitting' && !ownerIsGone(books, moment, candidate)),
  )
  if (!other) return
  throw usageError(`what was found at ${row.provider} may be job ${other.id}, which has the same prompt`, {
    code: 'job.may_be_another',
    job: row.id,
    hint: `settle that one first: vidgen jobs show ${other.id}`,
  })
}

export const park = (books: Books, lease: Lease, reason: { message: string; code?: string }): JobRecord =>
  step(books, lease, ['submitting'], () => ({
    change: { state: 'unknown', error: errorText({ ...reason, charged: 'unknown' }) },
  }))

export const reject = (books: Books, lease: Lease, reason: { message: string; code?: string }): JobRecord =>
  step(books, lease, ['reserved', 'submitting'], (row, moment) => unpaid(row, moment, 'rejected', reason))

export const release = (books: Books, lease: Lease, reason: string): JobRecord =>
  step(books, lease, ['reserved'], (row, moment) => unpaid(row, moment, 'released', { message: reason }))

function unpaid(
  row: JobRow,
  moment: Moment,
  state: JobStateName,
  reason: { message: string; code?: string },
) {
  const error = errorText({ ...reason, charged: false })
  const change: Partial<JobRow> = { state, costMicros: 0, costSource: 'none', error, ...ended(moment) }
  return { change, postings: giveBack(row) }
}

export const ready = (books: Books, lease: Lease, result: Parameters<Ledger['ready']>[1]): JobRecord =>
  step(books, lease, ['submitted'], (row, moment) => {
    const costMicros = checkMicros(result.costMicros, 'a cost')
    const change: Partial<JobRow> = {
      state: 'ready',
      video: JSON.stringify(result.video),
      costMicros,
      costSource: result.costSource,
      expiresAt: result.expiresAt ?? null,
      settledAt: moment.iso,
      waitMs: row.sentAt === null ? null : Math.max(0, moment.ms - Date.parse(row.sentAt)),
    }
    return { change, postings: settle(row, costMicros) }
  })

export const deliver = (books: Books, lease: Lease, file: Parameters<Ledger['deliver']>[1]): JobRecord =>
  step(books, lease, ['ready'], (row, moment) => {
    const { path, sha256, bytes, media } = file
    const change: Partial<JobRow> = {
      state: 'done',
      file: path,
      sha256,
      bytes,
      media: JSON.stringify(media),
      error: null,
    }
    return { change: { ...change, ...ended(moment), settledAt: row.settledAt } }
  })

export const fail = (books: Books, lease: Lease, failure: Failure): JobRecord =>
  step(books, lease, ['submitting', 'submitted', 'ready', 'unknown'], (row, moment) => {
    // Of a paid request that may have left, only its answer or a person may say how it ended.
    if (row.state === 'submitting' && row.paid === 1) throw wrongState(row)
    const { state, message, charged, code } = failure
    const given = failure.costMicros === undefined ? undefined : checkMicros(failure.costMicros, 'a cost')
    const booked = failure.money === 'release' ? cleared(row) : charge(row, given)
    const change: Partial<JobRow> = {
      ...ended(moment),
      state,
      ...booked.change,
      disputed: failure.disputed ? 1 : 0,
      error: errorText({ message, charged, code }),
    }
    return { change, postings: booked.postings }
  })

/** What a provider gave no number for is taken at the whole hold; what was settled already keeps its cost. */
function charge(row: JobRow, given: number | undefined) {
  const costMicros = given ?? row.costMicros ?? row.holdMicros
  const costSource = given === undefined ? (row.costSource ?? 'estimate') : 'actual'
  return { change: { costMicros, costSource }, postings: settle(row, costMicros) }
}

function cleared(row: JobRow) {
  const postings = isHolding(row.state) ? giveBack(row) : settle(row, 0)
  return { change: { costMicros: 0, costSource: 'none' as const }, postings }
}

/**
 * A person's word needs no lease: it ends whatever a process was still trying. On an `unknown` job it decides about the hold;
 * on a disputed one it confirms the charge or takes it back.
 */
export function settleUnknown(
  books: Books,
  jobId: string,
  verdict: 'charged' | 'not-charged',
  note: string,
): JobRecord {
  return write(books, (moment) => {
    const row = books.sql('SELECT * FROM job WHERE id = ?').get(jobId) as JobRow | undefined
    if (!row || (row.state !== 'unknown' && row.disputed === 0)) throw nothingToSettle(jobId, row)
    const charged = verdict === 'charged'
    const booked = charged ? charge(row, undefined) : cleared(row)
    const state = row.state !== 'unknown' ? row.state : charged ? 'failed' : 'released'
    const after: JobRow = {
      ...row,
      ...ended(moment),
      state,
      ...booked.change,
      disputed: 0,
      epoch: row.epoch + 1,
      error: errorText({ message: note, charged, code: `reconciled.${verdict}` }),
    }
    return toRecord(move(books, moment, row, after, booked.postings))
  })
}

const nothingToSettle = (jobId: string, row: JobRow | undefined) =>
  usageError(
    row ? `job ${jobId} is ${row.state}: there is nothing to settle by hand` : `there is no job ${jobId}`,
    {
      code: 'job.nothing_to_settle',
      job: row?.id,
      hint:
        row && row.state === 'submitting'
          ? `first run: vidgen jobs resume ${jobId}`
          : `look at it: vidgen jobs show ${jobId}`,
    },
  )
