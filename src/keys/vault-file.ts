/**
 * The vault on disk: a plain file of one's own that nobody else may open, replaced as a whole, by one process at a time.
 * All synchronous: the lock must never be held across an await (a second store in the same process would wait for ever).
 */

import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { environmentError, VidgenError } from '../errors.ts'
import { makeFolder } from '../files/make-folder.ts'
import { badVault } from './vault-format.ts'

/** Thousands of entries; more is no vault of ours. */
const largestFile = 1_000_000

/** As long as the ledger waits for its lock. */
const lockTimeoutMs = 15_000

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** The bytes, or undefined when there is no vault yet. A link, a stranger's file or an open mode is refused before one byte is read. */
export function readVaultFile(path: string): Buffer | undefined {
  let descriptor: number
  try {
    // Non-blocking, so that a pipe in its place does not hang us.
    descriptor = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    )
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (codeOf(error) === 'ELOOP')
      throw insecure(`${path} is a symbolic link`, `put the real file there, then: chmod 600 ${path}`)
    throw insecure(`the vault cannot be read: ${(error as Error).message}`, `chmod 600 ${path}`)
  }
  try {
    refuseInsecure(path, fstatSync(descriptor))
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function refuseInsecure(path: string, file: Stats): void {
  if (!file.isFile())
    throw insecure(`${path} is not a plain file`, `remove it, then connect again with --store vault`)
  const own = ownUserId()
  if (own !== undefined) {
    if (file.uid !== own)
      throw insecure(
        `${path} belongs to another user (uid ${file.uid})`,
        `chown ${own} ${path} && chmod 600 ${path}`,
      )
    if ((file.mode & 0o077) !== 0) {
      throw insecure(`others may open ${path} (mode ${(file.mode & 0o777).toString(8)})`, `chmod 600 ${path}`)
    }
    if (file.nlink > 1)
      throw insecure(
        `${path} has a second name (hard link)`,
        `cp ${path} ${path}.new && mv ${path}.new ${path} && chmod 600 ${path}`,
      )
  }
  if (file.size > largestFile) throw badVault()
}

const insecure = (message: string, command: string): VidgenError =>
  new VidgenError('auth', `${message}; the vault was not used`, {
    code: 'vault.permissions',
    hint: `run: ${command}`,
  })

/** Undefined on Windows, where files have no such owner. A container's user may have no name, so /proc is asked first. */
function ownUserId(): number | undefined {
  const viaProc = statSync('/proc/self', { throwIfNoEntry: false })?.uid
  if (viaProc !== undefined) return viaProc
  const { uid } = userInfo()
  return uid < 0 ? undefined : uid
}

/** Runs `work` while no other process changes the vault; `replace` swaps the file in one step or leaves the old one whole. */
export async function withVaultLock<T>(
  path: string,
  work: (replace: (bytes: Buffer) => void) => T,
): Promise<T> {
  const { default: Database } = await import('better-sqlite3')
  try {
    prepareFolder(dirname(path))
    // An SQLite file as lock: the system lets go of it when a process dies, however it dies, which a lock file of our own cannot.
    const lockPath = `${path}.lock`
    closeSync(openSync(lockPath, constants.O_CREAT | constants.O_RDWR | (constants.O_NOFOLLOW ?? 0), 0o600))
    const lock = new Database(lockPath, { timeout: lockTimeoutMs })
    try {
      lock.exec('BEGIN EXCLUSIVE')
      return work((bytes) => replaceFile(path, bytes))
    } finally {
      lock.close()
    }
  } catch (error) {
    if (error instanceof VidgenError) throw error
    throw environmentError(
      `the vault could not be written: ${(error as Error).message}; the file is whole, as it was before`,
      {
        code: codeOf(error)?.startsWith('SQLITE_BUSY') ? 'vault.busy' : 'vault.unwritable',
        hint: `check disk space and rights of ${dirname(path)}, then try again`,
        cause: error,
      },
    )
  }
}

function prepareFolder(folder: string): void {
  makeFolder(folder, 0o700)
  if (ownUserId() !== undefined && (statSync(folder).mode & 0o002) !== 0) {
    throw insecure(`anyone on this machine can change the folder ${folder}`, `chmod 700 ${folder}`)
  }
}

/** Only under the lock, so one temporary name is enough and a leftover of a killed process is ours to remove. */
function replaceFile(path: string, bytes: Buffer): void {
  const temporary = `${path}.tmp`
  rmSync(temporary, { force: true })
  const descriptor = openSync(temporary, 'wx', 0o600)
  try {
    // A umask can take rights from 0600 but the owner must keep both.
    fchmodSync(descriptor, 0o600)
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written)
    fsyncSync(descriptor)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
  renameSync(temporary, path)
  syncFolder(dirname(path))
}

/** The new name is on disk only after this. Windows cannot open folders and needs no such step. */
function syncFolder(folder: string): void {
  let descriptor: number
  try {
    descriptor = openSync(folder, 'r')
  } catch (error) {
    if (codeOf(error) === 'EISDIR' || codeOf(error) === 'EPERM') return
    throw error
  }
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
