/**
 * Files of the user's own that vidgen obeys (config.json, catalog.json): text of a sensible size that nobody else can change,
 * read without hanging on what is no file; JSON whose mistakes are told by line and column.
 */

import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import { environmentError, usageError, type VidgenError } from '../errors.ts'

/** Larger is not a config file. */
const maxBytes = 1_000_000

const othersWrite = 0o002

/** The text of such a file; undefined where there is none. */
export async function readOwnText(path: string): Promise<string | undefined> {
  let file: FileHandle
  try {
    // Without O_NONBLOCK a FIFO in its place would hang for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(path, (cause as Error).message, cause)
  }
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw unreadable(path, 'it is not a file')
    if (stats.size > maxBytes) throw unreadable(path, `it has ${stats.size} bytes`)
    await refuseOpen(path, stats.mode)
    const bytes = await file.readFile()
    const source = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (source.includes('\0')) throw unreadable(path, 'it holds a NUL character')
    return source
  } catch (cause) {
    if (cause instanceof TypeError) throw unreadable(path, 'it is not UTF-8 text', cause)
    throw cause
  } finally {
    await file.close()
  }
}

/** Whoever can change this file can have the keys sent to a server of theirs. Windows has no such modes. */
async function refuseOpen(path: string, mode: number): Promise<void> {
  if (sep === '\\') return
  const folder = dirname(path)
  const open =
    (mode & othersWrite) !== 0 ? path : ((await stat(folder)).mode & othersWrite) !== 0 ? folder : undefined
  if (open === undefined) return
  throw environmentError(`anyone on this machine can change ${open}`, {
    code: open === path ? 'state.insecure_file' : 'state.insecure_dir',
    hint: `look at what it holds, then run: chmod ${open === path ? 600 : 700} ${open}`,
  })
}

export function parseOwnJson(source: string, path: string): unknown {
  try {
    return JSON.parse(source)
  } catch (cause) {
    throw unreadable(path, describeJsonError(source, (cause as Error).message), cause)
  }
}

/** Node names a position, or only the text around it; people want a line and a column. */
function describeJsonError(source: string, message: string): string {
  const position = /position (\d+)/.exec(message)
  const near = /"((?:[^"\\]|\\.)*)" is not valid JSON$/.exec(message)?.[1]
  const at = position
    ? Number(position[1])
    : near === undefined
      ? source.length
      : Math.max(0, source.indexOf(near.replace(/^\.\.\.|\.\.\.$/g, '')))
  const before = source.slice(0, at).split('\n')
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${message.replace(/ in JSON at position.*$| \(line.*$/, '').replace(/, \.*".*$/s, '')}`
}

const unreadable = (path: string, why: string, cause?: unknown): VidgenError =>
  usageError(`cannot read ${path}: ${why}`, {
    code: 'config.unreadable',
    hint: 'mend the file, or move it away to go on without it',
    cause,
  })
