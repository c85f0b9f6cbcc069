/** How a job is shown: the JSON of the contract, and the table for people. */

import type { JobRecord, JobStateName } from '../ledger/ledger.ts'
import { formatUsd, toUsd } from '../ledger/money.ts'
import type { Output } from '../output.ts'

/** States in which the hold still stands. */
const holding: readonly JobStateName[] = ['reserved', 'submitting', 'submitted', 'unknown']

const heldMicros = (job: JobRecord): number => (holding.includes(job.state) ? job.holdMicros : 0)

export function jobDocument(job: JobRecord) {
  return {
    id: job.id,
    state: job.state,
    provider: job.provider,
    model: job.model,
    prompt: job.prompt,
    createdAt: job.createdAt,
    updatedAt: job.updatedAt,
    providerJobId: job.providerJobId ?? null,
    heldUsd: toUsd(heldMicros(job)),
    costUsd: job.costMicros === undefined ? null : toUsd(job.costMicros),
    costSource: job.costSource ?? null,
    file: job.file ?? null,
    expiresAt: job.expiresAt ?? null,
    error: job.error ?? null,
  }
}

export async function jobTable(output: Output, jobs: readonly JobRecord[]): Promise<void> {
  await output.table(
    ['job', 'state', 'provider', 'cost', 'created', 'prompt / file'],
    jobs.map((job) => [
      job.id.slice(0, 12),
      job.state,
      job.provider,
      moneyCell(job),
      shortTime(job.createdAt),
      describe(job),
    ]),
  )
}

function moneyCell(job: JobRecord): string {
  if (!job.paid) return 'free'
  if (heldMicros(job) > 0) return `${formatUsd(job.holdMicros)} held`
  return job.costMicros === undefined ? '–' : formatUsd(job.costMicros)
}

/** To the minute, in local time: `2026-11-25 03:14`. */
function shortTime(iso: string): string {
  const date = new Date(iso)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

function describe(job: JobRecord): string {
  const text = job.state === 'done' && job.file ? job.file : (job.error?.message ?? job.prompt)
  const [first = ''] = text.split('\n')
  return [...first].length > 48 ? `${[...first].slice(0, 47).join('')}…` : first
}
