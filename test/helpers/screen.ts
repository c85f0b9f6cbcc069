/** A real terminal: tmux runs the built program, keys are sent, the screen is read. */

import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { cleanEnvironment, program } from './run.ts'

export interface Screen {
  /** What is on the screen now, trailing blanks cut. */
  text(): string
  /** Waits until the screen shows it, or fails with what it shows instead. */
  shows(pattern: RegExp): Promise<string>
  type(text: string): void
  /** tmux names: Enter, Up, Down, C-c. */
  press(...keys: string[]): void
}

export interface ScreenOptions {
  home: string
  columns?: number
  rows?: number
  env?: Record<string, string | undefined>
}

/** How long a screen may take to come: a loaded two-core machine starts slowly. */
const patienceMs = 20_000

/** Runs `vidgen <args>` in a shell that prints `exit <code>` when it is over. */
export function openScreen(
  args: readonly string[],
  { home, columns = 100, rows = 30, env = {} }: ScreenOptions,
): Screen {
  const session = `vidgen-${randomUUID()}`
  const tmux = (...words: string[]) =>
    execFileSync('tmux', ['-L', session, ...words], {
      encoding: 'utf8',
      cwd: home,
      env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8' },
    })
  const quoted = [process.execPath, program, ...args]
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(' ')
  const variables = Object.entries(cleanEnvironment(home, env))
    .map(([name, value]) => `${name}='${value}'`)
    .join(' ')
  tmux(
    'new-session',
    '-d',
    '-s',
    session,
    '-x',
    String(columns),
    '-y',
    String(rows),
    `env -i TERM=screen ${variables} ${quoted}; echo exit $?; exec cat`,
  )
  onTestFinished(() => void tmux('kill-server'))
  const text = () => tmux('capture-pane', '-p', '-t', session).replace(/\s+$/gm, '')
  return {
    text,
    async shows(pattern) {
      for (const end = performance.now() + patienceMs; performance.now() < end; await delay(50)) {
        const now = text()
        if (pattern.test(now)) return now
      }
      throw new Error(`the screen never showed ${pattern}:\n${text()}`)
    },
    type: (words) => void tmux('send-keys', '-t', session, '-l', words),
    press: (...keys) => void tmux('send-keys', '-t', session, ...keys),
  }
}
