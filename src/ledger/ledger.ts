/**
 * The contract of the ledger: every job, every cent, and the only place that decides whether a job may start.
 *
 * - Asynchronous although SQLite is not, so that a shared database can stand behind it later.
 * - Every transition names the lease it is made under and is guarded in SQL by `id, owner, epoch, state`: a wrong order or a
 *   lost lease is an error (`environment`, code `job.fenced`), never an overwrite.
 * - Entries are append-only, double-entry and hash-chained. A free job (holdMicros 0, paid false) is recorded the same way and
 *   counts to no budget.
 */

import type { Charged } from '../errors.ts'
import type { FoundJob, Json } from '../providers/provider.ts'

export const jobStates = [
  'reserved',
  'submitting',
  'submitted',
  'ready',
  'done',
  'unknown',
  'rejected',
  'released',
  'failed',
  'cancelled',
  'expired',
] as const
export type JobStateName = (typeof jobStates)[number]

/** States that nothing more will happen to by itself. `unknown` is not among them: its money is still held. */
export const settledStates: readonly JobStateName[] = [
  'done',
  'rejected',
  'released',
  'failed',
  'cancelled',
  'expired',
]

export type CostSource = 'actual' | 'estimate' | 'none'
export type Recovery = 'replay-key' | 'list' | 'none'

export interface JobRecord {
  id: string
  state: JobStateName
  provider: string
  model: string
  /** Counts against the budgets. */
  paid: boolean
  prompt: string
  /** Canonical JSON of the request: enough to go on with in another process. */
  request: Json
  requestSha256: string
  accountFingerprint: string
  baseUrl: string
  recovery: Recovery
  idempotencyKey?: string
  providerJobId?: string
  operation?: Json
  video?: Json
  /** What the provider charges at most, held until settled. */
  holdMicros: number
  costMicros?: number
  costSource?: CostSource
  /** Where the price came from, with its date. */
  priceBasis: string
  /** The charge is the pessimistic reading of a failure and may be reversed. */
  disputed: boolean
  /** Where the file was asked to go. */
  outputPath: string
  /** A taken default name gets `-2`; an explicit one is refused. */
  outputMode: 'default' | 'explicit' | 'overwrite'
  file?: string
  sha256?: string
  bytes?: number
  media?: Json
  /** When the provider stops serving the result. */
  expiresAt?: string
  error?: { message: string; charged?: Charged; code?: string }
  /** Calendar windows in the ledger's zone, fixed at reservation. */
  dayKey: string
  monthKey: string
  /** ISO times. */
  createdAt: string
  updatedAt: string
  sentAt?: string
  settledAt?: string
  /** Milliseconds from submit to finished, for learning; absent for jobs that never finished. */
  waitMs?: number
  lastStatus?: string
}

/** The right to move one job: whoever holds a lower epoch is fenced off. */
export interface Lease {
  jobId: string
  owner: string
  epoch: number
}

export interface NewJob {
  id: string
  provider: string
  model: string
  paid: boolean
  prompt: string
  request: Json
  requestSha256: string
  accountFingerprint: string
  baseUrl: string
  recovery: Recovery
  holdMicros: number
  priceBasis: string
  outputPath: string
  outputMode: JobRecord['outputMode']
  /** `--new`: run although the identical request is `unknown`. */
  evenIfUnknown?: boolean
}

export interface BudgetReport {
  month: {
    window: string
    capMicros: number | null
    spentMicros: number
    heldMicros: number
    freeMicros: number | null
  }
  day: { window: string; cap: number | null; used: number; free: number | null }
  /** Jobs that hold money, oldest first. */
  holding: readonly {
    id: string
    state: JobStateName
    provider: string
    heldMicros: number
    createdAt: string
  }[]
}

export interface JobFilter {
  since?: string
  provider?: string
  states?: readonly JobStateName[]
  limit?: number
}

export interface SummaryRow {
  key: string
  jobs: number
  done: number
  failed: number
  spentMicros: number
  heldMicros: number
}

export interface EntryRow {
  id: number
  job: string
  kind: 'hold' | 'release' | 'settle' | 'adjust'
  debit: string
  credit: string
  micros: number
  at: string
  previousHash: string
  hash: string
}

export interface Verification {
  ok: boolean
  entries: number
  /** The first thing that is wrong, in words, with the entry's id. */
  problems: readonly string[]
}

/** What the last 90 days say of one provider, or of one of its models: see Mia. */
export interface ProviderHistory {
  provider: string
  /** Where asked for by model. */
  model?: string
  runs: number
  ok: number
  medianWaitSeconds: number | null
  /** Median of actual cost ÷ length of the video, in dollars, over finished jobs whose provider named a cost; null without any. */
  medianCostUsdPerSecond: number | null
}

