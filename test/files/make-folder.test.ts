import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../../src/files/make-folder.ts'
import { temporaryFolder } from '../helpers/run.ts'

describe('makeFolder', () => {
  it('makes every missing parent with the mode, and leaves what is there', () => {
    const home = temporaryFolder()
    mkdirSync(join(home, 'there'), { mode: 0o755 })
    makeFolder(join(home, 'there', 'a', 'b'), 0o700)
    makeFolder(join(home, 'there', 'a', 'b'), 0o700)
    const modes = ['there', 'there/a', 'there/a/b'].map((path) => statSync(join(home, path)).mode & 0o777)
    expect(modes).toEqual([0o755, 0o700, 0o700])
  })

  it('ends where no folder can be made', () => {
    expect(() => makeFolder('/proc/nowhere/deep/down')).toThrow(/ENOENT/)
    const home = temporaryFolder()
    writeFileSync(join(home, 'file'), '')
    expect(() => makeFolder(join(home, 'file', 'a'))).toThrow(/ENOTDIR/)
  })
})
