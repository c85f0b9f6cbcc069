/**
 * `ledger-id` beside the database: proof that there was one, and how far it had come. A deleted ledger, or one rolled back to an
 * older copy, would otherwise look like a first start and give the month's budget away a second time.
 * Written after each commit, so it is never ahead of the database; an older one than the truth does no harm.
 */

import { readFileSync, renameSync, writeFileSync } from 'node:fs'

export interface Mark {
  ledgerId: string
  /** The last entry's number and hash. */
  entry: number
  hash: string
}

/** Undefined: there never was a ledger. A mark that cannot be read still says that there was one. */
export function readMark(path: string): Mark | 'unreadable' | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unreadable'
  }
  try {
    const { ledgerId, entry, hash } = JSON.parse(text) as Mark
    return typeof ledgerId === 'string' && Number.isSafeInteger(entry) && typeof hash === 'string'
      ? { ledgerId, entry, hash }
      : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

/** `writer` keeps two processes from filling the same temporary file. */
export function writeMark(path: string, mark: Mark, writer: string): void {
  const unfinished = `${path}.${writer}`
  writeFileSync(unfinished, `${JSON.stringify(mark)}\n`, { mode: 0o600 })
  renameSync(unfinished, path)
}
