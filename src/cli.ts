/** runCli(argv, world) → exit code. Holds the one catch; main.ts and every test call it. */

import type { Command, CommanderError } from 'commander'
import { type App, createApp, type Globals, outputSettings, type World } from './app.ts'
import { VidgenError } from './errors.ts'
import { createOutput } from './output.ts'
import { createScrubber } from './scrub.ts'
import { fromCommander, withHelp } from './usage.ts'
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
  const { createProgram } = await import('./program.ts')
  let app: App | undefined
  const program = createProgram(world, (run) => async (...args) => {
    app = createApp(world, program.opts<Globals>())
    await run(app, ...args)
  })

  try {
    await program.parseAsync(withHelp(program, argv), { from: 'user' })
    return 0
  } catch (thrown) {
    if (isCommanderError(thrown) && thrown.exitCode === 0) return 0
    const error = toVidgenError(thrown, program, argv, world.signal)
    const output =
      app?.output ?? createOutput({ ...outputSettings(world, program.opts()), scrubber: createScrubber() })
    output.error(error)
    return error.exitCode
  } finally {
    app?.close()
  }
}

/** By its code: importing the class would load commander for `--version`. */
const isCommanderError = (thrown: unknown): thrown is CommanderError =>
  thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('commander.')

/** Whatever was thrown, as the one error type: commander's complaints are usage, an abort is its reason, the rest is our bug. */
function toVidgenError(
  thrown: unknown,
  program: Command,
  argv: readonly string[],
  signal: AbortSignal,
): VidgenError {
  if (thrown instanceof VidgenError) return thrown
  if (signal.aborted && signal.reason instanceof VidgenError) return signal.reason
  if (isCommanderError(thrown)) return fromCommander(thrown, program, argv)
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new VidgenError('bug', `a fault of vidgen itself: ${message}`, {
    cause: thrown,
    hint: 'run again with --verbose and report what it prints; `vidgen jobs` shows anything left unfinished',
  })
}
