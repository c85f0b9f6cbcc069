/** `vidgen ledger`: what was spent, what is held, what is left; from kept balances, never by adding up rows. */

import { type Command, Option } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { environmentError, usageError } from '../errors.ts'
import { type JobFilter, type JobStateName, jobStates } from '../ledger/ledger.ts'
import { formatUsd, parseUsd, toUsd } from '../ledger/money.ts'
import { withExamples } from './help.ts'
import { jobDocument, jobTable } from './job-view.ts'
import { parseCount, parseLimit, parseSince } from './values.ts'

interface ListOptions {
  since?: string
  provider?: string
  state?: JobStateName
  limit: number
}

export function registerLedger(program: Command, withApp: WithApp): void {
  const ledger = program
    .command('ledger')
    .description('show spending, budgets and the record of every render')
  withExamples(ledger, ['vidgen ledger summary --by month', 'vidgen ledger budget', 'vidgen ledger verify'])

  withExamples(
    ledger
      .command('list', { isDefault: true })
      .description('list recorded renders, newest first')
      .option('--since <date>', 'from this day on: 2026-11-01, or 7d, 24h')
      .option('--provider <id>', 'only this provider')
      .addOption(new Option('--state <state>', 'only this state').choices(jobStates))
      .option('--limit <n>', 'at most this many', parseLimit, 50)
      .action(withApp(list)),
    ['vidgen ledger list --since 7d', 'vidgen ledger list --provider runway --json'],
  )
  withExamples(
    ledger
      .command('summary')
      .description('show totals by provider, model, day or month')
      .addOption(
        new Option('--by <what>', 'what to group by')
          .choices(['provider', 'model', 'day', 'month'])
          .default('provider'),
      )
      .action(withApp(summary)),
    ['vidgen ledger summary', 'vidgen ledger summary --by month'],
  )
  const budgetCommand = ledger
    .command('budget')
    .description('show what is spent, held and free, or set the caps')
  withExamples(budgetCommand, ['vidgen ledger budget', 'vidgen ledger budget set --monthly 40'])
  withExamples(
    budgetCommand
      .command('show', { isDefault: true })
      .description('show what is spent, held and free')
      .action(withApp(showBudget)),
    ['vidgen ledger budget', 'vidgen ledger budget --json'],
  )
  withExamples(
    budgetCommand
      .command('set')
      .description('set the caps; `none` lifts one')
      .option('--monthly <usd>', 'dollars a calendar month')
      .option('--daily-renders <n>', 'paid renders a day')
      .action(withApp(setBudget)),
    ['vidgen ledger budget set --monthly 40', 'vidgen ledger budget set --daily-renders none'],
  )
  withExamples(
    ledger
      .command('export')
      .description('write every render to stdout')
      .addOption(
        new Option('--format <format>', 'csv opens in a spreadsheet').choices(['csv', 'json']).default('csv'),
      )
      .action(withApp(exportJobs)),
    ['vidgen ledger export > renders.csv', 'vidgen ledger export --format json | jq length'],
  )
  withExamples(
    ledger
      .command('verify')
      .description('check the hash chain: finds an edited, removed or inserted row')
      .action(withApp(verify)),
    ['vidgen ledger verify', 'vidgen ledger verify --json'],
  )
}

async function list(app: App, options: ListOptions): Promise<void> {
  const filter: JobFilter = {
    since: options.since && parseSince(options.since, app.clock.now()),
    provider: options.provider,
    states: options.state && [options.state],
    limit: options.limit,
  }
  const jobs = await (await app.ledger()).list(filter)
  if (app.output.json) return app.output.document(jobs.map(jobDocument))
  if (jobs.length === 0) {
    const narrowed = filter.since ?? filter.provider ?? filter.states
    return app.output.note(
      narrowed ? 'no render matches' : 'nothing recorded yet; `vidgen render "…"` makes the first',
    )
  }
  await jobTable(app.output, jobs)
}

