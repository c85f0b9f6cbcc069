/**
 * A submit whose answer is lost. Only three things may end it: the provider's own replay key, the provider's list of jobs, or
 * a person. Otherwise the job is parked as `unknown` with its money held; it is never sent again by itself.
 */

import { VidgenError } from '../errors.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import type { Intent, SubmitAnswer } from '../providers/provider.ts'
import type { Work } from './render.ts'
import { accept } from './submit.ts'

/** A replay is sent only in the first half of the key's lifetime, so that clocks that disagree cannot make it a second job. */
const replayShare = 0.5

type Ambiguous = SubmitAnswer & { outcome: 'ambiguous' }

export async function recover(work: Work, lost?: Ambiguous): Promise<JobRecord> {
  const { provider, job } = work
  const intent = { jobId: job.id, idempotencyKey: job.idempotencyKey ?? job.id, sentAt: job.sentAt }
  if (provider.recovery === 'replay-key' && keyLives(work)) {
    const replayed = await replay(work, intent)
    if (replayed) return replayed
  }
  const found = await find(work, intent)
  if (found) return accept(work, { outcome: 'accepted', ...found })
  throw await park(work, lost)
}

function keyLives({ app, job, provider }: Work): boolean {
  const sentMs = Date.parse(job.sentAt ?? job.createdAt)
  return app.clock.now().getTime() < sentMs + (provider.replayKeySeconds ?? 0) * 1000 * replayShare
}

async function replay(work: Work, intent: Intent): Promise<JobRecord | undefined> {
  const { app, call, provider, request } = work
  if (app.signal.aborted) return undefined
  app.log('JOB:RECOVER', 'replaying under the same key', { job: intent.jobId, provider: provider.id })
  const prepared = await provider.prepare?.(call, request)
  const answer = await provider.submit(call, request, intent, prepared).catch(() => undefined)
  // Any other answer speaks of the replay alone (a key revoked since, an empty account) and proves nothing about the first.
  return answer?.outcome === 'accepted' ? accept(work, answer) : undefined
}

async function find(work: Work, intent: Intent) {
  const { app, call, ledger, provider, request } = work
  if (provider.find === undefined || app.signal.aborted) return undefined
  const known = await ledger.knownProviderJobs(provider.id)
  const found = await provider.find(call, request, intent, known).catch(() => undefined)
  app.log('JOB:RECOVER', found ? 'found at the provider' : 'not found at the provider', {
    job: intent.jobId,
    provider: provider.id,
  })
  return found
}

async function park(work: Work, lost: Ambiguous | undefined): Promise<VidgenError> {
  const { app, ledger, lease, provider, job } = work
  // Interrupted, nobody has looked yet: it stays `submitting`, which holds its price and refuses its twin just as well.
  app.signal.throwIfAborted()
  const message = lost?.message ?? job.error?.message ?? 'the program ended before the answer arrived'
  if (job.state === 'submitting') await ledger.park(lease, { message, code: lost?.code ?? 'submit.unknown' })
  return new VidgenError(
    'unknown',
    `${provider.id} may or may not have the job: ${message}; it is not sent again and its price stays held`,
    {
      code: 'submit.unknown',
      job: job.id,
      provider: provider.id,
      charged: 'unknown',
      hint: `look at ${provider.title}'s own list of jobs, then settle it: vidgen jobs reconcile ${job.id}`,
    },
  )
}
