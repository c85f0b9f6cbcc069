/**
 * Does the ledger stay as quick when it is full? The same questions and the same reservation, at no rows and at 100,000 (or as
 * many as the first argument says), in one run: only the ratio is claimed. Ends with 1 when one is above 3.
 */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Books, mark } from '../../src/ledger/books.ts'
import { factsOf, hashOf, sealOf } from '../../src/ledger/chain.ts'
import { readIdentity } from '../../src/ledger/identity.ts'
import { balancesSql, totalsSql } from '../../src/ledger/kept.ts'
import type { Ledger, NewJob } from '../../src/ledger/ledger.ts'
import { settle, takeHold } from '../../src/ledger/postings.ts'
import { reserve } from '../../src/ledger/reserve.ts'
import type { JobRow } from '../../src/ledger/rows.ts'
import { type LedgerOptions, openBooks, openLedger } from '../../src/ledger/sqlite.ts'
import { accept, deliver, intend, ready } from '../../src/ledger/transitions.ts'

const rows = Number(process.argv[2] ?? 100_000)
const rounds = 200
const allowedRatio = 3

const models = {
  runway: ['gen4.5', 'gen4_turbo'],
  sora: ['sora-2', 'sora-2-pro'],
  heygen: ['video-agent'],
  template: ['title-card'],
}
const choices = Object.entries(models).flatMap(([provider, names]) =>
  names.map((model) => ({ provider, model })),
)

let count = 0
function newJob(): NewJob {
  count += 1
  const { provider, model } = choices[count % choices.length]!
  const paid = provider !== 'template'
  return {
    id: randomBytes(8).toString('hex'),
    provider,
    model,
    paid,
    prompt: `A slow aerial shot over a fjord at dawn, number ${count}`,
    request: {
      prompt: `A slow aerial shot over a fjord at dawn, number ${count}`,
      durationSeconds: 5,
      ratio: '16:9',
    },
    requestSha256: randomBytes(32).toString('hex'),
    accountFingerprint: 'abcdef012345',
    baseUrl: 'https://api.example.test',
    recovery: 'none',
    holdMicros: paid ? 250_000 : 0,
    priceBasis: 'published 2026-11-01',
    outputPath: `/videos/${count}.mp4`,
    outputMode: 'default',
  }
}

/** One render through the ledger's own steps: the pattern that the others are made after. */
function renderOne(books: Books): JobRow {
  const { job, lease } = reserve(books, { ...newJob(), provider: 'runway', paid: true, holdMicros: 250_000 })
  intend(books, lease, { idempotencyKey: job.id })
  accept(books, lease, { providerJobId: `task-${job.id}`, operation: { id: job.id } })
  ready(books, lease, {
    video: { url: 'https://cdn.example.test/v.mp4' },
    costMicros: 200_000,
    costSource: 'actual',
  })
  deliver(books, lease, {
    path: job.outputPath,
    sha256: job.requestSha256,
    bytes: 4_000_000,
    media: { durationSec: 5 },
  })
  return books.database.prepare('SELECT * FROM job').get() as JobRow
}

/** Three years of finished renders, as rows with a valid chain; `verify` at the end says whether they are. */
function fill(books: Books, clock: { ms: number; now(): Date }, jobs: number): void {
  const pattern = renderOne(books)
  const insertJob = books.database.prepare(
    `INSERT INTO job (${Object.keys(pattern).join(', ')}) VALUES (${Object.keys(pattern)
      .map((name) => `@${name}`)
      .join(', ')})`,
  )
  const insertEntry = books.database.prepare(
    'INSERT INTO entry VALUES (@id, @job, @kind, @debit, @credit, @micros, @at, @facts, @previousHash, @hash)',
  )
  const stepMs = (3 * 365 * 24 * 3600 * 1000) / jobs
  books.database.transaction(() => {
    let { headEntry, headHash } = books.database.prepare('SELECT headEntry, headHash FROM ledger').get() as {
      headEntry: number
      headHash: string
    }
    for (let seq = 2; seq <= jobs; seq++) {
      clock.ms += stepMs
      const job = rowAfter(pattern, seq, clock.now())
      insertJob.run(job)
      for (const posting of [
        ...takeHold(job),
        ...settle({ ...job, state: 'submitted' }, job.costMicros ?? 0),
      ]) {
        const entry = {
          ...posting,
          id: headEntry + 1,
          job: job.id,
          at: job.createdAt,
          facts: factsOf(job),
          previousHash: headHash,
        }
        headHash = hashOf(entry)
        headEntry = entry.id
        insertEntry.run({ ...entry, hash: headHash })
      }
    }
    books.database.exec(
      `DELETE FROM balance; INSERT INTO balance ${balancesSql}; DELETE FROM rollup; INSERT INTO rollup ${totalsSql}`,
    )
    books.database
      .prepare('UPDATE ledger SET headEntry = ?, headHash = ?, clockHighWaterMs = ?')
      .run(headEntry, headHash, Math.round(clock.ms))
  })()
  mark(books, -1)
}

