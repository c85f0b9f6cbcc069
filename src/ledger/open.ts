/**
 * From a path to a database that may be trusted with money: the place checked, the file looked at before anything can change
 * it, SQLite set to lose nothing, the schema brought up to date, and the end of the chain compared with `ledger-id`.
 * A ledger that should be there and is not, or is not as it was, is refused: an empty one would mean a fresh budget.
 */

import { closeSync, openSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { environmentError } from '../errors.ts'
import { damagedLedger, ledgerFault } from './faults.ts'
import { fileSize, prepareFile, prepareFolder } from './folder.ts'
import { readLockHolder } from './lock-holder.ts'
import { type Mark, readMark } from './marker.ts'
import {
  applicationId,
  type FirstStart,
  foreignDatabase,
  migrate,
  migrations,
  newerLedger,
  refuseForeignTables,
  versionOf,
} from './migrations.ts'

type Connection = new (path: string, options?: { readonly?: boolean; timeout?: number }) => Database

export interface Opened {
  database: Database
  markPath: string
  /** No readable mark was there: it is to be written. */
  markMissing: boolean
}

export interface Opening {
  path: string
  busyTimeoutMs: number
  start: FirstStart
}

export async function openDatabase(opening: Opening): Promise<Opened> {
  const { path } = opening
  const markPath = join(dirname(path), 'ledger-id')
  let database: Database | undefined
  try {
    prepareFolder(dirname(path))
    // The mark first: it is written after the database, so whoever sees it must find the database as well.
    const mark = readMark(markPath)
    if (mark !== undefined && !fileSize(path)) throw missing(path, markPath)
    const size = prepareFile(path)
    const Database = (await import('better-sqlite3')).default as unknown as Connection
    if (size > 0) inspect(path, Database)
    database = connect(path, opening.busyTimeoutMs, Database)
    if (mark !== undefined && versionOf(database) === 0) throw missing(path, markPath)
    migrate(database, opening.start)
    checkEnd(database, mark, markPath)
    return { database, markPath, markMissing: mark === undefined || mark === 'unreadable' }
  } catch (error) {
    database?.close()
    throw ledgerFault(error, path, busyDetail(error, path))
  }
}

/** Who keeps the lock, where the system tells. */
export function busyDetail(error: unknown, path: string): string | undefined {
  const { code } = error as { code?: string }
  if (!code?.startsWith('SQLITE_BUSY')) return undefined
  const pid = readLockHolder(path)
  return pid === undefined ? undefined : `process ${pid}`
}

const missing = (path: string, markPath: string) =>
  environmentError(`the ledger is gone or empty, but there was one here: ${path}`, {
    code: 'ledger.missing_but_expected',
    hint: `put it back from a backup; to begin anew, with what was spent forgotten, delete ${markPath}`,
  })

/** Offsets in a database file's first 100 bytes: sqlite.org/fileformat.html, "The Database Header". */
const headerBytes = 100
const userVersionOffset = 60
const applicationIdOffset = 68

/** Refuses what is not ours or is newer, without a byte written: SQLite in write mode would fold its log into the file. */
function inspect(path: string, Database: Connection): void {
  const header = Buffer.alloc(headerBytes)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, headerBytes, 0)
  } finally {
    closeSync(file)
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw Object.assign(new Error('no SQLite header'), { code: 'SQLITE_NOTADB' })
  }
  const id = header.readUInt32BE(applicationIdOffset)
  refuseOther(path, id, header.readUInt32BE(userVersionOffset))
  // What is still in the log is not in the header yet; and a nameless file is only ours while it is empty.
  if (id === 0 || (fileSize(`${path}-wal`) ?? 0) > 0) look(path, Database)
}

function look(path: string, Database: Connection): void {
  const reader = new Database(path, { readonly: true })
  try {
    const id = reader.pragma('application_id', { simple: true }) as number
    refuseOther(path, id, versionOf(reader))
    if (id === 0) refuseForeignTables(reader)
  } catch (error) {
    // A first start that died half-way leaves something to roll back, which only a writer can: the migration looks again.
    if (!(error as { code?: string }).code?.startsWith('SQLITE_READONLY')) throw error
  } finally {
    reader.close()
  }
}

function refuseOther(path: string, id: number, version: number): void {
  if (id !== applicationId && (id !== 0 || version !== 0)) throw foreignDatabase(path)
  if (version > migrations.length) throw newerLedger(path, version)
}

function connect(path: string, busyTimeoutMs: number, Database: Connection): Database {
  const database = new Database(path, { timeout: busyTimeoutMs })
  try {
    switchToWal(database)
    // FULL: a commit is on the disk when it returns; the request leaves right after it.
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    database.pragma('trusted_schema = OFF')
    // macOS only, a no-op elsewhere: there fsync alone leaves the data in the drive's cache.
    database.pragma('fullfsync = ON')
    database.pragma('checkpoint_fullfsync = ON')
    // A log that a reader pinned shrinks again at the next checkpoint.
    database.pragma(`journal_size_limit = ${16 * 1024 * 1024}`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * The switch needs the file alone, and SQLite answers `busy` at once where waiting could deadlock: four first starts at one
 * time meet here. It is done once in a ledger's life, so a short blocking pause between tries is fine.
 */
function switchToWal(database: Database): void {
  const pauseMs = 10
  const tries = 500
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.pragma('journal_mode = WAL')
      return
    } catch (error) {
      if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY') || attempt === tries) throw error
      Atomics.wait(sleeper, 0, 0, pauseMs)
    }
  }
}

/** The last entry must be the one the ledger row names, and what `ledger-id` has seen must still be there. */
function checkEnd(database: Database, mark: Mark | 'unreadable' | undefined, markPath: string): void {
  database.transaction(() => {
    const ledger = database.prepare('SELECT ledgerId, headEntry, headHash FROM ledger').get() as
      | { ledgerId: string; headEntry: number; headHash: string }
      | undefined
    if (!ledger) throw damagedLedger(database.name, 'its first row is missing')
    const hashAt = (id: number) =>
      id === 0 ? ledger.ledgerId : database.prepare('SELECT hash FROM entry WHERE id = ?').pluck().get(id)
    if (hashAt(ledger.headEntry) !== ledger.headHash) {
      throw damagedLedger(database.name, `entry ${ledger.headEntry}, its last, is missing or was changed`)
    }
    if (mark === undefined || mark === 'unreadable') return
    if (mark.ledgerId !== ledger.ledgerId || hashAt(mark.entry) !== mark.hash)
      throw rolledBack(database.name, markPath)
  })()
}

const rolledBack = (path: string, markPath: string) =>
  environmentError(`the ledger is an older copy than the one last used here: ${path}`, {
    code: 'ledger.rolled_back',
    hint: `put the newer file and its -wal back; to go on with this one, and settle what it lacks by hand, delete ${markPath}`,
  })