export interface Failure {
  state: 'failed' | 'cancelled' | 'expired'
  /** `release` gives the hold back; `settle` books `costMicros` (or the whole hold). */
  money: 'release' | 'settle'
  costMicros?: number
  disputed?: boolean
  message: string
  charged: Charged
  code?: string
}

export interface Ledger {
  /**
   * Checks every budget and takes the hold, in one immediate transaction; state `reserved`, epoch 1.
   * Throws `budget` (nothing was reserved) or `unknown` (exit 9: the identical request is unsettled).
   */
  reserve(job: NewJob): Promise<{ job: JobRecord; lease: Lease }>
  /** reserved → submitting. On disk before the socket opens. */
  intend(lease: Lease, intent: { idempotencyKey: string }): Promise<JobRecord>
  /** submitting → reserved: proven that nothing was sent. */
  unsend(lease: Lease): Promise<void>
  /**
   * submitting|unknown → submitted. On disk before the first poll. Throws `job.provider_job_taken` where another job has this
   * id, and, of one found by its likeness, `job.may_be_another` where it may be that of another job with the same prompt.
   */
  accept(lease: Lease, answer: { providerJobId: string; operation: Json; by?: FoundJob['by'] }): Promise<void>
  /** submitting → unknown; the hold stays. */
  park(lease: Lease, reason: { message: string; code?: string }): Promise<void>
  /** reserved|submitting → rejected; the hold is released. */
  reject(lease: Lease, reason: { message: string; code?: string }): Promise<void>
  /** reserved → released. */
  release(lease: Lease, reason: string): Promise<void>
  /** Any unfinished state: keeps the lease for another 60 s and remembers the provider's last word. */
  heartbeat(lease: Lease, status?: string): Promise<void>
  /** submitted → ready; the money is settled now, before any byte is fetched. Cost above the hold adds an `adjust`. */
  ready(
    lease: Lease,
    result: { video: Json; costMicros: number; costSource: CostSource; expiresAt?: string },
  ): Promise<void>
  /** ready → ready: only the holder of the newest epoch passes; call it right before publishing. */
  fence(lease: Lease): Promise<void>
  /** ready → done. */
  deliver(
    lease: Lease,
    file: { path: string; sha256: string; bytes: number; media: Json },
  ): Promise<JobRecord>
  /** submitted|ready|unknown (and, of a free job, submitting) → failed|cancelled|expired. */
  fail(lease: Lease, failure: Failure): Promise<void>
  /**
   * Takes an unfinished job over: at once when its owner is known to be dead (same machine and boot, no process with its pid
   * and start time) or has released it, else when its lease lapsed. Undefined when somebody alive holds it.
   */
  takeOver(jobId: string): Promise<{ job: JobRecord; lease: Lease } | undefined>
  /**
   * The unfinished job of an identical request to the same output whose owner died without giving it up (`yield`): the same
   * command typed again after a crash goes on with it instead of paying anew.
   */
  interrupted(request: {
    requestSha256: string
    accountFingerprint: string
    outputPath: string
  }): Promise<string | undefined>
  /** Gives the lease up at once, keeping the state (signals, `--no-wait`). */
  yield(lease: Lease): Promise<void>
  /** A person's word on a disputed or unknown job. */
  settleUnknown(jobId: string, verdict: 'charged' | 'not-charged', note: string): Promise<JobRecord>

  /** By any unambiguous prefix of the id; throws `usage` when none or several fit. */
  find(idPrefix: string): Promise<JobRecord>
  list(filter: JobFilter): Promise<readonly JobRecord[]>
  /** Unfinished first, soonest-expiring result first, then newest. */
  board(limit: number): Promise<readonly JobRecord[]>
  unfinished(): Promise<readonly JobRecord[]>
  /** Provider job ids already in the ledger, for `find` of a lost one. */
  knownProviderJobs(provider: string): Promise<readonly string[]>

  budget(): Promise<BudgetReport>
  /** `null` lifts a cap, `undefined` leaves it. */
  setBudget(caps: { monthlyMicros?: number | null; dailyRenders?: number | null }): Promise<void>
  summary(by: 'provider' | 'model' | 'day' | 'month'): Promise<readonly SummaryRow[]>
  history(days: number, by?: 'provider' | 'model'): Promise<readonly ProviderHistory[]>
  entries(): AsyncIterable<EntryRow>
  jobs(): AsyncIterable<JobRecord>
  verify(): Promise<Verification>
  close(): void
}
