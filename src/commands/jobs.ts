/** `vidgen jobs`: what is unfinished, and the ways on from there. */

import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { VidgenError } from '../errors.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import { withExamples } from './help.ts'
import { jobDocument, jobTable } from './job-view.ts'
import { parseLimit, parseTimeSpan } from './values.ts'

export function registerJobs(program: Command, withApp: WithApp): void {
  const jobs = program
    .command('jobs')
    .description('list renders, resume what was interrupted, settle what is unknown')
  withExamples(jobs, ['vidgen jobs', 'vidgen jobs resume --all', 'vidgen jobs show 3f2a --json'])

  withExamples(
    jobs
      .command('list', { isDefault: true })
      .description('list jobs: unfinished first, the soonest-expiring result on top')
      .option('--limit <n>', 'at most this many', parseLimit, 20)
      .action(withApp(list)),
    ['vidgen jobs', "vidgen jobs --json | jq '.[0].state'"],
  )
  withExamples(
    jobs
      .command('show')
      .description('show one job')
      .argument('<job>', 'any unambiguous prefix of its id')
      .action(withApp(show)),
    ['vidgen jobs show 3f2a', 'vidgen jobs show 3f2a --json | jq .costUsd'],
  )
  withExamples(
    jobs
      .command('resume')
      .description('go on with unfinished jobs at whatever step they stand')
      .argument('[job...]', 'any unambiguous prefix of an id')
      .option('--all', 'every unfinished job')
      .option('--timeout <time>', 'stop waiting after this long', (text) => parseTimeSpan(text, '--timeout'))
      .action(
        withApp(async (app: App, ids: string[], flags: { all?: boolean; timeout?: number }) =>
          (await import('./jobs-resume.ts')).resumeJobs(app, ids, flags),
        ),
      ),
    ['vidgen jobs resume 3f2a', 'vidgen jobs resume --all'],
    [0, 2, 3, 5, 7, 8, 9, 10, 130],
  )
  withExamples(
    jobs
      .command('cancel')
      .description('cancel a job at its provider; a finished one is never deleted')
      .argument('<job>', 'any unambiguous prefix of its id')
      .action(withApp(async (app: App, id: string) => (await import('./jobs-settle.ts')).cancelJob(app, id))),
    ['vidgen jobs cancel 3f2a', 'vidgen jobs cancel 3f2a --json | jq -r .cancel'],
    [0, 2, 3, 6, 7, 8],
  )
  withExamples(
    jobs
      .command('reconcile')
      .description('look for a job whose submit was never answered, or settle it by your own word')
      .argument('[job]', 'any unambiguous prefix of its id; without one, all unknown jobs')
      .option('--adopt <provider-job-id>', 'this is the job: go on with it')
      .option('--charged', 'the provider charged it: book the price')
      .option('--not-charged', 'the provider did not charge it: release the hold')
      .action(
        withApp(
          async (
            app: App,
            id: string | undefined,
            flags: { adopt?: string; charged?: boolean; notCharged?: boolean },
          ) => (await import('./jobs-settle.ts')).reconcileJobs(app, id, flags),
        ),
      ),
    ['vidgen jobs reconcile', 'vidgen jobs reconcile 3f2a --not-charged'],
    [0, 2, 3, 6, 7, 9, 10],
  )
  withExamples(
    jobs
      .command('evidence')
      .description('write one redacted JSON with times, ids and charges, for a refund form')
      .argument('<job>', 'any unambiguous prefix of its id')
      .action(
        withApp(async (app: App, id: string) => (await import('./jobs-settle.ts')).showEvidence(app, id)),
      ),
    ['vidgen jobs evidence 3f2a > evidence.json', 'vidgen jobs evidence 3f2a | jq .requestSha256'],
  )
}

async function list(app: App, { limit }: { limit: number }): Promise<void> {
  const jobs = await (await app.ledger()).board(limit)
  if (app.output.json) return app.output.document(jobs.map(jobDocument))
  if (jobs.length === 0) return app.output.note('no jobs yet; `vidgen render "…"` makes the first')
  await jobTable(app.output, jobs)
}

async function show(app: App, id: string): Promise<void> {
  const job = await (await app.ledger()).find(id)
  if (app.output.json) return app.output.document(jobDocument(job))
  app.output.lines(jobLines(job))
}

function jobLines(job: JobRecord): string[] {
  const facts: Record<string, unknown> = {
    ...jobDocument(job),
    priceBasis: job.priceBasis,
    output: job.outputPath,
    sha256: job.sha256,
    lastStatus: job.lastStatus,
  }
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name.padEnd(14)}${typeof value === 'object' ? JSON.stringify(value) : value}`)
}

/** Several jobs, one exit code: all done 0, one failure its own, a mixture 10. */
export function exitFor(errors: readonly VidgenError[], total: number): void {
  if (errors.length === 0) return
  if (total === 1) throw errors[0]
  const [first] = errors as [VidgenError]
  throw new VidgenError(
    'partial',
    `${errors.length} of ${total} jobs did not finish; the first: ${first.message}`,
    { hint: first.hint },
  )
}
