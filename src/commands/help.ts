/** What every command's help ends with: real examples and the exit codes that matter to it. */

import type { Command } from 'commander'

/** The meaning of each exit code in a few words; cli.md has the table. */
const meanings: Readonly<Record<number, string>> = {
  0: 'done',
  2: 'bad flag, value or file',
  3: 'no key, or a refused one',
  4: 'over a budget or no consent; nothing was sent',
  5: 'the provider refused or failed the job',
  6: 'unavailable; no job was made',
  7: 'the job is still running',
  8: 'disk, ledger or encoder',
  9: 'unknown whether it was submitted; never repeated by itself',
  10: 'some clips failed, the rest are saved',
  130: 'cancelled',
}

export function withExamples(
  command: Command,
  examples: readonly string[],
  exitCodes: readonly number[] = [0, 2, 8],
): Command {
  const lines = exitCodes.map((code) => `  ${String(code).padStart(3)}  ${meanings[code]}`)
  return command.addHelpText(
    'after',
    `\nExamples:\n${examples.map((e) => `  $ ${e}`).join('\n')}\n\nExit codes:\n${lines.join('\n')}`,
  )
}
