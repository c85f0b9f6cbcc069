/**
 * `config.json`: read strictly and by hand (a schema library costs more than the whole start). A file that is there and is bad
 * is an error, never a silent default: a misspelt setting must not quietly mean another one.
 */

import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, realpath, rename, stat, unlink } from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import { checkConfig } from './config-shape.ts'
import { environmentError, usageError, VidgenError } from './errors.ts'

export interface ProviderConfig {
  baseUrl?: string
  /** The user's own price of a server that vidgen knows none of. */
  usdPerSecond?: number
}

export interface Config {
  keys?: { prefer?: 'keychain' | 'env' }
  providers?: Readonly<Record<string, ProviderConfig>>
  defaults?: {
    provider?: string
    model?: string
    ratio?: string
    resolution?: string
    duration?: number
    output?: string
    audio?: boolean
  }
}

/** Larger is not a config file. */
const maxBytes = 1_000_000

const othersWrite = 0o002

export async function loadConfig(path: string): Promise<Config> {
  const source = await readConfigFile(path)
  if (source === undefined) return {}
  const value = parseJson(source, path)
  try {
    checkConfig(value, '')
  } catch (error) {
    throw inFile(path, error as VidgenError)
  }
  return value as Config
}

/** Reads, changes and replaces the file in one go; a reader sees the old one or the new one. */
export async function changeConfig(path: string, change: (config: Config) => Config): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((cause) => {
    throw unwritable(path, cause)
  })
  // People keep this file among their dotfiles: a link to it stays one.
  const real = await realpath(path).catch(() => path)
  const temporary = `${real}.new`
  // Exclusive, and made before reading: of two writers at once the second is told, and no change is lost.
  const file = await open(temporary, 'wx', 0o600).catch((cause) => {
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST' ? busy(path, temporary) : unwritable(path, cause)
  })
  try {
    const next = change(await loadConfig(path))
    await file.writeFile(`${JSON.stringify(next, null, 2)}\n`)
    await file.sync()
    await file.close()
    await rename(temporary, real)
  } catch (cause) {
    await unlink(temporary).catch(() => {})
    throw cause instanceof VidgenError ? cause : unwritable(path, cause)
  } finally {
    await file.close()
  }
}

const busy = (path: string, temporary: string): VidgenError =>
  environmentError(`cannot write ${path}: another vidgen is writing it (${temporary})`, {
    code: 'config.busy',
    hint: `if none is running, delete ${temporary}`,
  })

function unwritable(path: string, cause: unknown): VidgenError {
  const { code, message } = cause as NodeJS.ErrnoException
  return environmentError(`cannot write ${path}: ${message}; it is as it was`, {
    code: code === 'ENOSPC' || code === 'EDQUOT' ? 'disk.full' : 'config.unwritable',
    hint: 'check the folder and its free space',
    cause,
  })
}

async function readConfigFile(path: string): Promise<string | undefined> {
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

function parseJson(source: string, path: string): unknown {
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

const inFile = (path: string, error: VidgenError): VidgenError =>
  usageError(`${path}: ${error.message}`, { code: error.code, hint: error.hint })

const unreadable = (path: string, why: string, cause?: unknown): VidgenError =>
  usageError(`cannot read ${path}: ${why}`, {
    code: 'config.unreadable',
    hint: 'mend the file, or move it away to start with the defaults',
    cause,
  })
