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
  /** It was published under an earlier epoch, by a process that died before it could say so: nothing is to be fetched. */
  isPublished: boolean
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
  const path = join(dirname(target), `${prefix}${epoch}.part`)
  const isPublished = await takeInOlder(dirname(target), prefix, path)
  return {
    isPublished,
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

/** Removes them, but for one that has its name already: that one becomes the part of this epoch. */
async function takeInOlder(folder: string, prefix: string, path: string): Promise<boolean> {
  const epoch = epochOf(basename(path), prefix) ?? 0
  let isPublished = false
  for (const name of await readdir(folder).catch(() => [])) {
    if ((epochOf(name, prefix) ?? Number.POSITIVE_INFINITY) > epoch) continue
    const older = join(folder, name)
    const links = (await lstat(older).catch(() => undefined))?.nlink ?? 0
    if (links > 1 && !isPublished)
      isPublished = await rename(older, path).then(
        () => true,
        () => false,
      )
    else await unlink(older).catch(() => {})
  }
  return isPublished
}

function epochOf(name: string, prefix: string): number | undefined {
  const digits = name.startsWith(prefix) ? /^(\d+)\.part$/.exec(name.slice(prefix.length))?.[1] : undefined
  return digits === undefined ? undefined : Number(digits)
}

/**
 * Gives the part its name and tells which: a name that was taken meanwhile moves on to `-2`. A file that is there stays. The part
 * stays as well, as a second name of the same file, until `discard`: so a process that dies in between leaves the proof that the
 * file is its own.
 */
export async function publish(part: Part, target: string, mode: OutputMode): Promise<string> {
  const path = mode === 'overwrite' ? await replace(part.path, target) : await claim(part.path, target)
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

async function claim(partPath: string, target: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? target : numbered(target, number)
    try {
      await linkOrReserve(partPath, path)
      return path
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw diskError(cause, path)
      if (await isSameFile(partPath, path)) return path
    }
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([lstat(one), lstat(other)].map((stat) => stat.catch(() => undefined)))
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino
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
  }
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
