/** `vidgen jobs resume`: takes unfinished jobs over, each at the step the ledger names, and exits as `render` would. */

import type { App } from '../app.ts'
import { usageError, VidgenError } from '../errors.ts'
import { resume } from '../jobs/resume.ts'
import { type JobRecord, settledStates } from '../ledger/ledger.ts'
import { exitFor } from './jobs.ts'
import { takeInOutbox } from './outbox.ts'
import { renderedDocument, withJobShown } from './rendered.ts'

export async function resumeJobs(
  app: App,
  ids: readonly string[],
  flags: { all?: boolean; timeout?: number },
): Promise<void> {
  const ledger = await app.ledger()
  await takeInOutbox(app)
  const jobs = flags.all ? await ledger.unfinished() : await Promise.all(ids.map((id) => ledger.find(id)))
  if (jobs.length === 0) {
    if (!flags.all)
      throw usageError('which job?', { hint: 'name one, or give --all; `vidgen jobs` lists them' })
    return app.output.json ? app.output.document([]) : app.output.note('nothing to resume')
  }
  const documents: object[] = []
  const errors: VidgenError[] = []
  for (const job of jobs) {
    try {
      documents.push(await resumeOne(app, job, flags.timeout))
    } catch (error) {
      if (!(error instanceof VidgenError) || app.signal.aborted) throw error
      errors.push(error)
      if (jobs.length > 1) app.output.warn(`${job.id}: ${error.message}`)
    }
  }
  if (app.output.json) app.output.document(documents)
  exitFor(errors, jobs.length)
}

async function resumeOne(app: App, job: JobRecord, timeoutSeconds: number | undefined): Promise<object> {
  if (settledStates.includes(job.state)) {
    app.output.note(`${job.id} is ${job.state} already`)
    if (job.file && !app.output.json) app.output.lines([job.file])
    return { job: job.id, state: job.state, file: job.file ?? null }
  }
  const started = app.clock.elapsedMs()
  const progress = app.output.progress()
  const warnings: string[] = []
  const watch = {
    step: (state: string, text: string) => progress.update(state, `${job.id}: ${text}`),
    warning: (text: string) => {
      warnings.push(text)
      app.output.warn(text)
    },
  }
  try {
    const rendered = await withJobShown(app, () => resume(app, job, watch, { wait: true, timeoutSeconds }))
    if (!app.output.json) app.output.lines([rendered.job.file as string])
    return renderedDocument(rendered, {
      warnings,
      totalMs: app.clock.elapsedMs() - started,
      estimatedMicros: job.holdMicros,
    })
  } finally {
    progress.stop()
  }
}
