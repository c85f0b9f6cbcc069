/**
 * Proves the books from the entries up: the chain is whole to its end, every job is what its entries say, and every balance and
 * total kept for speed is what the jobs add up to. In one read transaction, so that running renders do not disturb it.
 */

import { type Books, read } from './books.ts'
import { factsOf, hashOf, type StoredEntry, sealOf } from './chain.ts'
import { balancesSql, totalsSql } from './kept.ts'
import type { Verification } from './ledger.ts'
import { isHolding, type JobRow } from './rows.ts'

/** Enough to see what happened; a damaged chain would name every row after the first. */
const problemsShown = 20

export function verify(books: Books): Verification {
  return read(books, () =>
    books.database.transaction(() => {
      const problems: string[] = []
      const checked = checkChain(books, problems)
      checkJobs(books, problems)
      checkKept(books, problems)
      for (const line of books.database.pragma('quick_check(5)') as { quick_check: string }[]) {
        if (line.quick_check !== 'ok') problems.push(`the file is damaged: ${line.quick_check}`)
      }
      return { ok: problems.length === 0, entries: checked, problems: problems.slice(0, problemsShown) }
    })(),
  )
}

/** Each entry is what its hash says and follows the one before; the last is the one the ledger row names. */
function checkChain(books: Books, problems: string[]): number {
  const head = books.sql('SELECT ledgerId, headEntry, headHash FROM ledger').get() as {
    ledgerId: string
    headEntry: number
    headHash: string
  }
  let count = 0
  let previousId = 0
  let previousHash = head.ledgerId
  for (const entry of books.sql('SELECT * FROM entry ORDER BY id').iterate() as Iterable<StoredEntry>) {
    const fault = faultOf(entry, previousId, previousHash)
    if (fault) problems.push(fault)
    count += 1
    previousId = entry.id
    previousHash = entry.hash
  }
  if (previousId !== head.headEntry || previousHash !== head.headHash) {
    problems.push(`the chain should end with entry ${head.headEntry} and ends with ${previousId}`)
  }
  return count
}

function faultOf(entry: StoredEntry, previousId: number, previousHash: string): string | undefined {
  if (entry.id !== previousId + 1)
    return `entry ${previousId + 1} is missing: ${previousId} is followed by ${entry.id}`
  if (entry.previousHash !== previousHash)
    return `entry ${entry.id} does not follow entry ${previousId}: one of them was replaced`
  if (hashOf(entry) !== entry.hash) return `entry ${entry.id} (job ${entry.job}) was changed`
  return undefined
}

interface Derived {
  held: number | null
  spent: number | null
  holds: number
  lastFacts: string | null
}

/** What a job's entries make of it, beside the job. */
const derivedSql = `
SELECT job.*, derived.*, (SELECT facts FROM entry WHERE id = derived.lastId) AS lastFacts
FROM job LEFT JOIN (
  SELECT job AS entryJob,
    sum(CASE WHEN debit = 'held' THEN micros WHEN credit = 'held' THEN -micros ELSE 0 END) AS held,
    sum(CASE WHEN debit LIKE 'provider:%' THEN micros WHEN credit LIKE 'provider:%' THEN -micros ELSE 0 END) AS spent,
    sum(kind = 'hold') AS holds,
    max(id) AS lastId
  FROM entry GROUP BY job) AS derived ON derived.entryJob = job.id`

const orphansSql =
  'SELECT DISTINCT job FROM entry WHERE NOT EXISTS (SELECT 1 FROM job WHERE job.id = entry.job)'

function checkJobs(books: Books, problems: string[]): void {
  for (const row of books.sql(derivedSql).iterate() as Iterable<JobRow & Derived>)
    problems.push(...jobFaults(row))
  for (const id of books.sql(orphansSql).pluck().iterate() as Iterable<string>) {
    problems.push(`job ${id} was removed; its entries are still there`)
  }
}

function jobFaults(row: JobRow & Derived): string[] {
  if (row.holds !== 1) return [`job ${row.id} was not put there by a reservation`]
  const expectedHeld = isHolding(row.state) ? row.holdMicros : 0
  const faults: string[] = []
  if (row.lastFacts !== factsOf(row)) faults.push(`job ${row.id} disagrees with its last entry`)
  if (row.held !== expectedHeld)
    faults.push(`job ${row.id} is ${row.state} and holds ${row.held} µ$ instead of ${expectedHeld}`)
  if (row.spent !== (row.costMicros ?? 0))
    faults.push(`job ${row.id} says it cost ${row.costMicros ?? 0} µ$, its entries say ${row.spent}`)
  if (row.seal !== sealOf(row)) faults.push(`job ${row.id} was changed outside vidgen`)
  return faults
}

/** Rows on one side only, or that differ. A row of zeros is as good as none. */
function checkKept(books: Books, problems: string[]): void {
  const balances = `SELECT * FROM (${balancesSql}) WHERE held <> 0 OR spent <> 0`
  const keptBalances = 'SELECT scope, window, held, spent FROM balance WHERE held <> 0 OR spent <> 0'
  const keptTotals =
    'SELECT dimension, key, jobs, done, failed, spentMicros, heldMicros FROM rollup WHERE jobs <> 0'
  for (const [what, derived, kept] of [
    ['balance', balances, keptBalances],
    ['total', totalsSql, keptTotals],
  ] as const) {
    for (const [name, key] of differing(books, derived, kept))
      problems.push(`the ${what} of ${name} ${key} is not what the jobs add up to`)
  }
}

function differing(books: Books, derived: string, kept: string): [string, string][] {
  const missing = `SELECT * FROM (${derived}) EXCEPT SELECT * FROM (${kept})`
  const extra = `SELECT * FROM (${kept}) EXCEPT SELECT * FROM (${derived})`
  const rows = [missing, extra].flatMap((text) => books.database.prepare(text).raw().all() as unknown[][])
  return [
    ...new Map(
      rows.map(([name, key]) => [`${name} ${key}`, [String(name), String(key)] as [string, string]]),
    ).values(),
  ]
}