function rowAfter(pattern: JobRow, seq: number, at: Date): JobRow {
  const { id, provider, model, paid, holdMicros, requestSha256 } = newJob()
  const iso = at.toISOString()
  const row: JobRow = {
    ...pattern,
    ...{ seq, id, provider, model, paid: paid ? 1 : 0, holdMicros, requestSha256 },
    ...{
      costMicros: paid ? 200_000 : 0,
      idempotencyKey: id,
      providerJobId: `task-${id}`,
      prompt: `${pattern.prompt} ${seq}`,
    },
    ...{
      createdAt: iso,
      updatedAt: iso,
      settledAt: iso,
      sentAt: iso,
      dayKey: iso.slice(0, 10),
      monthKey: iso.slice(0, 7),
    },
  }
  return { ...row, seal: sealOf(row) }
}

const questions: Record<string, (ledger: Ledger) => Promise<unknown>> = {
  'reserve and release': async (ledger) => {
    const { lease } = await ledger.reserve({
      ...newJob(),
      provider: 'runway',
      model: 'gen4.5',
      paid: true,
      holdMicros: 1,
    })
    await ledger.release(lease, 'measured')
  },
  'summary by provider': (ledger) => ledger.summary('provider'),
  'summary by model': (ledger) => ledger.summary('model'),
  budget: (ledger) => ledger.budget(),
  'newest 50': (ledger) => ledger.list({ limit: 50 }),
  'board of 50': (ledger) => ledger.board(50),
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

/** The two take turns, so that whatever else the machine does falls on both. */
async function compare(question: (ledger: Ledger) => Promise<unknown>, empty: Ledger, full: Ledger) {
  const times = { empty: [] as number[], full: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    for (const [name, ledger] of [
      ['empty', empty],
      ['full', full],
    ] as const) {
      const started = performance.now()
      await question(ledger)
      times[name].push(performance.now() - started)
    }
  }
  return { emptyMs: median(times.empty), fullMs: median(times.full) }
}

const folder = mkdtempSync(join(tmpdir(), 'vidgen-bench-'))
try {
  const clock = {
    ms: Date.parse('2023-11-25T12:00:00Z'),
    now: () => new Date(clock.ms),
    elapsedMs: () => performance.now(),
    sleep: async () => {},
    every: () => () => {},
  }
  const optionsFor = (name: string): LedgerOptions => ({
    path: join(folder, name, 'vidgen.db'),
    clock,
    log: () => {},
    randomBytes,
    timeZone: 'UTC',
    identity: readIdentity(process.pid, process.platform),
  })
  const open = async (name: string, jobs: number) => {
    const books = await openBooks(optionsFor(name))
    books.database.exec('UPDATE ledger SET capMonthMicros = NULL, capDayRenders = NULL')
    if (jobs > 0) fill(books, clock, jobs)
    books.database.close()
    return openLedger(optionsFor(name))
  }
  const started = performance.now()
  const full = await open('full', rows)
  const fillSeconds = (performance.now() - started) / 1000
  const empty = await open('empty', 0)
  // "None" still has one row a list can show; a board of nothing would measure nothing.
  for (let i = 0; i < 50; i++) await questions['reserve and release']!(empty)
  const megabytes = statSync(join(folder, 'full', 'vidgen.db')).size / 1e6
  console.log(`${rows} jobs, ${megabytes.toFixed(0)} MB, filled in ${fillSeconds.toFixed(0)} s`)
  let worst = 0
  for (const [name, question] of Object.entries(questions)) {
    const { emptyMs, fullMs } = await compare(question, empty, full)
    const ratio = fullMs / emptyMs
    worst = Math.max(worst, ratio)
    console.log(
      `${name.padEnd(20)} empty ${emptyMs.toFixed(3)} ms   full ${fullMs.toFixed(3)} ms   × ${ratio.toFixed(2)}`,
    )
  }
  const verifyStarted = performance.now()
  const { ok, entries } = await full.verify()
  console.log(
    `verify               ${ok ? 'ok' : 'NOT OK'}, ${entries} entries in ${((performance.now() - verifyStarted) / 1000).toFixed(1)} s`,
  )
  full.close()
  empty.close()
  if (worst > allowedRatio || !ok) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
