/** What a user downloads: what `npm pack` holds, and that nothing else does. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

describe('the package', () => {
  it('holds the program, the library, its texts, and nothing of the workshop', () => {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: root,
        encoding: 'utf8',
      }),
    )
    const files: string[] = packed.files.map(({ path }: { path: string }) => path)
    expect(files.filter((file) => !file.startsWith('dist/')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/package.json',
      'bin/vidgen.js',
      'package.json',
    ])
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/main.cjs',
        'dist/mia/index.js',
        'dist/mia/index.d.ts',
        'dist/template/render-worker.js',
        'dist/keys/keychain-child.js',
      ]),
    )
    expect(files.filter((file) => /\.map$|\.test\.|\.tsx?$/.test(file) && !file.endsWith('.d.ts'))).toEqual(
      [],
    )
    expect(packed.size).toBeLessThan(1_000_000)
  })

  it('can be made again from its lockfile, which names no download host', () => {
    const lock = readFileSync(`${root}/package-lock.json`, 'utf8')
    expect(lock).not.toContain('"resolved"')
    expect(JSON.parse(lock).packages[''].engines.node).toBe('^20.19.0 || >=22.14.0')
  })
})
