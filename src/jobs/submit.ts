/**
 * The one place that sends a paid request. Intent on disk before the socket opens; one POST; what is not proven unsent is
 * never sent again from here.
 */

import { type ErrorKind, VidgenError } from '../errors.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import { writeOutbox } from '../ledger/outbox.ts'
import type { Intent, SubmitAnswer } from '../providers/provider.ts'
import { backoffMs } from './backoff.ts'
import { withKeySource } from './connection.ts'
import { park, recover } from './recover.ts'
import type { Work } from './render.ts'

/** A request proven unsent, or refused as "too busy", may be tried this often under one hold (faults rows 56, 66). */
const tries = { unsent: 3, busy: 5 }

/** Once the bytes may have left, an interrupt waits this long for the provider's id before leaving (faults row 139). */
const graceMs = 4000

export async function submit(work: Work): Promise<JobRecord> {
  const { app, ledger, lease, provider, watch } = work
  const prepared = await prepare(work)
  const started = app.clock.elapsedMs()
  let failures = 0
  for (;;) {
    app.signal.throwIfAborted()
    if (provider.paid) watch.step('submitting', `sending to ${provider.title}`)
    const intent = { jobId: lease.jobId, idempotencyKey: lease.jobId }
    await ledger.intend(lease, { idempotencyKey: intent.idempotencyKey })
    const answer = await ask(work, intent, prepared)
    app.log('JOB:SUBMIT', answer.outcome, { job: lease.jobId, provider: provider.id, attempt: failures + 1 })
    work.timing.submitMs = app.clock.elapsedMs() - started
    if (answer.outcome === 'accepted') return accept(work, answer)
    if (answer.outcome === 'rejected') throw await reject(work, answer)
    if (answer.outcome === 'ambiguous')
      return recover({ ...work, job: await ledger.find(lease.jobId) }, answer)

    await ledger.unsend(lease)
    failures += 1
    if (failures >= tries[answer.outcome]) throw await giveUp(work, answer)
    await pause(work, answer, failures)
  }
}

/** Free uploads of inputs come before the intent: a failure here costs nothing. */
async function prepare(work: Work) {
  const { ledger, lease, provider, call, request } = work
  try {
    return await provider.prepare?.(call, request)
  } catch (error) {
    await ledger.release(lease, error instanceof Error ? error.message : 'the upload of an input failed')
    throw error instanceof VidgenError ? withKeySource(error, call) : error
  }
}

/** A throw out of a paid `submit` proves nothing about what was sent: it is ambiguous. */
async function ask(
  work: Work,
  intent: Intent,
  prepared: Awaited<ReturnType<typeof prepare>>,
): Promise<SubmitAnswer> {
  const { app, call, provider, request } = work
  const patient = new AbortController()
  const onAbort = () => {
    app.clock.sleep(graceMs).then(() => patient.abort(app.signal.reason))
  }
  app.signal.addEventListener('abort', onAbort, { once: true })
  try {
    const answer = await provider.submit({ ...call, signal: patient.signal }, request, intent, prepared)
    // It would lie in the ledger and be shown by commands that know no key to redact.
    if (answer.outcome === 'accepted' && call.key && JSON.stringify(answer).includes(call.key.reveal()))
      return { outcome: 'ambiguous', message: 'the answer repeats the key', code: 'submit.bad_answer' }
    return answer
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (provider.paid) return { outcome: 'ambiguous', message }
    // Nothing was bought, so there is nothing to find again: the job ends here, and the reason is told as it is.
    await work.ledger.reject(work.lease, { message })
    throw error
  } finally {
    app.signal.removeEventListener('abort', onAbort)
  }
}

/** The provider's id goes to the ledger, or, where that fails, to a file of its own that the next run reads: it is never lost. */
export async function accept(work: Work, answer: SubmitAnswer & { outcome: 'accepted' }): Promise<JobRecord> {
  const { app, ledger, lease, provider } = work
  try {
    await ledger.accept(lease, { providerJobId: answer.providerJobId, operation: answer.operation })
  } catch (error) {
    // The ledger has this id already, so nothing can be lost; whether a second job was made is not known.
    if (error instanceof VidgenError && error.code === 'job.provider_job_taken')
      throw await park({ ...work, job: await ledger.find(lease.jobId) }, error)
    const places = await app.places()
    await writeOutbox(places.outboxDir, {
      lease,
      providerJobId: answer.providerJobId,
      operation: answer.operation,
    })
    throw new VidgenError(
      'pending',
      `the job runs as ${answer.providerJobId}, but the ledger could not be written: ${(error as Error).message}`,
      {
        job: lease.jobId,
        provider: provider.id,
        hint: `make room, then run: vidgen jobs resume ${lease.jobId}`,
        cause: error,
      },
    )
  }
  app.log('JOB:RECEIVED', 'accepted', {
    job: lease.jobId,
    provider: provider.id,
    providerJobId: answer.providerJobId,
  })
  return ledger.find(lease.jobId)
}

export async function reject(
  work: Work,
  answer: SubmitAnswer & { outcome: 'rejected' },
): Promise<VidgenError> {
  const { ledger, lease, provider, call } = work
  await ledger.reject(lease, { message: answer.message, code: answer.code })
  const error = new VidgenError(
    answer.kind,
    `${provider.id} refused the request: ${answer.message}; nothing was charged`,
    {
      code: answer.code,
      hint: answer.hint,
      job: lease.jobId,
      provider: provider.id,
      charged: false,
    },
  )
  return withKeySource(error, call)
}

async function giveUp(
  work: Work,
  answer: SubmitAnswer & { outcome: 'unsent' | 'busy' },
): Promise<VidgenError> {
  const { ledger, lease, provider } = work
  await ledger.release(lease, answer.message)
  const kind: ErrorKind = 'unavailable'
  return new VidgenError(kind, `${provider.id}: ${answer.message}; no job was made and nothing was charged`, {
    code: answer.code,
    job: lease.jobId,
    provider: provider.id,
    charged: false,
    hint: answer.outcome === 'busy' ? 'try again later' : `check the connection: vidgen test ${provider.id}`,
  })
}

/** Waits between tries; an interrupt here releases the hold, for nothing is at the provider. */
async function pause(
  work: Work,
  answer: SubmitAnswer & { outcome: 'unsent' | 'busy' },
  failures: number,
): Promise<void> {
  const { app, ledger, lease, provider, watch } = work
  const asked = answer.outcome === 'busy' ? answer.retryAfterSeconds : undefined
  const milliseconds = asked === undefined ? backoffMs(failures, app.random) : asked * 1000
  watch.step('busy', `${provider.id}: ${answer.message}; trying again in ${Math.ceil(milliseconds / 1000)} s`)
  try {
    await app.clock.sleep(milliseconds, app.signal)
  } catch (error) {
    await ledger.release(lease, 'interrupted before anything was sent')
    throw error
  }
}
