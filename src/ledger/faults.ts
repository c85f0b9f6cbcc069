/** What SQLite and the file system can throw, as what it means for a person: nothing was sent, and how to get going again. */

import { environmentError, VidgenError } from '../errors.ts'
import { maxMicros } from './money.ts'

interface Meaning {
  code: string
  message: string
  hint: string
}

/** By the start of SQLite's (or errno's) code; the first that fits. */
const meanings: readonly (readonly [string, Meaning])[] = [
  [
    'SQLITE_BUSY',
    {
      code: 'ledger.busy',
      message: 'another process keeps the ledger locked',
      hint: 'wait for it or end it, then run the command again',
    },
  ],
  [
    'SQLITE_FULL',
    { code: 'ledger.disk_full', message: 'the disk is full', hint: 'make room, then run the command again' },
  ],
  ['SQLITE_CORRUPT', damaged('is damaged')],
  ['SQLITE_NOTADB', damaged('is not a database')],
  ['SQLITE_READONLY', unwritable()],
  ['SQLITE_CANTOPEN', unwritable()],
  ['SQLITE_PERM', unwritable()],
  [
    'SQLITE_IOERR',
    {
      code: 'ledger.io',
      message: 'the disk refused to read or write the ledger',
      hint: 'check free space and the disk (`df`, `dmesg`), then run the command again',
    },
  ],
  [
    'SQLITE_CONSTRAINT_CHECK',
    {
      code: 'ledger.out_of_range',
      message: 'a number is outside what the ledger takes',
      hint: 'report this with the output of `vidgen ledger verify`',
    },
  ],
  ['EACCES', unwritable()],
  ['EPERM', unwritable()],
  ['EROFS', unwritable()],
  // A folder that cannot be made: on a read-only disk mkdir says that it is not there.
  ['ENOENT', unwritable()],
  ['ENOTDIR', unwritable()],
  ['EEXIST', unwritable()],
  ['ELOOP', unwritable()],
  ['ENAMETOOLONG', unwritable()],
  [
    'ENOSPC',
    { code: 'ledger.disk_full', message: 'the disk is full', hint: 'make room, then run the command again' },
  ],
]

function damaged(what: string): Meaning {
  return {
    code: 'ledger.corrupt',
    message: `the ledger file ${what}`,
    hint: 'keep a copy of the whole folder, put the newest `vidgen.db.backup-*` or your own backup in its place and delete `ledger-id` beside it; paid jobs since then are in your providers’ dashboards',
  }
}

function unwritable(): Meaning {
  return {
    code: 'ledger.unwritable',
    message: 'the ledger cannot be written',
    hint: 'make its folder and file writable, or set VIDGEN_HOME to a folder that is',
  }
}

/** Any throw from inside the ledger, as a VidgenError; those pass through. */
export function ledgerFault(error: unknown, path: string, detail?: string): unknown {
  if (error instanceof VidgenError || !(error instanceof Error)) return error
  const { code = '' } = error as { code?: string }
  const meaning = meanings.find(([start]) => code.startsWith(start))?.[1]
  if (meaning === undefined) return error
  return environmentError(`${meaning.message}${detail ? ` (${detail})` : ''}: ${path}`, {
    code: meaning.code,
    hint: meaning.hint,
    cause: error,
  })
}

export const damagedLedger = (path: string, what: string) => {
  const { code, hint } = damaged('')
  return environmentError(`the ledger is damaged: ${what}: ${path}`, { code, hint })
}

/** Amounts are whole, not negative and at most $1 M: anything else is a mistake further up, never booked. */
export function checkMicros(micros: number, what: string): number {
  if (Number.isSafeInteger(micros) && micros >= 0 && micros <= maxMicros) return micros
  throw environmentError(`${what} of ${micros} micro-dollars cannot be booked`, {
    code: 'ledger.out_of_range',
    hint: 'report this as a fault of vidgen',
  })
}
