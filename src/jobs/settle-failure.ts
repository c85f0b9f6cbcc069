/** A job that failed, was moderated, cancelled, or vanished: what it cost is booked, and said. */

import { type Charged, type ErrorKind, VidgenError } from '../errors.ts'
import type { JobState } from '../providers/provider.ts'
import type { Work } from './render.ts'

type Failed = JobState & { status: 'failed' }

const words: Record<Failed['reason'], string> = {
  failed: 'failed',
  moderated: 'was refused by moderation',
  cancelled: 'was cancelled',
  expired: 'expired before it was fetched',
  vanished: 'is no longer known to the provider',
  no_credit: 'stopped: the account is out of credit',
}

export async function settleFailure(work: Work, failure: Failed): Promise<VidgenError> {
  const { app, ledger, lease, provider, job } = work
  const charged: Charged = job.paid ? failure.charged : false
  const state =
    failure.reason === 'cancelled' ? 'cancelled' : failure.reason === 'expired' ? 'expired' : 'failed'
  const code = `job.${failure.reason}`
  await ledger.fail(lease, {
    state,
    // Where nobody can say whether it was charged, the cautious reading is booked and can be reversed.
    money: charged === false ? 'release' : 'settle',
    costMicros: failure.costMicros,
    disputed: charged === 'unknown',
    message: failure.message,
    charged,
    code,
  })
  app.log('LEDGER:RECORD', state, {
    job: job.id,
    provider: provider.id,
    reason: failure.reason,
    charged: String(charged),
  })
  const kind: ErrorKind = failure.reason === 'no_credit' ? 'budget' : 'rejected'
  return new VidgenError(
    kind,
    `the job ${words[failure.reason]}: ${failure.message} (${chargeWords(charged)})`,
    {
      code,
      job: job.id,
      provider: provider.id,
      charged,
      hint:
        failure.hint ??
        (charged === 'unknown'
          ? `compare with ${provider.title}'s billing, then: vidgen jobs reconcile ${job.id}`
          : undefined),
    },
  )
}

export function chargeWords(charged: Charged): string {
  if (charged === true) return 'it was charged'
  return charged === false ? 'it was not charged' : 'whether it was charged is unknown; the ledger assumes so'
}
