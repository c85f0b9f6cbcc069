/** Runs the built program as a user would: a real process, a home of its own, captured streams. */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** A variant of the program may stand in: test/mutants shows with it that these tests notice a broken one. */
export const program =
  process.env.VIDGEN_TEST_PROGRAM ?? fileURLToPath(new URL('../../bin/vidgen.js', import.meta.url))

export interface Finished {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  home: string
  cwd?: string
  env?: Record<string, string | undefined>
  input?: string | Buffer
  /** A command to run the program under, such as strace, with its arguments. */
  under?: readonly string[]
  /** Called with the child once it runs: to send it signals. */
  started?(child: ChildProcess): void
}

/** An empty folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vidgen-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Only what a program needs: no key, no proxy and no CI of the machine leaks into a test, nor ffmpeg on the PATH. */
export function cleanEnvironment(
  home: string,
  extra: Record<string, string | undefined> = {},
): Record<string, string> {
  const env = {
    PATH: process.execPath.replace(/\/[^/]+$/, ''),
    HOME: home,
    VIDGEN_HOME: join(home, 'vidgen'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...extra,
  }
  return Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
}

export function run(args: readonly string[], options: RunOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const [command, ...rest] = [...(options.under ?? []), process.execPath, program, ...args] as [string]
    const child = spawn(command, rest, {
      cwd: options.cwd ?? options.home,
      env: cleanEnvironment(options.home, options.env),
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk) => stdout.push(chunk))
    child.stderr.on('data', (chunk) => stderr.push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    )
    child.stdin.on('error', () => {})
    child.stdin.end(options.input ?? '')
    options.started?.(child)
  })
}
