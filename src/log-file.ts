/** The NDJSON file behind `--log`: one line an event, appended in one write each so that processes can share a file. */

import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { usageError } from './errors.ts'

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK = 0 } = constants

/** A pipe that nobody reads would hold the open for ever, deaf to every signal; without blocking it is an error. */
const flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK

export function openLogFile(path: string): { write(line: string): void; close(): void } {
  let descriptor: number
  try {
    descriptor = openSync(path, flags, 0o600)
  } catch (cause) {
    throw usageError(`cannot append to the log file ${path}: ${(cause as Error).message}`, {
      hint: 'give --log a file in a folder you may write to',
      cause,
    })
  }
  return {
    write(line) {
      try {
        writeSync(descriptor, `${line}\n`)
      } catch {
        // A full disk under the log must not stop a paid job; the ledger holds the facts.
      }
    },
    close: () => closeSync(descriptor),
  }
}
