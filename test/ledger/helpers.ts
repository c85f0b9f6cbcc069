/** A real ledger in a folder of its own, a clock the test turns, and a job to reserve. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach } from 'vitest'
import type { Clock } from '../../src/clock.ts'
import { VidgenError } from '../../src/errors.ts'
import { readIdentity } from '../../src/ledger/identity.ts'
import type { Ledger, NewJob } from '../../src/ledger/ledger.ts'
import { type LedgerOptions, openLedger } from '../../src/ledger/sqlite.ts'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0).reverse()) clean()
})

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vidgen-ledger-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const start = '2026-11-25T12:00:00.000Z'

export interface TestClock extends Clock {
  set(iso: string): void
  advance(seconds: number): void
}

export function makeClock(iso = start): TestClock {
  let ms = Date.parse(iso)
  return {
    now: () => new Date(ms),
    elapsedMs: () => ms,
    sleep: async (forMs) => {
      ms += forMs
    },
    every: () => () => {},
    set: (to) => {
      ms = Date.parse(to)
    },
    advance: (seconds) => {
      ms += seconds * 1000
    },
  }
}

export const ownIdentity = readIdentity(process.pid, process.platform)

export interface Place {
  folder: string
  path: string
  clock: TestClock
  open(options?: Partial<LedgerOptions>): Promise<Ledger>
  /** The file through another program's eyes: foreign keys off, triggers dropped when asked to. */
  raw(): Database.Database
}

export function makePlace(folder = makeFolder(), clock = makeClock()): Place {
  const path = join(folder, 'vidgen.db')
  return {
    folder,
    path,
    clock,
    async open(options = {}) {
      const ledger = await openLedger({
        path,
        clock,
        log: () => {},
        randomBytes,
        timeZone: 'UTC',
        identity: ownIdentity,
        ...options,
      })
      cleanups.push(() => ledger.close())
      return ledger
    },
    raw() {
      const database = new Database(path)
      cleanups.push(() => database.close())
      return database
    },
  }
}

let count = 0
export function newJob(over: Partial<NewJob> = {}): NewJob {
  count += 1
  return {
    id: `job-${String(count).padStart(6, '0')}`,
    provider: 'runway',
    model: 'gen4.5',
    paid: true,
    prompt: 'a fjord at dawn',
    request: { prompt: 'a fjord at dawn', durationSeconds: 5 },
    requestSha256: `sha-${count}`,
    accountFingerprint: 'abcdef012345',
    baseUrl: 'https://api.example.test',
    recovery: 'none',
    holdMicros: 600_000,
    priceBasis: 'published 2026-11-01',
    outputPath: `/videos/${count}.mp4`,
    outputMode: 'default',
    ...over,
  }
}

/** The error a promise ends with; fails the test when it does not end with one of ours. */
export async function faultOf(promise: Promise<unknown>): Promise<VidgenError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof VidgenError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

let providerJobs = 0
/** From nothing to `submitted`. */
export async function submit(ledger: Ledger, over: Partial<NewJob> = {}) {
  const { job, lease } = await ledger.reserve(newJob(over))
  await ledger.intend(lease, { idempotencyKey: `key-${job.id}` })
  providerJobs += 1
  await ledger.accept(lease, { providerJobId: `task-${providerJobs}`, operation: { id: providerJobs } })
  return { id: job.id, lease }
}

/** From nothing to `done`. */
export async function finish(ledger: Ledger, costMicros: number, over: Partial<NewJob> = {}) {
  const { id, lease } = await submit(ledger, over)
  await ledger.ready(lease, { video: { url: 'x' }, costMicros, costSource: 'actual' })
  return ledger.deliver(lease, {
    path: `/videos/${id}.mp4`,
    sha256: 'f00',
    bytes: 10,
    media: { durationSec: 5 },
  })
}
