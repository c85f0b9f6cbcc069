/** Runs a command in this process with real parts and captured streams: quicker than the built program, and on a day of one's choice. */

import { Readable } from 'node:stream'
import { runCli } from '../../src/cli.ts'
import { systemClock } from '../../src/clock.ts'
import { temporaryFolder } from './run.ts'

export interface CliOptions {
  home?: string
  stdin?: string
  env?: Record<string, string>
  now?: string
}

export async function cli(
  args: readonly string[],
  { home = temporaryFolder(), stdin = '', env = {}, now = '2026-11-22T12:00:00Z' }: CliOptions = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const out: string[] = []
  const talk: string[] = []
  const code = await runCli([...args], {
    env: { VIDGEN_HOME: home, PATH: '/nowhere', ...env },
    cwd: home,
    platform: process.platform,
    nodeVersion: process.version,
    homedir: home,
    pid: process.pid,
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => talk.push(text) },
    signal: new AbortController().signal,
    clock: { ...systemClock, now: () => new Date(now) },
    randomBytes: (size) => Buffer.alloc(size, 7),
  })
  return { code, stdout: out.join(''), stderr: talk.join('') }
}
