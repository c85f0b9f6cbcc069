/** Reads a file that a request was made with; one that is gone or was changed since would make another clip. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { environmentError } from '../errors.ts'

/** `what`: "the picture", "the font". */
export async function readUnchanged(what: string, path: string, sha256: string | undefined): Promise<Buffer> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw environmentError(
      `cannot read ${what} ${path}: ${cause.code === 'ENOENT' ? 'it is gone' : cause.code}`,
      {
        code: 'template.file_gone',
        hint: 'put it back, then give the command again',
        cause,
      },
    )
  })
  if (sha256 !== undefined && createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw environmentError(`${what} ${path} was changed since the render was asked for`, {
      code: 'template.file_changed',
      hint: 'give the command again to render with the new one',
    })
  }
  return bytes
}
