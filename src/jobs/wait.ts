/** Polls until the provider says done or failed, and settles the money in that moment, before any byte is fetched. */

import { isLoopbackUrl } from '../address.ts'
import { VidgenError } from '../errors.ts'
import type { CostSource, JobRecord } from '../ledger/ledger.ts'
import { formatUsd } from '../ledger/money.ts'
import type { JobState } from '../providers/provider.ts'
import { backoffMs } from './backoff.ts'
import { withKeySource } from './connection.ts'
import type { Work } from './render.ts'
import { defaultTimeoutSeconds, nextPollSeconds } from './schedule.ts'
import { settleFailure } from './settle-failure.ts'

/** A reported cost above this many times the hold is a fault of the answer, not a price (faults row 46). */
const absurdCostFactor = 100

export async function wait(work: Work): Promise<JobRecord> {
  const { app, ledger, lease, patience, timing } = work
  if (!patience.wait) throw stillRunning(work, 'not waiting, as asked')
  const started = app.clock.elapsedMs()
  const timeoutSeconds = patience.timeoutSeconds ?? defaultTimeoutSeconds(work.usualWaitSeconds)
  // What the provider itself asked for with its last answer (a 429's Retry-After).
  let askedSeconds = 0
  for (let polls = 0, failures = 0; ; polls += 1) {
    const elapsedSeconds = (app.clock.elapsedMs() - started) / 1000
    if (elapsedSeconds > timeoutSeconds) throw stillRunning(work, `the wait of ${timeoutSeconds} s is over`)
    await app.clock.sleep(
      delayMs(work, {
        elapsedSeconds,
        polls,
        failures,
        askedSeconds,
        leftSeconds: timeoutSeconds - elapsedSeconds,
      }),
      app.signal,
    )
    const state = await poll(work)
    timing.waitMs = app.clock.elapsedMs() - started
    if (state === undefined) {
      failures += 1
      continue
    }
    failures = 0
    if (state.status === 'failed') throw await settleFailure(work, state)
    if (state.status === 'done') {
      await settle(work, state)
      return ledger.find(lease.jobId)
    }
    askedSeconds = state.retryAfterSeconds ?? 0
    showProgress(work, state, elapsedSeconds)
    await ledger.heartbeat(lease, state.detail)
  }
}

function delayMs(
  work: Work,
  at: { elapsedSeconds: number; polls: number; failures: number; askedSeconds: number; leftSeconds: number },
): number {
  const { app, call, provider } = work
  if (at.failures > 0) return Math.min(backoffMs(at.failures, app.random), at.leftSeconds * 1000)
  const seconds = nextPollSeconds({
    elapsedSeconds: at.elapsedSeconds,
    polls: at.polls,
    minimumSeconds: provider.pollMinimumSeconds,
    usualSeconds: work.usualWaitSeconds,
    isLoopback: call.baseUrl === '' || isLoopbackUrl(call.baseUrl),
    overrideSeconds: app.tunables.pollIntervalSeconds,
    random: app.random(),
  })
  return Math.min(Math.max(seconds, at.askedSeconds), at.leftSeconds) * 1000
}

/** Undefined: no answer this time, the job is untouched by that. A refused key is worth stopping for; the job lives on. */
async function poll(work: Work): Promise<JobState | undefined> {
  const { app, call, provider, job, watch } = work
  try {
    const state = await provider.poll(call, job.operation ?? null)
    app.log('JOB:POLL', state.status, {
      job: job.id,
      provider: provider.id,
      detail: state.status === 'waiting' ? state.detail : undefined,
    })
    return state
  } catch (error) {
    if (app.signal.aborted || !(error instanceof VidgenError)) throw error
    if (error.kind !== 'unavailable') {
      throw new VidgenError(
        'pending',
        `${provider.id} does not answer about the job: ${withKeySource(error, call).message}; the job is alive`,
        {
          job: job.id,
          provider: provider.id,
          hint:
            error.kind === 'auth'
              ? `give a working key (vidgen connect ${provider.id}), then: vidgen jobs resume ${job.id}`
              : `vidgen jobs resume ${job.id}`,
          cause: error,
        },
      )
    }
    app.log('JOB:POLL', 'no answer', { job: job.id, provider: provider.id, reason: error.message })
    watch.step(
      'no-answer',
      `${provider.id} does not answer (${error.message}); the job is alive, asking again`,
    )
    return undefined
  }
}

async function settle(work: Work, state: JobState & { status: 'done' }): Promise<void> {
  const { app, ledger, lease, job, provider, watch } = work
  const { costMicros, costSource } = bookable(work, state)
  await ledger.ready(lease, { video: state.video, costMicros, costSource, expiresAt: state.expiresAt })
  app.log('LEDGER:RECORD', 'settled', { job: job.id, provider: provider.id, costMicros, costSource })
  if (costMicros > job.holdMicros) {
    watch.warning(
      `${provider.id} charged ${formatUsd(costMicros)}, more than the ${formatUsd(job.holdMicros)} it had quoted; the ledger has the truth`,
    )
  }
}

/** The provider's own figure where it is one; else the estimate, marked as such. */
function bookable(
  { job, watch, provider }: Work,
  { costMicros: reported, costSource = 'actual' }: JobState & { status: 'done' },
): { costMicros: number; costSource: CostSource } {
  if (!job.paid) return { costMicros: 0, costSource: 'none' }
  if (reported === undefined) return { costMicros: job.holdMicros, costSource: 'estimate' }
  const sane =
    Number.isSafeInteger(reported) &&
    reported >= 0 &&
    reported <= absurdCostFactor * Math.max(job.holdMicros, 1_000_000)
  if (sane) return { costMicros: reported, costSource }
  watch.warning(
    `${provider.id} reported a cost that cannot be right (${reported} µ$); the estimate was booked`,
  )
  return { costMicros: job.holdMicros, costSource: 'estimate' }
}

function showProgress(
  { job, provider, usualWaitSeconds, watch }: Work,
  state: JobState & { status: 'waiting' },
  elapsedSeconds: number,
): void {
  const parts = [
    state.detail ?? 'rendering',
    state.progress === undefined ? undefined : `${Math.min(99, Math.floor(state.progress * 100))} %`,
    `${Math.floor(elapsedSeconds)} s of about ${Math.round(usualWaitSeconds)} s`,
    job.paid ? formatUsd(job.holdMicros) : undefined,
  ]
  watch.step(
    `waiting:${state.detail ?? ''}`,
    `${provider.title}: ${parts.filter((part) => part !== undefined).join(' · ')}`,
  )
}

function stillRunning({ job, provider }: Work, why: string): VidgenError {
  return new VidgenError('pending', `${why}; the job is alive at ${provider.id}`, {
    job: job.id,
    provider: provider.id,
    hint: `fetch it later: vidgen jobs resume ${job.id}`,
  })
}
