/** The built program with a home of its own and a server for all three providers; no key is known yet. */

import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { makeVault, writeVault } from '../keys/vault-helpers.ts'
import type { DialectName } from './fault-server/world.ts'
import { type FaultServer, startFaultServer } from './fault-server.ts'
import { canary } from './http.ts'
import { type Finished, type RunOptions, run, temporaryFolder } from './run.ts'
import { openScreen, type ScreenOptions } from './screen.ts'

export const passphrase = 'correct horse battery staple'

export interface Desk {
  server: FaultServer
  home: string
  vaultFile: string
  env: Record<string, string | undefined>
  vidgen(args: readonly string[], options?: Partial<RunOptions>): Promise<Finished>
  /** `connect <args>` with the key on stdin. */
  connect(args: readonly string[], key?: string): Promise<Finished>
  screen(args: readonly string[], options?: Partial<ScreenOptions>): ReturnType<typeof openScreen>
  /** The keys that arrived, in order. */
  sent(): (string | undefined)[]
}

/** A home and a server for all three; no key is known yet. */
export async function desk(extra: Record<string, string | undefined> = {}): Promise<Desk> {
  const server = await startFaultServer()
  onTestFinished(server.close)
  const home = temporaryFolder()
  const env = {
    RUNWAYML_BASE_URL: server.baseUrl('runway'),
    OPENAI_BASE_URL: server.baseUrl('sora'),
    HEYGEN_API_BASE: server.baseUrl('heygen'),
    VIDGEN_VAULT_PASSPHRASE: passphrase,
    VIDGEN_POLL_INTERVAL: '0.05',
    ...extra,
  }
  const vidgen = (args: readonly string[], options: Partial<RunOptions> = {}) =>
    run(args, { home, ...options, env: { ...env, ...options.env } })
  return {
    server,
    home,
    vaultFile: join(home, 'vidgen', 'vault'),
    env,
    vidgen,
    connect: (args, key = canary) => vidgen(['connect', ...args, '--key-stdin'], { input: `${key}\n` }),
    screen: (args, options = {}) => openScreen(args, { home, ...options, env: { ...env, ...options.env } }),
    sent: () =>
      server.requests.map(
        ({ headers }) => headers['x-api-key'] ?? headers.authorization?.slice('Bearer '.length),
      ),
  }
}

/** With a vault that opens in a tenth of the time; what a new one costs is tried where none was there. */
export async function deskWithVault(extra: Record<string, string | undefined> = {}): Promise<Desk> {
  const made = await desk(extra)
  writeVault(made.vaultFile, makeVault({}, passphrase).bytes)
  return made
}

export const keyVariables: Record<DialectName, string> = {
  runway: 'RUNWAYML_API_SECRET',
  sora: 'OPENAI_API_KEY',
  heygen: 'HEYGEN_API_KEY',
}

export const errorOf = ({ stderr }: Finished) => JSON.parse(stderr).error as Record<string, unknown>
export const rowsOf = ({ stdout }: Finished) => JSON.parse(stdout) as Record<string, unknown>[]
