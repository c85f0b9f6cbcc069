/** Texts from files and stdin: UTF-8, of a sensible size, or a clear error. */

import { constants, openSync } from 'node:fs'
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
    const found = await stat(absolute)
    if (found.isFIFO()) return decodeText(await readPipe(app, absolute, `${flag} ${path}`), path)
    if (!found.isFile()) throw usageError(`${flag} ${path} is not a file`)
    if (found.size > maxTextBytes)
      throw usageError(`${flag} ${path} has ${found.size} bytes; at most ${maxTextBytes} are read`)
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

/**
 * `--script <(command)` is a pipe. Opening one waits for its writer in a thread that neither a signal nor the end of the
 * program can stop; a socket over a descriptor that does not block waits where Ctrl-C reaches it.
 */
async function readPipe(app: App, path: string, what: string): Promise<Buffer> {
  const { Socket } = await import('node:net')
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  return readAll(new Socket({ fd, readable: true, writable: false, signal: app.signal }), what).catch(
    (error) => {
      app.signal.throwIfAborted()
      throw error
    },
  )
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
export const readStdin = (app: App): Promise<Buffer> => readAll(app.stdin, 'stdin')

async function readAll(stream: AsyncIterable<Buffer | string>, what: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk))
    bytes += chunk.length
    if (bytes > maxTextBytes)
      throw usageError(`${what} has more than ${maxTextBytes} bytes, which is no text for this`)
  }
  return Buffer.concat(chunks)
}
