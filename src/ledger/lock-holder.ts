/** Which process keeps the ledger's write lock: Linux tells in /proc/locks, by inode. Elsewhere nobody does. */

import { readFileSync, statSync } from 'node:fs'

/** SQLite's WAL write lock is the byte 120 of the -shm file (wal.c: WAL_WRITE_LOCK, WALINDEX_LOCK_OFFSET). */
const writeLockByte = 120

export function readLockHolder(path: string): number | undefined {
  try {
    const { ino } = statSync(`${path}-shm`)
    return findHolder(readFileSync('/proc/locks', 'utf8'), ino)
  } catch {
    return undefined
  }
}

/** A line: `1: POSIX  ADVISORY  WRITE 7283 fd:00:2147190 120 120`. */
export function findHolder(locks: string, inode: number): number | undefined {
  for (const line of locks.split('\n')) {
    const [, , , mode, pid, file, start, end] = line.trim().split(/\s+/)
    if (mode !== 'WRITE' || file?.split(':')[2] !== String(inode)) continue
    if (Number(start) <= writeLockByte && writeLockByte <= Number(end)) return Number(pid)
  }
  return undefined
}