async function summary(app: App, options: { by: 'provider' | 'model' | 'day' | 'month' }): Promise<void> {
  const rows = await (await app.ledger()).summary(options.by)
  if (app.output.json) {
    return app.output.document(
      rows.map(({ key, jobs, done, failed, spentMicros, heldMicros }) => ({
        [options.by]: key,
        jobs,
        done,
        failed,
        spentUsd: toUsd(spentMicros),
        heldUsd: toUsd(heldMicros),
      })),
    )
  }
  if (rows.length === 0) return app.output.note('nothing recorded yet; `vidgen render "…"` makes the first')
  await app.output.table(
    [options.by, 'renders', 'done', 'failed', 'spent', 'held'],
    rows.map((row) => [
      row.key,
      `${row.jobs}`,
      `${row.done}`,
      `${row.failed}`,
      formatUsd(row.spentMicros),
      formatUsd(row.heldMicros),
    ]),
  )
}

async function showBudget(app: App): Promise<void> {
  const { month, day, holding } = await (await app.ledger()).budget()
  if (app.output.json) {
    return app.output.document({
      month: {
        window: month.window,
        capUsd: month.capMicros === null ? null : toUsd(month.capMicros),
        spentUsd: toUsd(month.spentMicros),
        heldUsd: toUsd(month.heldMicros),
        freeUsd: month.freeMicros === null ? null : toUsd(month.freeMicros),
      },
      day,
      holding: holding.map(({ heldMicros, ...job }) => ({ ...job, heldUsd: toUsd(heldMicros) })),
    })
  }
  const orNone = (micros: number | null) => (micros === null ? 'no cap' : formatUsd(micros))
  await app.output.table(
    ['window', 'cap', 'spent', 'held', 'free'],
    [
      [
        month.window,
        orNone(month.capMicros),
        formatUsd(month.spentMicros),
        formatUsd(month.heldMicros),
        orNone(month.freeMicros),
      ],
      [
        day.window,
        day.cap === null ? 'no cap' : `${day.cap} renders`,
        `${day.used} used`,
        '',
        day.free === null ? 'no cap' : `${day.free} left`,
      ],
    ],
  )
  for (const job of holding)
    app.output.note(
      `${job.id} holds ${formatUsd(job.heldMicros)} (${job.provider}, ${job.state}) since ${job.createdAt}`,
    )
}

async function setBudget(app: App, options: { monthly?: string; dailyRenders?: string }): Promise<void> {
  if (options.monthly === undefined && options.dailyRenders === undefined)
    throw usageError('nothing to set', { hint: 'give --monthly <usd> or --daily-renders <n>' })
  const orLifted = <T>(text: string | undefined, parse: (text: string) => T) =>
    text === undefined ? undefined : text === 'none' ? null : parse(text)
  await (await app.ledger()).setBudget({
    monthlyMicros: orLifted(options.monthly, (text) => parseUsd(text, '--monthly')),
    dailyRenders: orLifted(options.dailyRenders, (text) => parseCount(text, '--daily-renders')),
  })
  await showBudget(app)
}

async function exportJobs(app: App, options: { format: 'csv' | 'json' }): Promise<void> {
  const { exportCsv, exportJson } = await import('../ledger/export.ts')
  const jobs = (await app.ledger()).jobs()
  for await (const line of options.format === 'csv' && !app.output.json ? exportCsv(jobs) : exportJson(jobs))
    app.output.lines([line])
}

async function verify(app: App): Promise<void> {
  const result = await (await app.ledger()).verify()
  if (app.output.json) app.output.document(result)
  else if (result.ok)
    app.output.lines([`ok: ${result.entries} entries, the chain is whole and the books balance`])
  if (!result.ok) {
    throw environmentError(`the ledger is not as it was written: ${result.problems.join('; ')}`, {
      code: 'ledger.corrupt',
      hint: 'keep a copy of the file, restore the last good backup, and compare with your providers’ billing pages',
    })
  }
}
