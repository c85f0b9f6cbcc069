/**
 * The story of a render, whole: reserve the money, submit once, wait, settle, deliver the file.
 *
 *   reserved ─submit─► submitting ─► submitted ─wait─► ready (money settled) ─deliver─► done
 *
 * Every arrow is on disk before the next step begins, so `carryOn` can enter at whatever state the ledger names: a fresh
 * render, `jobs resume` and the same command typed again after a crash are one path.
 */

import type { App } from '../app.ts'
import { VidgenError } from '../errors.ts'
import { type JobRecord, type Lease, type Ledger, settledStates } from '../ledger/ledger.ts'
import { importOutbox } from '../ledger/outbox.ts'
import type { Call, Provider, VideoRequest } from '../providers/provider.ts'
import { deliver } from './deliver.ts'
import type { Plan } from './plan.ts'
import { recover } from './recover.ts'
import { submit } from './submit.ts'
import { wait } from './wait.ts'

/** A third of the 60 s lease, so that one missed beat loses nothing. */
const heartbeatMs = 15_000

/** Told what happens while a job runs; `state` changes rarely, `text` often. */
export interface Watch {
  step(state: string, text: string): void
  warning(text: string): void
}

/** One job on its way: who speaks for it, under which lease, and how long to wait. */
export interface Work {
  app: App
  ledger: Ledger
  provider: Provider
  call: Call
  request: VideoRequest
  job: JobRecord
  lease: Lease
  watch: Watch
  patience: Patience
  /** Learned from the ledger where it has runs of this model. */
  usualWaitSeconds: number
  timing: Timing
}

export interface Patience {
  /** False: `--no-wait`, leave once the provider has the job. */
  wait: boolean
  /** `--timeout`; absent: five times the model's usual wait, at least 15 minutes. */
  timeoutSeconds?: number
}

export interface Timing {
  submitMs?: number
  waitMs?: number
  downloadMs?: number
}

export interface Rendered {
  job: JobRecord
  timing: Timing
}

export async function render(app: App, plan: Plan, watch: Watch): Promise<Rendered> {
  const ledger = await app.ledger()
  const { job, lease } = (await takeUpInterrupted(app, plan, watch)) ?? (await reserve(app, plan))
  app.log('RENDER:REQUEST', job.state === 'reserved' ? 'reserved' : 'taken up', {
    job: job.id,
    provider: job.provider,
    model: job.model,
    holdMicros: job.holdMicros,
    promptSha256: job.requestSha256,
  })
  const { provider, call, request, patience, usualWaitSeconds } = plan
  return carryOn({
    app,
    ledger,
    provider,
    call,
    request,
    job,
    lease,
    watch,
    patience,
    usualWaitSeconds,
    timing: {},
  })
}

/** The one place where money is promised; a refusal has reserved nothing. */
async function reserve(app: App, plan: Plan) {
  const ledger = await app.ledger()
  const job = plan.newJob()
  const facts = { job: job.id, provider: job.provider, holdMicros: job.holdMicros }
  app.log('BUDGET:CHECK', 'asking', facts)
  try {
    return await ledger.reserve(job)
  } catch (error) {
    if (error instanceof VidgenError && error.kind === 'budget')
      app.log('BUDGET:EXCEEDED', error.message, facts)
    throw error
  }
}

/** The same command after a crash goes on with the job it had begun, instead of paying for another. */
async function takeUpInterrupted(app: App, plan: Plan, watch: Watch) {
  if (plan.evenIfUnknown) return undefined
  const ledger = await app.ledger()
  const id = await ledger.interrupted(plan)
  if (id === undefined) return undefined
  await importOutbox(ledger, (await app.places()).outboxDir)
  const taken = await ledger.takeOver(id)
  if (taken)
    watch.step('resumed', `going on with job ${taken.job.id}, which was interrupted (${taken.job.state})`)
  return taken
}

/** From the state the ledger names to the file on the disk. */
export async function carryOn(work: Work): Promise<Rendered> {
  const { app, ledger, lease } = work
  const stopHeartbeat = app.clock.every(heartbeatMs, () => {
    // A lost lease shows at the next guarded write, which is where it matters.
    ledger.heartbeat(lease).catch(() => {})
  })
  try {
    if (work.job.state === 'reserved') work.job = await submit(work)
    if (work.job.state === 'submitting' || work.job.state === 'unknown') work.job = await recover(work)
    if (work.job.state === 'submitted') work.job = await wait(work)
    if (work.job.state === 'ready') work.job = await deliver(work)
    return { job: work.job, timing: work.timing }
  } catch (error) {
    throw await leave(work, error)
  } finally {
    stopHeartbeat()
  }
}

/** Gives the lease up so that `jobs resume` need not wait for it to lapse, and names the job in the error. */
async function leave(work: Work, error: unknown): Promise<unknown> {
  const { app, ledger, lease, provider } = work
  const interrupted = app.signal.aborted && !(error instanceof VidgenError && error.job !== undefined)
  // Refused by the ledger where the job has been sent meanwhile.
  if (interrupted && (!work.job.paid || work.job.state === 'reserved')) await drop(work).catch(() => {})
  await ledger.yield(lease).catch(() => {})
  if (!interrupted) return error
  return cancelled(app.signal.reason as VidgenError, await ledger.find(lease.jobId), provider)
}

function cancelled(reason: VidgenError, job: JobRecord, provider: Provider): VidgenError {
  const alive = !settledStates.includes(job.state)
  const inDoubt = job.state === 'submitting' || job.state === 'unknown'
  const fate = inDoubt
    ? `${provider.id} may or may not have the job; it is not sent again and its price stays held`
    : alive
      ? 'the job goes on at the provider'
      : 'nothing was charged'
  return new VidgenError('cancelled', `${reason.message}; ${fate}`, {
    exitCode: reason.exitCode,
    job: job.id,
    provider: provider.id,
    charged: inDoubt ? 'unknown' : alive ? undefined : false,
    hint: alive ? `go on with it later: vidgen jobs resume ${job.id}` : undefined,
  })
}

/** Nothing was sent, or nothing ever is of a free job: interrupted, there is nothing to come back to. */
async function drop({ ledger, lease, job }: Work): Promise<void> {
  if (job.state === 'reserved') return ledger.release(lease, 'interrupted')
  await ledger.fail(lease, {
    state: 'cancelled',
    money: 'settle',
    costMicros: 0,
    message: 'interrupted',
    charged: false,
    code: 'job.cancelled',
  })
}
