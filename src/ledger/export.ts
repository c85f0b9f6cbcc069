/**
 * The whole record for other programs. CSV after RFC 4180, with a header that names the units; a text that a spreadsheet would
 * take for a formula gets an apostrophe in front, for prompts and provider answers are not the user's own numbers.
 */

import type { JobRecord } from './ledger.ts'
import { toUsd } from './money.ts'

type Cell = string | number | boolean | undefined

const columns: readonly (readonly [header: string, cell: (job: JobRecord) => Cell])[] = [
  ['job', (job) => job.id],
  ['state', (job) => job.state],
  ['provider', (job) => job.provider],
  ['model', (job) => job.model],
  ['paid', (job) => job.paid],
  ['day', (job) => job.dayKey],
  ['created (UTC)', (job) => job.createdAt],
  ['settled (UTC)', (job) => job.settledAt],
  ['hold (USD)', (job) => usd(job.holdMicros)],
  ['cost (USD)', (job) => usd(job.costMicros)],
  ['cost source', (job) => job.costSource],
  ['disputed', (job) => job.disputed],
  ['price basis', (job) => job.priceBasis],
  ['wait (s)', (job) => (job.waitMs === undefined ? undefined : job.waitMs / 1000)],
  ['file', (job) => job.file],
  ['size (bytes)', (job) => job.bytes],
  ['sha256', (job) => job.sha256],
  ['provider job', (job) => job.providerJobId],
  ['error', (job) => job.error?.message],
  ['prompt', (job) => job.prompt],
]

/** Six decimals always, and never `1e-7`: a column of one format adds up in any spreadsheet. */
const usd = (micros: number | undefined): string | undefined =>
  micros === undefined ? undefined : toUsd(micros).toFixed(6)

/** Lines without their line feed; each ends in the carriage return that RFC 4180 asks for. */
export async function* exportCsv(rows: AsyncIterable<JobRecord>): AsyncIterable<string> {
  yield csvLine(columns.map(([header]) => header))
  for await (const job of rows) yield csvLine(columns.map(([, cell]) => cell(job)))
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r`

function csvCell(cell: Cell): string {
  if (cell === undefined) return ''
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One array, a job a line; money in dollars, as everywhere outside. */
export async function* exportJson(rows: AsyncIterable<JobRecord>): AsyncIterable<string> {
  let previous: string | undefined
  yield '['
  for await (const { holdMicros, costMicros, ...job } of rows) {
    if (previous !== undefined) yield `${previous},`
    const money = { holdUsd: toUsd(holdMicros), costUsd: costMicros === undefined ? null : toUsd(costMicros) }
    previous = JSON.stringify({ ...job, ...money })
  }
  if (previous !== undefined) yield previous
  yield ']'
}
