/** Starts real processes at a ledger: the racer, bundled once per test file. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'

export interface Racers {
  start(path: string, deed: string, amount?: number): ChildProcessWithoutNullStreams
  /** Its whole output, once it has ended. */
  run(path: string, deed: string, amount?: number): Promise<string>
}

export function useRacers(): Racers {
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vidgen-racer-'))
    await build({
      entryPoints: [resolve('test/ledger/racer.ts')],
      outfile: join(folder, 'racer.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      // Native, so it stays where it is: named by its file, for the bundle lies outside of this repository.
      plugins: [
        {
          name: 'native',
          setup: ({ onResolve }) =>
            onResolve({ filter: /^better-sqlite3$/ }, () => ({ path: nativeUrl, external: true })),
        },
      ],
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const start = (path: string, deed: string, amount = 0) =>
    spawn(process.execPath, [join(folder, 'racer.mjs'), path, deed, String(amount)])
  return {
    start,
    run: (path, deed, amount) =>
      new Promise((done, failed) => {
        const child = start(path, deed, amount)
        let output = ''
        child.stdout.on('data', (chunk) => (output += chunk))
        child.stderr.on('data', (chunk) => (output += chunk))
        child.on('error', failed)
        child.on('close', () => done(output.trim()))
      }),
  }
}

const nativeUrl = import.meta.resolve('better-sqlite3')

/** Resolves when the child has said `word`. */
export function hears(child: ChildProcessWithoutNullStreams, word: string): Promise<void> {
  return new Promise((done, failed) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (output.includes(word)) done()
    })
    child.on('close', () => failed(new Error(`ended after: ${output}`)))
  })
}

export function killed(child: ChildProcessWithoutNullStreams): Promise<void> {
  return new Promise((done) => {
    child.on('close', () => done())
    child.kill('SIGKILL')
  })
}
