/** `vidgen jobs cancel`, `reconcile`, `evidence`: the ends that a person or the provider's own list gives a job. */

import type { App } from '../app.ts'
import { usageError, VidgenError } from '../errors.ts'
import { adopt, cancel, lookFor } from '../jobs/reconcile.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import { version } from '../version.ts'
import { jobDocument } from './job-view.ts'
import { exitFor } from './jobs.ts'
import { takeInOutbox } from './outbox.ts'

export async function cancelJob(app: App, id: string): Promise<void> {
  const { job, answer } = await cancel(app, await (await app.ledger()).find(id))
  const words = {
    cancelled: 'cancelled',
    requested: `asked ${job.provider} to cancel; the next \`vidgen jobs resume ${job.id}\` shows how it ended and what it cost`,
    too_late: `already finished at ${job.provider}: fetch it with \`vidgen jobs resume ${job.id}\``,
  }
  if (app.output.json) app.output.document({ ...jobDocument(job), cancel: answer })
  else app.output.lines([`${job.id}: ${words[answer]}`])
}

export interface ReconcileFlags {
  adopt?: string
  charged?: boolean
  notCharged?: boolean
}

export async function reconcileJobs(app: App, id: string | undefined, flags: ReconcileFlags): Promise<void> {
  const ledger = await app.ledger()
  const verdicts = [flags.adopt, flags.charged, flags.notCharged].filter((flag) => flag !== undefined)
  if (verdicts.length > 1) throw usageError('give one of --adopt, --charged and --not-charged')
  if (verdicts.length === 1 && id === undefined)
    throw usageError('which job?', { hint: '`vidgen jobs` lists the unknown ones first' })
  await takeInOutbox(app)
  const jobs =
    id === undefined
      ? await ledger.list({ states: ['unknown', 'submitting'], limit: 1000 })
      : [await ledger.find(id)]
  if (jobs.length === 0) app.output.note('no job is unknown')
  const settled: JobRecord[] = []
  const errors: VidgenError[] = []
  // One after the other: two that asked for the same must not both find the one video that is there.
  for (const job of jobs) {
    try {
      settled.push(await reconcileOne(app, job, flags))
    } catch (error) {
      if (!(error instanceof VidgenError) || app.signal.aborted) throw error
      errors.push(error)
      if (jobs.length > 1) app.output.warn(`${job.id}: ${error.message}`)
    }
  }
  if (app.output.json) app.output.document(settled.map(jobDocument))
  else for (const job of settled) app.output.lines([`${job.id}: ${describe(job)}`])
  exitFor(errors, jobs.length)
  const open = settled.filter((job) => job.state === 'unknown' || job.state === 'submitting')
  if (open.length > 0) throw stillUnknown(open)
}

async function reconcileOne(app: App, job: JobRecord, flags: ReconcileFlags): Promise<JobRecord> {
  const ledger = await app.ledger()
  if (flags.adopt !== undefined) return adopt(app, job, flags.adopt)
  if (flags.charged || flags.notCharged) {
    return ledger.settleUnknown(
      job.id,
      flags.charged ? 'charged' : 'not-charged',
      'settled by hand with jobs reconcile',
    )
  }
  return job.state === 'unknown' || job.state === 'submitting'
    ? lookFor(app, job, (text) => app.output.warn(text))
    : job
}

function describe(job: JobRecord): string {
  if (job.state === 'submitted')
    return `found as ${job.providerJobId}; go on with it: vidgen jobs resume ${job.id}`
  return job.state === 'unknown' || job.state === 'submitting'
    ? 'still unknown, its price stays held'
    : job.state
}

function stillUnknown(open: readonly JobRecord[]): VidgenError {
  const [job] = open as [JobRecord]
  return new VidgenError(
    'unknown',
    `${open.length === 1 ? `job ${job.id} is` : `${open.length} jobs are`} still unknown`,
    {
      job: job.id,
      provider: job.provider,
      charged: 'unknown',
      hint: `look at ${job.provider}'s own pages, then say what you saw: vidgen jobs reconcile ${job.id} --adopt <its id> | --charged | --not-charged`,
    },
  )
}

/** What a refund form asks for, and nothing else: no prompt, no key, no result address. */
export async function showEvidence(app: App, id: string): Promise<void> {
  const job = await (await app.ledger()).find(id)
  const { prompt: _prompt, file: _file, ...facts } = jobDocument(job)
  app.output.document({
    ...facts,
    requestSha256: job.requestSha256,
    promptCharacters: job.prompt.length,
    account: job.accountFingerprint,
    idempotencyKey: job.idempotencyKey ?? null,
    sentAt: job.sentAt ?? null,
    settledAt: job.settledAt ?? null,
    lastStatus: job.lastStatus ?? null,
    priceBasis: job.priceBasis,
    disputed: job.disputed,
    writtenAt: app.clock.now().toISOString(),
    program: `vidgen ${version()}`,
  })
}
