/**
 * A folder with its parents. Not by mkdir's `recursive`: where a parent exists and the folder cannot be made all the same
 * (/proc, some network drives), Node 20 makes the parent again, for ever.
 */

import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

export function makeFolder(folder: string, mode = 0o777): void {
  try {
    makeOne(folder, mode)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error
    makeFolder(dirname(folder), mode)
    makeOne(folder, mode)
  }
}

/** What stands there already may be a file: whoever writes into it next will say so. */
function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
