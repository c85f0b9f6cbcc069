/** Texts from files and stdin: UTF-8, of a sensible size, or a clear error. */

import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { App } from '../app.ts'
import { usageError } from '../errors.ts'

/** A prompt, script or data file larger than this is a mistake, not a text. */
const maxTextBytes = 1_000_000

/** The text of a file that a flag names. */
export async function readText(app: App, path: string, flag: string): Promise<string> {
  const absolute = resolve(app.cwd, path)
  try {
    const { size } = await stat(absolute)
    if (size > maxTextBytes)
      throw usageError(`${flag} ${path} has ${size} bytes; at most ${maxTextBytes} are read`)
    return decodeText(await readFile(absolute), path)
  } catch (cause) {
    if (
      cause instanceof Error &&
      'code' in cause &&
      typeof cause.code === 'string' &&
      cause.code.startsWith('E')
    )
      throw usageError(
        `cannot read ${flag} ${path}: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.code}`,
        { cause },
      )
    throw cause
  }
}

/** UTF-8 only: a guess at another encoding would render other words than the user wrote. */
function decodeText(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw usageError(`${what} is not UTF-8 text`, { cause })
  }
}

/** All of stdin, without the newline that a pipe ends with. */
export async function readStdinText(app: App): Promise<string> {
  return decodeText(await readStdin(app), 'stdin').trim()
}

/** All of stdin as it is, unless it never ends. */
export async function readStdin(app: App): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of app.stdin) {
    chunks.push(Buffer.from(chunk))
    bytes += chunk.length
    if (bytes > maxTextBytes)
      throw usageError(`stdin has more than ${maxTextBytes} bytes, which is no text for this`)
  }
  return Buffer.concat(chunks)
}
