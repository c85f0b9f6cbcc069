/**
 * `config.json`: read strictly and by hand (a schema library costs more than the whole start). A file that is there and is bad
 * is an error, never a silent default: a misspelt setting must not quietly mean another one.
 */

import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { environmentError, usageError, type VidgenError } from './errors.ts'
import { nearest } from './nearest.ts'

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

type Check = (value: unknown, path: string) => void

const text: Check = (value, path) => {
  if (typeof value !== 'string' || value === '') throw bad(path, 'must be a text')
}
const positive: Check = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw bad(path, 'must be a number, zero or more')
}
const truth: Check = (value, path) => {
  if (typeof value !== 'boolean') throw bad(path, 'must be true or false')
}
const oneOf =
  (...choices: readonly string[]): Check =>
  (value, path) => {
    if (!choices.includes(value as string)) throw bad(path, `must be one of: ${choices.join(', ')}`)
  }

/** An object with these keys and no others. */
const shape =
  (keys: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    for (const [key, item] of entriesOf(value, path)) {
      const check = Object.hasOwn(keys, key) ? keys[key] : undefined
      if (!check) throw unknownKey(path, key, Object.keys(keys))
      check(item, join(path, key))
    }
  }

const each =
  (check: Check): Check =>
  (value, path) => {
    for (const [key, item] of entriesOf(value, path)) check(item, join(path, key))
  }

const checkConfig = shape({
  keys: shape({ prefer: oneOf('keychain', 'env') }),
  providers: each(shape({ baseUrl: text, usdPerSecond: positive })),
  defaults: shape({
    provider: text,
    model: text,
    ratio: text,
    resolution: text,
    duration: positive,
    output: text,
    audio: truth,
  }),
})

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
  const next = change(await loadConfig(path))
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.new`
  // Exclusive: of two writers at once the second is told, and nothing is lost.
  const file = await open(temporary, 'wx', 0o600).catch((cause) => {
    throw environmentError(
      `cannot write ${path}: ${cause.code === 'EEXIST' ? `another vidgen is writing it (${temporary})` : cause.message}`,
      {
        cause,
        hint:
          cause.code === 'EEXIST'
            ? `if none is running, delete ${temporary}`
            : 'check the folder and its free space',
      },
    )
  })
  try {
    await file.writeFile(`${JSON.stringify(next, null, 2)}\n`)
    await file.sync()
    await file.close()
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw error
  }
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

function entriesOf(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(path || 'the file', 'must be an object')
  const entries = Object.entries(value)
  const forbidden = entries.find(([key]) => ['__proto__', 'constructor', 'prototype'].includes(key))
  if (forbidden)
    throw usageError(`the key ${join(path, forbidden[0])} is not allowed`, { code: 'input.forbidden_key' })
  return entries
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)

const bad = (path: string, what: string): VidgenError =>
  usageError(`${path} ${what}`, { code: 'config.bad_value' })

function unknownKey(path: string, key: string, known: readonly string[]): VidgenError {
  const suggestion = nearest(key, known)
  return usageError(`unknown key "${join(path, key)}"`, {
    code: 'config.unknown_key',
    hint: suggestion ? `did you mean "${join(path, suggestion)}"?` : `known here: ${known.join(', ')}`,
  })
}

const inFile = (path: string, error: VidgenError): VidgenError =>
  usageError(`${path}: ${error.message}`, { code: error.code, hint: error.hint })

const unreadable = (path: string, why: string, cause?: unknown): VidgenError =>
  usageError(`cannot read ${path}: ${why}`, {
    code: 'config.unreadable',
    hint: 'mend the file, or move it away to start with the defaults',
    cause,
  })
