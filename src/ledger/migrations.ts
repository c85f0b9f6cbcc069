/**
 * The schema, as an append-only list: the version of a ledger is how many of these it has had. Never edit one that was
 * released; add another. All pending ones run in one immediate transaction, after a backup, with `user_version` last.
 */

import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { environmentError } from '../errors.ts'
import { damagedLedger } from './faults.ts'

/** 'VIDG': tells a ledger from any other SQLite file. */
export const applicationId = 0x56494447

export interface FirstStart {
  ledgerId: string
  timeZone: string
}

type Migration = (database: Database, start: FirstStart) => void

/** $25 a calendar month and 20 paid renders a day, until the user says otherwise. */
const defaultCaps = { monthMicros: 25_000_000, dayRenders: 20 }

/** $1 M in µ$ a row: see money.ts. SQLite's integers go further than a JavaScript number does. */
const micros = (column: string) => `${column} INTEGER NOT NULL CHECK (${column} BETWEEN 0 AND 1000000000000)`

const ledgerOneSchema = `
CREATE TABLE ledger (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  ledgerId TEXT NOT NULL,
  timeZone TEXT NOT NULL,
  clockHighWaterMs INTEGER NOT NULL,
  headEntry INTEGER NOT NULL,
  headHash TEXT NOT NULL,
  capMonthMicros INTEGER CHECK (capMonthMicros >= 0),
  capDayRenders INTEGER CHECK (capDayRenders >= 0)
) STRICT;

CREATE TABLE job (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('reserved', 'submitting', 'submitted', 'ready', 'done', 'unknown', 'rejected',
    'released', 'failed', 'cancelled', 'expired')),
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  paid INTEGER NOT NULL CHECK (paid IN (0, 1)),
  ${micros('holdMicros')},
  costMicros INTEGER CHECK (costMicros BETWEEN 0 AND 1000000000000),
  costSource TEXT CHECK (costSource IN ('actual', 'estimate', 'none')),
  disputed INTEGER NOT NULL CHECK (disputed IN (0, 1)),
  seal TEXT NOT NULL,
  owner TEXT,
  ownerProcess TEXT,
  epoch INTEGER NOT NULL,
  leaseUntilMs INTEGER NOT NULL,
  dayKey TEXT NOT NULL,
  monthKey TEXT NOT NULL,
  createdAt TEXT NOT NULL,
  updatedAt TEXT NOT NULL,
  sentAt TEXT,
  settledAt TEXT,
  expiresAt TEXT,
  waitMs INTEGER,
  lastStatus TEXT,
  accountFingerprint TEXT NOT NULL,
  baseUrl TEXT NOT NULL,
  recovery TEXT NOT NULL,
  requestSha256 TEXT NOT NULL,
  idempotencyKey TEXT UNIQUE,
  providerJobId TEXT,
  priceBasis TEXT NOT NULL,
  outputPath TEXT NOT NULL,
  outputMode TEXT NOT NULL,
  file TEXT,
  sha256 TEXT,
  bytes INTEGER,
  media TEXT,
  error TEXT,
  operation TEXT,
  video TEXT,
  prompt TEXT NOT NULL,
  request TEXT NOT NULL
) STRICT;
CREATE INDEX jobByState ON job (state);
CREATE INDEX jobByProvider ON job (provider);
CREATE INDEX jobByCreation ON job (createdAt);
CREATE INDEX jobByRequest ON job (requestSha256);
CREATE UNIQUE INDEX jobByProviderJob ON job (provider, accountFingerprint, baseUrl, providerJobId)
  WHERE providerJobId IS NOT NULL AND paid = 1;
CREATE TRIGGER jobStays BEFORE DELETE ON job BEGIN SELECT RAISE(ABORT, 'jobs are never deleted'); END;

CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  job TEXT NOT NULL REFERENCES job (id),
  kind TEXT NOT NULL CHECK (kind IN ('hold', 'release', 'settle', 'adjust')),
  debit TEXT NOT NULL,
  credit TEXT NOT NULL,
  ${micros('micros')},
  at TEXT NOT NULL,
  facts TEXT NOT NULL,
  previousHash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX entryByJob ON entry (job);
CREATE UNIQUE INDEX entryOnce ON entry (job, kind) WHERE kind IN ('hold', 'release', 'settle');
CREATE TRIGGER entryStays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entryIsFinal BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;

CREATE TABLE balance (
  scope TEXT NOT NULL CHECK (scope IN ('month', 'day')),
  window TEXT NOT NULL,
  held INTEGER NOT NULL CHECK (held >= 0),
  spent INTEGER NOT NULL CHECK (spent >= 0),
  PRIMARY KEY (scope, window)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup (
  dimension TEXT NOT NULL CHECK (dimension IN ('provider', 'model', 'day', 'month')),
  key TEXT NOT NULL,
  jobs INTEGER NOT NULL CHECK (jobs >= 0),
  done INTEGER NOT NULL CHECK (done >= 0),
  failed INTEGER NOT NULL CHECK (failed >= 0),
  spentMicros INTEGER NOT NULL CHECK (spentMicros >= 0),
  heldMicros INTEGER NOT NULL CHECK (heldMicros >= 0),
  PRIMARY KEY (dimension, key)
) STRICT, WITHOUT ROWID;
`

