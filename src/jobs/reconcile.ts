/** Ends that do not come from waiting: cancelling at the provider, finding a lost job, adopting one that a person found. */

import type { App } from '../app.ts'
import { usageError, VidgenError } from '../errors.ts'
import type { JobRecord, JobStateName, Lease, Ledger } from '../ledger/ledger.ts'
import { inspectImage } from '../media/image.ts'
import { providerById } from '../providers/index.ts'
import { connect } from './connection.ts'
import { findLost } from './find-lost.ts'
import { providerOfJob } from './registry.ts'
import { restoreRequest } from './stored-request.ts'

const running: readonly JobStateName[] = ['submitting', 'submitted', 'ready']

export async function cancel(
  app: App,
  job: JobRecord,
): Promise<{ job: JobRecord; answer: 'cancelled' | 'requested' | 'too_late' }> {
  const provider = providerById(job.provider)
  if (job.state === 'reserved' || (!job.paid && running.includes(job.state)))
    return withLease(app, job, (ledger, lease) => dropHere(ledger, lease, job))
  if (job.state !== 'submitted')
    throw usageError(`job ${job.id} is ${job.state}; only a running job can be cancelled`)
  if (!provider.cancel)
    throw usageError(`${provider.title} cannot cancel a job`, {
      hint: `fetch it when it is done: vidgen jobs resume ${job.id}`,
    })
  const connection = await connect(app, provider)
  if (connection.missingKey) throw connection.missingKey
  const call = await connection.call()
  return withLease(app, job, async (ledger, lease, current) => {
    const answer = (await provider.cancel?.(call, current.operation ?? null)) ?? 'too_late'
    if (answer === 'cancelled') {
      const charged = provider.chargedOn.cancelled
      await ledger.fail(lease, {
        state: 'cancelled',
        money: charged === false ? 'release' : 'settle',
        disputed: charged === 'unknown',
        message: 'cancelled by the user',
        charged,
        code: 'job.cancelled',
      })
    }
    return { job: await ledger.find(job.id), answer }
  })
}

/** Nothing of it is anywhere but on this machine. */
async function dropHere(ledger: Ledger, lease: Lease, job: JobRecord) {
  if (job.state === 'reserved') await ledger.release(lease, 'cancelled by the user')
  else
    await ledger.fail(lease, {
      state: 'cancelled',
      money: 'settle',
      costMicros: 0,
      message: 'cancelled by the user',
      charged: false,
      code: 'job.cancelled',
    })
  return { job: await ledger.find(job.id), answer: 'cancelled' as const }
}

/** Asks the provider's own list for a job whose submit was never answered. */
export async function lookFor(app: App, job: JobRecord, warning: (text: string) => void): Promise<JobRecord> {
  const provider = await providerOfJob(app, job.provider)
  if (!provider.find) return job
  const connection = await connect(app, provider)
  if (connection.missingKey) throw connection.missingKey
  const call = await connection.call()
  const request = await restoreRequest(provider, job.request, inspectImage)
  return withLease(app, job, async (ledger, lease) => {
    const found = await findLost({ app, ledger, lease, provider, call, request, job, warning })
    return found ?? ledger.find(job.id)
  })
}

/** A person found the job in the provider's own pages and names its id. */
export async function adopt(app: App, job: JobRecord, providerJobId: string): Promise<JobRecord> {
  const provider = providerById(job.provider)
  if (job.state !== 'unknown' && job.state !== 'submitting')
    throw usageError(`job ${job.id} is ${job.state}; only an unknown one can be adopted`)
  if (!provider.operationOf) throw usageError(`${provider.title} jobs cannot be adopted by id`)
  const operation = provider.operationOf(providerJobId)
  return withLease(app, job, async (ledger, lease) => {
    await ledger.accept(lease, { providerJobId, operation })
    return ledger.find(job.id)
  })
}

async function withLease<T>(
  app: App,
  job: JobRecord,
  work: (ledger: Ledger, lease: Lease, current: JobRecord) => Promise<T>,
): Promise<T> {
  const ledger = await app.ledger()
  const taken = await ledger.takeOver(job.id)
  if (!taken)
    throw new VidgenError('pending', `job ${job.id} is in the hands of another vidgen right now`, {
      job: job.id,
      hint: 'let that one finish first',
    })
  try {
    return await work(ledger, taken.lease, taken.job)
  } finally {
    await ledger.yield(taken.lease).catch(() => {})
  }
}
