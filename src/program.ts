/** The command tree: every command registered on one program. Help, completion, the README and its test all read this one. */

import { Command } from 'commander'
import type { World } from './app.ts'
import type { WithApp } from './cli.ts'
import { registerCompletion } from './commands/completion.ts'
import { registerConnect } from './commands/connect.ts'
import { registerDisconnect } from './commands/disconnect.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerJobs } from './commands/jobs.ts'
import { registerLedger } from './commands/ledger.ts'
import { registerProviders } from './commands/providers.ts'
import { registerRecommend } from './commands/recommend.ts'
import { registerRender } from './commands/render.ts'
import { registerTemplates } from './commands/templates.ts'
import { registerTest } from './commands/test.ts'
import { refuseEmptyValues } from './usage.ts'
import { version } from './version.ts'

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
    .hook('preAction', (_program, command) => refuseEmptyValues(command))
  registerCommands(program, withApp)
  return program
}

function registerCommands(program: Command, withApp: WithApp): void {
  registerRender(program, withApp)
  registerRecommend(program, withApp)
  registerTemplates(program, withApp)
  registerConnect(program, withApp)
  registerDisconnect(program, withApp)
  registerTest(program, withApp)
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
