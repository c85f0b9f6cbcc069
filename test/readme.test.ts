/** The README says what the program does: its tables are made from the command tree and the exit codes, and compared here. */

import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../src/errors.ts'
import { createProgram } from '../src/program.ts'

const path = new URL('../README.md', import.meta.url)

const commandLines = (command: Command, words: string): string[] => {
  const own =
    `${words} ${command.registeredArguments.map((a) => (a.required ? `<${a.name()}>` : `[${a.name()}${a.variadic ? '…' : ''}]`)).join(' ')}`.trim()
  const lines = command.commands.flatMap((sub) =>
    sub.name() === 'help' ? [] : commandLines(sub, `${words} ${sub.name()}`),
  )
  return lines.length > 0 ? lines : [`| \`${own}\` | ${command.summary() || command.description()} |`]
}

const meanings: Record<keyof typeof exitCodes, string> = {
  bug: 'a fault of vidgen itself',
  usage: 'a bad flag, value or prompt; or a question was needed and nobody can answer',
  auth: 'no key, a refused key, or the keychain is locked',
  budget: 'over a budget or `--max-cost`, consent missing, account out of credit; **nothing was submitted**',
  rejected: 'the provider refused or failed the job; the message says why and whether it was charged',
  unavailable: 'network, TLS, 429 or 5xx after safe retries; no job was made',
  pending: 'the wait ended, **the job is alive**; the hint has the resume command',
  environment: 'disk full, folder not writable, ledger locked, damaged or newer, encoder missing',
  unknown: 'the submit may or may not have arrived; it is not repeated, `vidgen jobs reconcile` settles it',
  partial: 'some of several clips failed; the rest are saved',
  cancelled: 'interrupted (143 for SIGTERM); a running job stays alive and its resume command is printed',
}

const sections: Record<string, () => string> = {
  commands: () => {
    const program = createProgram({ stdout: { write: () => true } }, () => async () => {})
    return ['| command | |', '|---|---|', ...commandLines(program, 'vidgen')].join('\n')
  },
  'exit-codes': () =>
    [
      '| code | meaning |',
      '|---|---|',
      '| 0 | done |',
      ...Object.entries(exitCodes).map(
        ([kind, code]) => `| ${code} | ${meanings[kind as keyof typeof exitCodes]} |`,
      ),
    ].join('\n'),
}

describe('README', () => {
  it.each(Object.keys(sections))('has the %s of the program (UPDATE_README=1 writes them)', (name) => {
    const text = readFileSync(path, 'utf8')
    const pattern = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n?<!-- /${name} -->)`)
    expect(text).toMatch(pattern)
    const expected = text.replace(
      pattern,
      (_all, open, close) => `${open}${sections[name]!()}\n${close.trimStart()}`,
    )
    if (process.env.UPDATE_README) writeFileSync(path, expected)
    else expect(text).toBe(expected)
  })

  it('begins with the two commands', () => {
    expect(readFileSync(path, 'utf8')).toContain(
      'npm ci && npx vidgen render "A fox in fresh snow" -o fox.mp4\nnpm test\n',
    )
  })
})
