/** Every edit behind vidgen's back is found and named. */

import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { hashOf, type StoredEntry } from '../../src/ledger/chain.ts'
import { finish, makePlace, newJob, submit } from './helpers.ts'

async function filled() {
  const place = makePlace()
  const ledger = await place.open()
  await finish(ledger, 500_000, { id: 'one' })
  await finish(ledger, 700_000, { id: 'two' })
  await submit(ledger, { id: 'three' })
  const { lease } = await ledger.reserve(newJob({ id: 'four' }))
  await ledger.release(lease, '')
  await finish(ledger, 0, { id: 'free', paid: false, holdMicros: 0, provider: 'template' })
  const raw = place.raw()
  raw.pragma('foreign_keys = OFF')
  for (const name of ['jobStays', 'entryStays', 'entryIsFinal']) raw.exec(`DROP TRIGGER ${name}`)
  return { ledger, raw }
}

const insertEntry = (raw: Database.Database) => {
  const last = raw.prepare('SELECT * FROM entry ORDER BY id DESC LIMIT 1').get() as StoredEntry
  const entry = {
    ...last,
    id: last.id + 1,
    kind: 'adjust',
    micros: 5,
    previousHash: last.hash,
  } as StoredEntry
  raw
    .prepare(
      'INSERT INTO entry VALUES (@id, @job, @kind, @debit, @credit, @micros, @at, @facts, @previousHash, @hash)',
    )
    .run({ ...entry, hash: hashOf(entry) })
}

describe('verify', () => {
  it('is content with what vidgen wrote', async () => {
    const { ledger } = await filled()
    expect(await ledger.verify()).toEqual({ ok: true, entries: 11, problems: [] })
  })

  const harms: [string, RegExp, string | ((raw: Database.Database) => void)][] = [
    ['an edited amount', /entry 2 \(job one\) was changed/, 'UPDATE entry SET micros = 1 WHERE id = 2'],
    ['an edited account', /entry 2 /, "UPDATE entry SET debit = 'provider:other' WHERE id = 2"],
    ['an edited time', /entry 3 /, "UPDATE entry SET at = '2020' WHERE id = 3"],
    ['an edited hash', /entry 3 /, "UPDATE entry SET hash = 'x' WHERE id = 2"],
    ['a removed entry', /entry 4 is missing/, 'DELETE FROM entry WHERE id = 4'],
    ['a cut tail', /should end with entry 11 and ends with 9/, 'DELETE FROM entry WHERE id > 9'],
    ['an inserted entry', /should end with entry 11 and ends with 12/, insertEntry],
    ['a job made cheaper', /job one/, "UPDATE job SET costMicros = 1 WHERE id = 'one'"],
    [
      'a job moved to another provider',
      /job one disagrees/,
      "UPDATE job SET provider = 'heygen' WHERE id = 'one'",
    ],
    ['a job of another model', /job one disagrees/, "UPDATE job SET model = 'x' WHERE id = 'one'"],
    ['a smaller hold', /job three/, "UPDATE job SET holdMicros = 1 WHERE id = 'three'"],
    ['a paid job called free', /job one disagrees/, "UPDATE job SET paid = 0 WHERE id = 'one'"],
    [
      'a job moved to another day',
      /job one disagrees/,
      "UPDATE job SET dayKey = '2026-11-01' WHERE id = 'one'",
    ],
    [
      'a job moved to another month',
      /job one was changed/,
      "UPDATE job SET monthKey = '2026-10' WHERE id = 'one'",
    ],
    [
      'a finished job opened again',
      /job one is submitted and holds 0/,
      "UPDATE job SET state = 'submitted' WHERE id = 'one'",
    ],
    [
      'a hold left on a settled job',
      /job three is done and holds 600000/,
      "UPDATE job SET state = 'done' WHERE id = 'three'",
    ],
    [
      'a released job called failed',
      /job four was changed/,
      "UPDATE job SET state = 'failed' WHERE id = 'four'",
    ],
    ['another provider job', /job one was changed/, "UPDATE job SET providerJobId = 'x' WHERE id = 'one'"],
    ['a removed job', /job two was removed/, "DELETE FROM job WHERE id = 'two'"],
    [
      'an inserted job',
      /job copy was not put there/,
      (raw) => {
        raw.exec(
          "CREATE TEMP TABLE c AS SELECT * FROM job WHERE id = 'four'; UPDATE c SET id = 'copy', seq = 99, idempotencyKey = NULL; INSERT INTO job SELECT * FROM c",
        )
      },
    ],
    [
      'a balance with more room',
      /balance of month 2026-11/,
      "UPDATE balance SET spent = 0 WHERE scope = 'month'",
    ],
    ['a day given back', /balance of day 2026-11-25/, "DELETE FROM balance WHERE scope = 'day'"],
    [
      'a balance from nowhere',
      /balance of month 2031-01/,
      "INSERT INTO balance VALUES ('month', '2031-01', 0, 5)",
    ],
    [
      'a total',
      /total of provider runway/,
      "UPDATE rollup SET done = done + 1 WHERE dimension = 'provider' AND key = 'runway'",
    ],
  ]
  it.each(harms)('finds %s', async (_name, problem, harm) => {
    const { ledger, raw } = await filled()
    if (typeof harm === 'string') raw.exec(harm)
    else harm(raw)
    const result = await ledger.verify()
    expect(result.ok).toBe(false)
    expect(result.problems.join('\n')).toMatch(problem)
    expect(result.problems.length).toBeLessThanOrEqual(20)
  })

  it('misses no column of any entry', async () => {
    const { ledger, raw } = await filled()
    raw.exec('DROP INDEX entryOnce')
    const entries = raw.prepare('SELECT * FROM entry').all() as StoredEntry[]
    const other: { [Column in keyof StoredEntry]?: (entry: StoredEntry) => unknown } = {
      job: ({ job }) => (job === 'one' ? 'two' : 'one'),
      kind: ({ kind }) => (kind === 'adjust' ? 'hold' : 'adjust'),
      micros: ({ micros }) => micros + 1,
    }
    for (const entry of entries) {
      for (const column of Object.keys(entry).filter((name) => name !== 'id') as (keyof StoredEntry)[]) {
        const write = raw.prepare(`UPDATE entry SET ${column} = ? WHERE id = ?`)
        write.run(other[column]?.(entry) ?? `${entry[column]}x`, entry.id)
        expect((await ledger.verify()).ok, `${column} of entry ${entry.id}`).toBe(false)
        write.run(entry[column], entry.id)
      }
    }
    expect((await ledger.verify()).ok).toBe(true)
  })
})
