/** Starts real processes at a vault: vault-child.ts, bundled once per test file. */

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'
import { passphrase } from './vault-helpers.ts'

const nativeUrl = import.meta.resolve('better-sqlite3')

export interface Ended {
  signal: NodeJS.Signals | null
  stdout: string
}

export function useVaultProcesses(): (args: readonly string[], under?: readonly string[]) => Promise<Ended> {
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vidgen-vault-child-'))
    await build({
      entryPoints: [resolve('test/keys/vault-child.ts')],
      outfile: join(folder, 'vault-child.mjs'),
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
  return (args, under = []) =>
    new Promise((done, failed) => {
      const [command, ...rest] = [...under, process.execPath, join(folder, 'vault-child.mjs'), ...args] as [
        string,
      ]
      const child = spawn(command, rest, {
        // A test that waits for ever would hold the whole suite.
        timeout: 30_000,
        killSignal: 'SIGTERM',
        env: { PATH: process.env.PATH, PASSPHRASE: passphrase },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      let stdout = ''
      child.stdout.on('data', (chunk) => (stdout += chunk))
      child.on('error', failed)
      child.on('close', (_code, signal) => done({ signal, stdout }))
    })
}
