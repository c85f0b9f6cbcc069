/**
 * A submit whose answer is lost. Only three things may end it: the provider's own replay key, the provider's list of jobs, or
 * a person. Otherwise the job is parked as `unknown` with its money held; it is never sent again by itself.
 */

import { VidgenError } from '../errors.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import type { SubmitAnswer } from '../providers/provider.ts'
import { findLost, intentOf } from './find-lost.ts'
import type { Work } from './render.ts'
import { accept } from './submit.ts'

/** A replay is sent only in the first half of the key's lifetime, so that clocks that disagree cannot make it a second job. */
const replayShare = 0.5

type Ambiguous = SubmitAnswer & { outcome: 'ambiguous' }

export async function recover(work: Work, lost?: Ambiguous): Promise<JobRecord> {
  if (work.provider.recovery === 'replay-key' && keyLives(work)) {
    const replayed = await replay(work)
    if (replayed) return replayed
  }
  const { found, doubt } = await find(work)
  if (found) return found
  const message = lost?.message ?? work.job.error?.message ?? 'the program ended before the answer arrived'
  throw await park(work, {
    message: doubt && !message.includes(doubt) ? `${message}; ${doubt}` : message,
    code: lost?.code,
  })
}

function keyLives({ app, job, provider }: Work): boolean {
  const sentMs = Date.parse(job.sentAt ?? job.createdAt)
  return app.clock.now().getTime() < sentMs + (provider.replayKeySeconds ?? 0) * 1000 * replayShare
}

async function replay(work: Work): Promise<JobRecord | undefined> {
  const { app, call, provider, request } = work
  if (app.signal.aborted) return undefined
  const intent = intentOf(work.job)
  app.log('JOB:RECOVER', 'replaying under the same key', { job: intent.jobId, provider: provider.id })
  const prepared = await provider.prepare?.(call, request)
  const answer = await provider.submit(call, request, intent, prepared).catch(() => undefined)
  // Any other answer speaks of the replay alone (a key revoked since, an empty account) and proves nothing about the first.
  return answer?.outcome === 'accepted' ? accept(work, answer) : undefined
}

/** `doubt`: why what was found is not taken. */
async function find(work: Work): Promise<{ found?: JobRecord; doubt?: string }> {
  if (work.app.signal.aborted) return {}
  let doubt: string | undefined
  const warning = (text: string) => {
    doubt = text
  }
  // A list that cannot be read shows nothing; the job is parked, and can be looked for again.
  const found = await findLost({ ...work, warning }).catch(() => undefined)
  return { found, doubt }
}

export async function park(work: Work, lost: { message: string; code?: string }): Promise<VidgenError> {
  const { app, ledger, lease, provider, job } = work
  // Interrupted, nobody has looked yet: it stays `submitting`, which holds its price and refuses its twin just as well.
  app.signal.throwIfAborted()
  const { message, code = 'submit.unknown' } = lost
  if (job.state === 'submitting') await ledger.park(lease, { message, code })
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
