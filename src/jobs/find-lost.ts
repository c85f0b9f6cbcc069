/** Looks for a job whose submit was never answered in the provider's own list, and takes it where it can be no other's. */

import { VidgenError } from '../errors.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import { outboxJobs } from '../ledger/outbox.ts'
import type { Intent } from '../providers/provider.ts'
import type { Work } from './render.ts'

type Search = Pick<Work, 'app' | 'ledger' | 'lease' | 'provider' | 'call' | 'request' | 'job'> & {
  /** Told why what was found is not taken. */
  warning(text: string): void
}

/** The job with its provider's id, or undefined: nothing fits, several do, or what fits may be another's. */
export async function findLost(search: Search): Promise<JobRecord | undefined> {
  const { app, ledger, lease, job, provider, warning } = search
  const found = await ask(search)
  app.log('JOB:RECOVER', found ? 'found at the provider' : 'not found at the provider', {
    job: job.id,
    provider: provider.id,
  })
  if (!found) return undefined
  try {
    await ledger.accept(lease, found)
  } catch (error) {
    if (!isAnothers(error)) throw error
    warning(error.message)
    return undefined
  }
  return ledger.find(job.id)
}

export const intentOf = (job: JobRecord): Intent => ({
  jobId: job.id,
  idempotencyKey: job.idempotencyKey ?? job.id,
  sentAt: job.sentAt,
})

async function ask({ app, ledger, provider, call, request, job }: Search) {
  if (provider.find === undefined) return undefined
  const inLedger = await ledger.knownProviderJobs(provider.id)
  // An id that could not be written to the ledger yet belongs to the job it was answered to.
  const inOutbox = outboxJobs((await app.places()).outboxDir)
  return provider.find(call, request, intentOf(job), [...inLedger, ...inOutbox])
}

const isAnothers = (error: unknown): error is VidgenError =>
  error instanceof VidgenError && ['job.provider_job_taken', 'job.may_be_another'].includes(error.code ?? '')
