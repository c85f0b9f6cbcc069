/** What commander complains about, as our own usage error with the nearest word. */

import type { Command, CommanderError } from 'commander'
import { VidgenError } from './errors.ts'
import { nearest } from './nearest.ts'

export function fromCommander(error: CommanderError, program: Command, argv: readonly string[]): VidgenError {
  const message = error.message.replace(/^error: /, '').replace(/\n[\s\S]*$/, '')
  if (error.code === 'commander.help')
    return new VidgenError('usage', 'a command is needed', { hint: 'run `vidgen --help`' })
  const option = /unknown option '([^'=]+)/.exec(message)?.[1]
  const stray = option === undefined ? strayWord(program, argv) : undefined
  const suggestion =
    option === undefined ? stray && nearest(stray.word, stray.known) : nearest(option, optionNames(program))
  return new VidgenError('usage', stray?.word ? `unknown command '${stray.word}'` : message, {
    hint: suggestion ? `did you mean \`${suggestion}\`?` : 'run the command with --help',
  })
}

/** The first word that stands where a command should and is none; commands that do nothing but group others make it so. */
function strayWord(
  program: Command,
  argv: readonly string[],
): { word: string; known: readonly string[] } | undefined {
  let command = program
  for (const word of argv) {
    if (word.startsWith('-')) continue
    const next = command.commands.find((sub) => sub.name() === word)
    if (!next)
      return command.commands.length > 0
        ? { word, known: command.commands.map((sub) => sub.name()) }
        : undefined
    command = next
  }
  return undefined
}

const optionNames = (command: Command): string[] => [
  ...command.options.flatMap((option) => [option.long, option.short].filter((name) => name != null)),
  ...command.commands.flatMap(optionNames),
]
