/**
 * A file is whole or absent: bytes go into a part file beside the target, are flushed to the disk, and only then get their
 * name, by a link that can neither overwrite nor leave half a file.
 */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, lstat, open, readdir, rename, unlink } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { environmentError, type VidgenError } from '../errors.ts'
import type { OutputMode } from './output.ts'

export interface Part {
  /** `.name.<job>.<epoch>.part` beside the target, on the same file system. */
  path: string
  /** Creates it, empty, for a download. A video gets the rights the user's umask gives: it is theirs to share. */
  create(): Promise<void>
  /** Flushes it to the disk and hashes what is there. */
  seal(): Promise<{ sha256: string; bytes: number }>
  /** Removes it; nothing happens where it has its name already. */
  discard(): Promise<void>
}

/** Parts of the same job under a lower epoch are leavings of a dead process; a living one's are never touched. */
export async function createPart(
  target: string,
  { jobId, epoch }: { jobId: string; epoch: number },
): Promise<Part> {
  // By characters: half of one would be written as another, and the part not be known again.
  const prefix = `.${[...basename(target)].slice(0, 40).join('')}.${jobId}.`
  await removeOlder(dirname(target), prefix, epoch)
  const path = join(dirname(target), `${prefix}${epoch}.part`)
  return {
    path,
    async create() {
      try {
        await (await open(path, 'wx')).close()
      } catch (cause) {
        throw diskError(cause, path)
      }
    },
    async seal() {
      await syncFile(path)
      return hashFile(path)
    },
    discard: () => unlink(path).catch(() => {}),
  }
}

async function removeOlder(folder: string, prefix: string, epoch: number): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const older = name.startsWith(prefix) && /^(\d+)\.part$/.exec(name.slice(prefix.length))
    if (older && Number(older[1]) <= epoch) await unlink(join(folder, name)).catch(() => {})
  }
}

/**
 * Gives the part its name and tells which: a name that was taken meanwhile moves on to `-2`. A file that is there stays.
 * `ownSha256` is what the part holds when an earlier process of the same job may have died right after publishing: a file that
 * holds the very same is then that one.
 */
export async function publish(
  part: Part,
  target: string,
  mode: OutputMode,
  ownSha256?: string,
): Promise<string> {
  const path =
    mode === 'overwrite' ? await replace(part.path, target) : await claim(part.path, target, ownSha256)
  await syncFolder(dirname(path))
  return path
}

async function replace(partPath: string, target: string): Promise<string> {
  const there = await lstat(target).catch(() => undefined)
  if (there && !there.isFile())
    throw environmentError(`${target} is not a regular file and was left alone`, {
      code: 'output.not_regular',
      hint: 'choose another name with -o',
    })
  try {
    await rename(partPath, target)
  } catch (cause) {
    throw diskError(cause, target)
  }
  return target
}

async function claim(partPath: string, target: string, ownSha256: string | undefined): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? target : numbered(target, number)
    try {
      await linkOrReserve(partPath, path)
      return path
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw diskError(cause, path)
      if (ownSha256 !== undefined && (await holds(path, ownSha256))) return path
    }
  }
}

async function holds(path: string, sha256: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile() && (await hashFile(path)).sha256 === sha256
  } catch {
    // What cannot be read is another's.
    return false
  }
}

/** File systems without hard links (FAT, some network shares, Android): an exclusive empty file holds the name until the rename. */
async function linkOrReserve(partPath: string, path: string): Promise<void> {
  try {
    await link(partPath, path)
  } catch (cause) {
    if (
      !['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(
        (cause as NodeJS.ErrnoException).code ?? '',
      )
    )
      throw cause
    await renameIntoReserved(partPath, path)
    return
  }
  // It has its name: a part that stays behind as well is no failure, and goes when the job is next looked at.
  await unlink(partPath).catch(() => {})
}

async function renameIntoReserved(partPath: string, path: string): Promise<void> {
  const holder = await open(path, 'wx')
  await holder.close()
  try {
    await rename(partPath, path)
  } catch (cause) {
    await unlink(path)
    throw cause
  }
}

const numbered = (target: string, number: number): string => {
  const extension = extname(target)
  return `${target.slice(0, target.length - extension.length)}-${number}${extension}`
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } catch (cause) {
    // After a failed fsync the kernel may have dropped the pages: trying again would call a hole good.
    throw diskError(cause, path)
  } finally {
    await file.close()
  }
}

/** Some file systems cannot flush a folder; the name is there all the same. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

async function hashFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(chunk)
      bytes += chunk.length
    }
  } catch (cause) {
    throw diskError(cause, path, 'read')
  }
  return { sha256: hash.digest('hex'), bytes }
}

function diskError(cause: unknown, path: string, doing: 'written' | 'read' = 'written'): VidgenError {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return environmentError(`the disk is full: ${path} could not be written`, {
      code: 'disk.full',
      hint: 'make room, then go on with it: vidgen jobs',
      cause,
    })
  return environmentError(`${path} could not be ${doing}: ${message}`, {
    code: code === 'EIO' ? 'disk.io' : 'output.not_writable',
    cause,
  })
}
