/** Everything that only looks. Each question has an index or a kept total behind it, so a million rows cost no more than ten. */

import { usageError } from '../errors.ts'
import { type Books, read } from './books.ts'
import type { EntryRow, JobFilter, JobRecord, SummaryRow } from './ledger.ts'
import { type JobRow, sqlList, toRecord, unfinishedSql } from './rows.ts'

const records = (rows: unknown[]): JobRecord[] => (rows as JobRow[]).map(toRecord)

/** An exact id wins over longer ones that begin with it. */
export function find(books: Books, idPrefix: string): JobRecord {
  const rows = read(books, () =>
    books
      .sql('SELECT * FROM job WHERE id >= @prefix AND id < @prefix || char(1114111) ORDER BY id LIMIT 2')
      .all({ prefix: idPrefix }),
  ) as JobRow[]
  const [first, second] = rows
  if (idPrefix === '' || first === undefined) {
    throw usageError(`there is no job ${idPrefix === '' ? 'with an empty name' : idPrefix}`, {
      code: 'job.not_found',
      hint: 'list them: vidgen jobs',
    })
  }
  if (second !== undefined && first.id !== idPrefix) {
    throw usageError(`several jobs begin with ${idPrefix}: ${first.id}, ${second.id}, …`, {
      code: 'job.ambiguous',
      hint: 'type more of the name',
    })
  }
  return toRecord(first)
}

/** Newest first. */
export function list(books: Books, filter: JobFilter): JobRecord[] {
  const { since, provider, states, limit } = filter
  const conditions = ['true']
  if (since !== undefined) conditions.push('createdAt >= @since')
  if (provider !== undefined) conditions.push('provider = @provider')
  if (states !== undefined) conditions.push(`state IN (${sqlList(states)})`)
  return read(books, () =>
    records(
      books
        .sql(`SELECT * FROM job WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT @limit`)
        .all({ since: since ?? null, provider: provider ?? null, limit: limit ?? -1 }),
    ),
  )
}

export function board(books: Books, limit: number): JobRecord[] {
  return read(books, () =>
    books.database.transaction(() => {
      const open = books
        .sql(
          `SELECT * FROM job WHERE state IN (${unfinishedSql})
           ORDER BY expiresAt IS NULL, expiresAt, state <> 'unknown', seq DESC LIMIT ?`,
        )
        .all(limit)
      const rest = limit - open.length
      const settled =
        rest > 0
          ? books
              .sql(`SELECT * FROM job WHERE +state NOT IN (${unfinishedSql}) ORDER BY seq DESC LIMIT ?`)
              .all(rest)
          : []
      return records([...open, ...settled])
    })(),
  )
}

export const unfinished = (books: Books): JobRecord[] =>
  read(books, () =>
    records(books.sql(`SELECT * FROM job WHERE state IN (${unfinishedSql}) ORDER BY seq`).all()),
  )

export const knownProviderJobs = (books: Books, provider: string): string[] =>
  read(
    books,
    () =>
      books
        .sql('SELECT DISTINCT providerJobId FROM job WHERE provider = ? AND providerJobId IS NOT NULL')
        .pluck()
        .all(provider) as string[],
  )

/** Days and months newest first; providers and models by what they cost. */
export const summary = (books: Books, by: 'provider' | 'model' | 'day' | 'month'): SummaryRow[] =>
  read(
    books,
    () =>
      books
        .sql(
          `SELECT key, jobs, done, failed, spentMicros, heldMicros FROM rollup WHERE dimension = ?
           ORDER BY ${by === 'day' || by === 'month' ? 'key DESC' : 'spentMicros DESC, jobs DESC, key'}`,
        )
        .all(by) as SummaryRow[],
  )

/** Rows a step, so that neither memory nor the write-ahead log grows with the ledger. */
const chunkRows = 500

export async function* entries(books: Books): AsyncIterable<EntryRow> {
  for (let last = 0; ; ) {
    const chunk = read(books, () =>
      books
        .sql(
          'SELECT id, job, kind, debit, credit, micros, at, previousHash, hash FROM entry WHERE id > ? ORDER BY id LIMIT ?',
        )
        .all(last, chunkRows),
    ) as EntryRow[]
    yield* chunk
    if (chunk.length < chunkRows) return
    last = chunk[chunk.length - 1]!.id
  }
}

/** Oldest first. */
export async function* jobs(books: Books): AsyncIterable<JobRecord> {
  for (let last = 0; ; ) {
    const chunk = read(books, () =>
      books.sql('SELECT * FROM job WHERE seq > ? ORDER BY seq LIMIT ?').all(last, chunkRows),
    ) as JobRow[]
    yield* chunk.map(toRecord)
    if (chunk.length < chunkRows) return
    last = chunk[chunk.length - 1]!.seq
  }
}
