/** What commander complains about, as our own usage error with the nearest word and the help that fits. */

import type { Command, CommanderError } from 'commander'
import { VidgenError } from './errors.ts'
import { nearest } from './nearest.ts'

export function fromCommander(error: CommanderError, program: Command, argv: readonly string[]): VidgenError {
  const message = error.message.replace(/^error: /, '').replace(/\n[\s\S]*$/, '')
  const { command, stray } = walk(program, argv)
  if (error.code === 'commander.help')
    return new VidgenError('usage', 'a command is needed', { hint: `run \`${pathOf(command)} --help\`` })
  const option = /unknown option '([^'=]+)/.exec(message)?.[1]
  if (option === undefined && stray !== undefined) return unknownCommand(command, stray)
  const suggestion = option && nearest(option, optionNames(program, command))
  return new VidgenError('usage', message, {
    hint: suggestion ? `did you mean \`${suggestion}\`?` : `run \`${pathOf(command)} --help\``,
  })
}

/** `-o "$FILE"` with FILE unset: nothing was meant by it, and the default would be a surprise. */
export function refuseEmptyValues(command: Command): void {
  const values = command.optsWithGlobals()
  for (let owner: Command | null = command; owner !== null; owner = owner.parent) {
    for (const option of owner.options) {
      const value: unknown = values[option.attributeName()]
      if (value === '' || (Array.isArray(value) && value.includes('')))
        throw new VidgenError('usage', `${option.long} was given an empty value`, {
          hint: `give it one, or leave it out: \`${pathOf(command)} --help\``,
        })
    }
  }
}

/** `help ledger budget` is `ledger budget --help`; help for a command that is none is an error, not the help of another. */
export function withHelp(program: Command, argv: readonly string[]): readonly string[] {
  const given = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv
  if (given.includes('--help') || given.includes('-h')) {
    const { command, stray } = walk(program, given)
    if (stray !== undefined && stray !== 'help') throw unknownCommand(command, stray)
  }
  return given
}

function unknownCommand(command: Command, word: string): VidgenError {
  const known = command.commands.map((sub) => sub.name())
  const suggestion = nearest(word, known)
  return new VidgenError('usage', `unknown command '${word}'`, {
    hint: suggestion ? `did you mean \`${suggestion}\`?` : `run \`${pathOf(command)} --help\``,
  })
}

/** The command that the words lead to, and the first word that stands where a command should and is none. */
function walk(program: Command, argv: readonly string[]): { command: Command; stray?: string } {
  let command = program
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at]!
    if (word === '--') break
    if (word.startsWith('-')) {
      if (takesValue(program, command, word)) at += 1
      continue
    }
    const next = command.commands.find((sub) => sub.name() === word)
    if (!next) return command.commands.length > 0 ? { command, stray: word } : { command }
    command = next
  }
  return { command }
}

const takesValue = (program: Command, command: Command, word: string): boolean =>
  [...program.options, ...command.options].some(
    (option) => (option.long === word || option.short === word) && option.required,
  )

const optionNames = (program: Command, command: Command): string[] =>
  [...program.options, ...command.options].flatMap((option) =>
    [option.long, option.short].filter((name) => name != null),
  )

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}
