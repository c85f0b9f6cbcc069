/** Appends to a part file that exists already; what is not a fault of the network is a fault of the disk, and is named so. */

import { open } from 'node:fs/promises'
import { environmentError } from '../errors.ts'

export interface DownloadSink {
  /** Strictly appended. */
  write(chunks: readonly Uint8Array[]): Promise<void>
  /** Empty again: the download starts over. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** Opens without creating: the part file's name, mode and life belong to its maker. */
export async function openFileSink(path: string): Promise<DownloadSink> {
  const handle = await open(path, 'r+').catch(fail(path))
  let position = 0
  return {
    async write(chunks) {
      let left: readonly Uint8Array[] = chunks
      while (left.length > 0) {
        const { bytesWritten } = await handle.writev(left, position).catch(fail(path))
        position += bytesWritten
        left = rest(left, bytesWritten)
      }
    },
    async reset() {
      const { size } = await handle.stat()
      if (size > 0) await handle.truncate(0).catch(fail(path))
      position = 0
    },
    close: () => handle.close(),
  }
}

/** A write may take less than it was given. */
function rest(chunks: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let skip = written
  for (const [index, chunk] of chunks.entries()) {
    if (skip < chunk.byteLength) return [chunk.subarray(skip), ...chunks.slice(index + 1)]
    skip -= chunk.byteLength
  }
  return []
}

const fail =
  (path: string) =>
  (cause: NodeJS.ErrnoException): never => {
    const full = cause.code === 'ENOSPC' || cause.code === 'EDQUOT'
    throw environmentError(
      full ? `the disk is full: ${path} cannot grow` : `${path} cannot be written (${cause.code})`,
      {
        code: full ? 'disk.full' : 'disk.io',
        hint: full ? 'make room, then run: vidgen jobs resume' : undefined,
        cause,
      },
    )
  }
