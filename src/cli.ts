/** runCli(argv, world) → exit code. Declares the commands and holds the one catch; main.ts and every test call it. */

import { Command, CommanderError } from 'commander'
import { type App, createApp, type Globals, outputSettings, type World } from './app.ts'
import { registerCompletion } from './commands/completion.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerJobs } from './commands/jobs.ts'
import { registerLedger } from './commands/ledger.ts'
import { registerProviders } from './commands/providers.ts'
import { registerRender } from './commands/render.ts'
import { registerTemplates } from './commands/templates.ts'
import { VidgenError } from './errors.ts'
import { nearest } from './nearest.ts'
import { createOutput } from './output.ts'
import { createScrubber } from './scrub.ts'
import { version } from './version.ts'

/** Wraps a command's implementation: the App is built when a command runs, never for `--help`. */
export type WithApp = <Arguments extends unknown[]>(
  run: (app: App, ...args: Arguments) => Promise<void>,
) => (...args: Arguments) => Promise<void>

export async function runCli(argv: readonly string[], world: World): Promise<number> {
  // Answered before anything is loaded: scripts ask for it often.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    world.stdout.write(`${version()}\n`)
    return 0
  }
  let app: App | undefined
  const program = createProgram(world, (run) => async (...args) => {
    app = createApp(world, program.opts<Globals>())
    await run(app, ...args)
  })

  try {
    await program.parseAsync(argv, { from: 'user' })
    return 0
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0
    const error = toVidgenError(thrown, program, argv, world.signal)
    const output =
      app?.output ?? createOutput({ ...outputSettings(world, program.opts()), scrubber: createScrubber() })
    output.error(error)
    return error.exitCode
  } finally {
    app?.close()
  }
}

/** The whole command tree; help, completion, the README and its test all read this one. */
export function createProgram(world: Pick<World, 'stdout'>, withApp: WithApp): Command {
  const program = new Command('vidgen')
    .description(
      'Make videos with AI from the command line: your own keys, a budget that holds, and a free renderer built in.',
    )
    .usage('<command> [options]')
    .option('--json', 'print one JSON document on stdout, errors as JSON on stderr')
    .option('-q, --quiet', 'no talk, only results, warnings and errors')
    .option('-v, --verbose', 'structured log lines on stderr')
    .option('--log <file>', 'append the same log as NDJSON to a file')
    .option('--no-input', 'never ask a question')
    .option('--no-color', 'no colour')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      // The one catch prints errors; commander's own text would be a second one.
      writeErr: () => {},
      getOutHelpWidth: () => world.stdout.columns ?? 80,
    })
    .showSuggestionAfterError(false)
    .exitOverride()
  registerCommands(program, withApp)
  return program
}

function registerCommands(program: Command, withApp: WithApp): void {
  registerRender(program, withApp)
  registerTemplates(program, withApp)
  registerProviders(program, withApp)
  registerJobs(program, withApp)
  registerLedger(program, withApp)
  registerDoctor(program, withApp)
  registerCompletion(program, withApp)
  program.addHelpText(
    'after',
    `
Examples:
  $ vidgen render "A fox in fresh snow" -o fox.mp4
  $ file=$(vidgen render "Version 2.4 is out" --ratio 9:16)
  $ vidgen ledger budget

Exit codes:
  0 done · 1 fault of vidgen · 2 usage · 3 key · 4 budget, nothing sent · 5 rejected by the provider · 6 unavailable
  7 still running · 8 disk, ledger or encoder · 9 unknown whether it was submitted · 10 some clips failed · 130 cancelled`,
  )
}

/** Whatever was thrown, as the one error type: commander's complaints are usage, an abort is its reason, the rest is our bug. */
function toVidgenError(
  thrown: unknown,
  program: Command,
  argv: readonly string[],
  signal: AbortSignal,
): VidgenError {
  if (thrown instanceof VidgenError) return thrown
  if (signal.aborted && signal.reason instanceof VidgenError) return signal.reason
  if (thrown instanceof CommanderError) return fromCommander(thrown, program, argv)
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new VidgenError('bug', `a fault of vidgen itself: ${message}`, {
    cause: thrown,
    hint: 'run again with --verbose and report what it prints; `vidgen jobs` shows anything left unfinished',
  })
}

function fromCommander(error: CommanderError, program: Command, argv: readonly string[]): VidgenError {
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
