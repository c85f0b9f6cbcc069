/**
 * `ledger-id` beside the database: proof that there was one, and how far it had come. A deleted ledger, or one rolled back to an
 * older copy, would otherwise look like a first start and give the month's budget away a second time.
 * Written after each commit, so it is never ahead of the database; an older one than the truth does no harm.
 */

import { createHash } from 'node:crypto'
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'

export interface Mark {
  ledgerId: string
  /** The last entry's number and hash. */
  entry: number
  hash: string
}

/** Always this long, so that a shorter text never leaves the end of a longer one behind. */
const markBytes = 256

const checkOf = ({ ledgerId, entry, hash }: Mark): string =>
  createHash('sha256').update(`${ledgerId} ${entry} ${hash}`).digest('hex').slice(0, 16)

/** Undefined: there never was a ledger. A mark that cannot be read still says that there was one. */
export function readMark(path: string): Mark | 'unreadable' | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unreadable'
  }
  try {
    const { check, ...mark } = JSON.parse(text) as Mark & { check: string }
    return check === checkOf(mark) ? mark : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

/**
 * In place, because a rename over a file makes ext4 flush it: 2 ms more for every step of a job. A reader that meets two writers
 * sees a check that does not fit, which is only an unreadable mark.
 */
export function writeMark(path: string, mark: Mark): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600)
  try {
    const text = JSON.stringify({ ...mark, check: checkOf(mark) })
    writeSync(file, `${text.padEnd(markBytes - 1)}\n`, 0)
  } finally {
    closeSync(file)
  }
}
