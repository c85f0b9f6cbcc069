/** The ledger on SQLite: opens it and ties the contract to the files that keep it, one connection a process. */

import type { Statement } from 'better-sqlite3'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { type Books, mark } from './books.ts'
import { reportBudget, setCaps } from './budget.ts'
import { history } from './history.ts'
import type { ProcessIdentity } from './identity.ts'
import { extend, giveUp, interrupted, takeOver } from './leases.ts'
import type { Ledger } from './ledger.ts'
import { openDatabase } from './open.ts'
import { board, entries, find, jobs, knownProviderJobs, list, summary, unfinished } from './reads.ts'
import { reserve } from './reserve.ts'
import { unfinishedStates } from './rows.ts'
import {
  accept,
  deliver,
  fail,
  intend,
  park,
  ready,
  reject,
  release,
  settleUnknown,
  unsend,
} from './transitions.ts'
import { verify } from './verify.ts'
import { windowsIn } from './windows.ts'

export interface LedgerOptions {
  /** The database file; `ledger-id`, the log and backups stand beside it. */
  path: string
  clock: Clock
  log: Log
  randomBytes(size: number): Uint8Array
  /** Of a ledger's first start; later it is read from the ledger, so that travelling opens no second day. */
  timeZone: string
  identity: ProcessIdentity
  /** How long to wait for another process's lock; 15 s, far longer than any transaction takes. */
  busyTimeoutMs?: number
}

export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const books = await openBooks(options)
  return {
    reserve: async (job) => reserve(books, job),
    intend: async (lease, intent) => intend(books, lease, intent),
    unsend: async (lease) => void unsend(books, lease),
    accept: async (lease, answer) => void accept(books, lease, answer),
    park: async (lease, reason) => void park(books, lease, reason),
    reject: async (lease, reason) => void reject(books, lease, reason),
    release: async (lease, reason) => void release(books, lease, reason),
    heartbeat: async (lease, status) => extend(books, lease, unfinishedStates, status),
    ready: async (lease, result) => void ready(books, lease, result),
    fence: async (lease) => extend(books, lease, ['ready']),
    deliver: async (lease, file) => deliver(books, lease, file),
    fail: async (lease, failure) => void fail(books, lease, failure),
    takeOver: async (jobId) => takeOver(books, jobId),
    interrupted: async (request) => interrupted(books, request),
    yield: async (lease) => giveUp(books, lease),
    settleUnknown: async (jobId, verdict, note) => settleUnknown(books, jobId, verdict, note),
    find: async (idPrefix) => find(books, idPrefix),
    list: async (filter) => list(books, filter),
    board: async (limit) => board(books, limit),
    unfinished: async () => unfinished(books),
    knownProviderJobs: async (provider) => knownProviderJobs(books, provider),
    budget: async () => reportBudget(books),
    setBudget: async (caps) => setCaps(books, caps),
    summary: async (by) => summary(books, by),
    history: async (days, by) => history(books, days, by),
    entries: () => entries(books),
    jobs: () => jobs(books),
    verify: async () => verify(books),
    close: () => void books.database.close(),
  }
}

/** Exported for the bench, which fills a ledger faster than one commit a step. */
export async function openBooks(options: LedgerOptions): Promise<Books> {
  const { path, clock, log, identity, randomBytes } = options
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  const start = {
    ledgerId: hex(randomBytes(16)),
    // Asked for at a ledger's first start only: finding it out is slow.
    get timeZone() {
      return options.timeZone
    },
  }
  const { database, markPath, markMissing } = await openDatabase({
    path,
    start,
    busyTimeoutMs: options.busyTimeoutMs ?? 15_000,
  })
  const statements = new Map<string, Statement<unknown[], unknown>>()
  const books: Books = {
    database,
    sql(text) {
      const known = statements.get(text)
      if (known) return known
      const made = database.prepare<unknown[], unknown>(text)
      statements.set(text, made)
      return made
    },
    clock,
    log,
    owner: hex(randomBytes(16)),
    identity,
    windows: windowsIn(database.prepare('SELECT timeZone FROM ledger').pluck().get() as string),
    markPath,
  }
  if (markMissing) mark(books, -1)
  return books
}
