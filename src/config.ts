/**
 * `config.json`: read strictly and by hand (a schema library costs more than the whole start). A file that is there and is bad
 * is an error, never a silent default: a misspelt setting must not quietly mean another one.
 */

import { open, realpath, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { checkConfig } from './config-shape.ts'
import { environmentError, usageError, VidgenError } from './errors.ts'
import { makeFolder } from './files/make-folder.ts'
import { parseOwnJson, readOwnText } from './files/own-text.ts'

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

export async function loadConfig(path: string): Promise<Config> {
  const source = await readOwnText(path)
  if (source === undefined) return {}
  const value = parseOwnJson(source, path)
  try {
    checkConfig(value, '')
  } catch (error) {
    throw inFile(path, error as VidgenError)
  }
  return value as Config
}

/** Reads, changes and replaces the file in one go; a reader sees the old one or the new one. */
export async function changeConfig(path: string, change: (config: Config) => Config): Promise<void> {
  try {
    makeFolder(dirname(path), 0o700)
  } catch (cause) {
    throw unwritable(path, cause)
  }
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

const inFile = (path: string, error: VidgenError): VidgenError =>
  usageError(`${path}: ${error.message}`, { code: error.code, hint: error.hint })