export const migrations: readonly Migration[] = [
  (database, { ledgerId, timeZone }) => {
    database.pragma(`application_id = ${applicationId}`)
    database.exec(ledgerOneSchema)
    // The first entry follows the ledger's own id, so that a chain cannot be moved to another ledger.
    database
      .prepare('INSERT INTO ledger VALUES (1, ?, ?, 0, 0, ?, ?, ?)')
      .run(ledgerId, timeZone, ledgerId, defaultCaps.monthMicros, defaultCaps.dayRenders)
  },
]

export const versionOf = (database: Database): number =>
  database.pragma('user_version', { simple: true }) as number

/**
 * Brings the ledger to `list`'s version. Whoever comes second waits for the lock and finds nothing to do; whoever dies inside
 * leaves the old version.
 */
export function migrate(
  database: Database,
  start: FirstStart,
  list: readonly Migration[] = migrations,
): void {
  if (versionOf(database) === list.length) return
  database
    .transaction(() => {
      const version = versionOf(database)
      if (version > list.length) throw newerLedger(database.name, version)
      if (version === list.length) return
      if (version === 0) refuseForeignTables(database)
      else backUp(database, version)
      for (const step of list.slice(version)) step(database, start)
      database.pragma(`user_version = ${list.length}`)
    })
    .immediate()
}

export const newerLedger = (path: string, version: number) =>
  environmentError(`the ledger was written by a newer vidgen (schema ${version}): ${path}`, {
    code: 'ledger.newer',
    hint: 'update vidgen; the file was not touched',
  })

export const foreignDatabase = (path: string) =>
  environmentError(`this database is not a vidgen ledger: ${path}`, {
    code: 'ledger.not_a_ledger',
    hint: 'move the file away, or set VIDGEN_HOME to another folder',
  })

/** Some program's database that set no id: a ledger is empty until its first transaction, which names it. */
export function refuseForeignTables(database: Database): void {
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
  if (tables > 0) throw foreignDatabase(database.name)
}

/**
 * A whole copy beside the ledger, on disk before the first change. Taken through a second connection, for VACUUM cannot run
 * inside this one's transaction; its lock keeps every other writer out meanwhile.
 */
function backUp(database: Database, version: number): void {
  const target = `${database.name}.backup-v${version}`
  const unfinished = `${target}.part`
  rmSync(unfinished, { force: true })
  const Connection = database.constructor as new (path: string, options: { readonly: true }) => Database
  const reader = new Connection(database.name, { readonly: true })
  try {
    if (versionOf(reader) !== version) throw damagedLedger(database.name, 'its version changed under a lock')
    // Made here with the ledger's own mode: SQLite fills an empty file that exists.
    closeSync(openSync(unfinished, 'wx', 0o600))
    reader.prepare('VACUUM INTO ?').run(unfinished)
  } finally {
    reader.close()
  }
  syncFile(unfinished)
  renameSync(unfinished, target)
  syncFile(dirname(target))
}

function syncFile(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
