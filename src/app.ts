/** Everything that touches the world, as one plain object. Costly parts are functions, so that `--help` opens nothing. */

import { resolve } from 'node:path'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Http } from './http.ts'
import type { KeyRing } from './keys/store.ts'
import type { Ledger } from './ledger/ledger.ts'
import { createLog, formatLogJson, formatLogLine, type Log, type LogEntry } from './log.ts'
import { openLogFile } from './log-file.ts'
import { createOutput, type Output, type Stream } from './output.ts'
import type { Places } from './places.ts'
import { createPrompt, type Prompt } from './prompt.ts'
import { createScrubber } from './scrub.ts'
import { readTunables, type Tunables } from './tunables.ts'

/** The process, as main.ts (or a test) hands it over. */
export interface World {
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  platform: NodeJS.Platform
  nodeVersion: string
  homedir: string
  pid: number
  stdin: NodeJS.ReadableStream & { isTTY?: boolean }
  stdout: Stream
  stderr: Stream
  /** Aborts on SIGINT, SIGTERM and SIGHUP; the reason is the VidgenError to end with. */
  signal: AbortSignal
  clock: Clock
  randomBytes(size: number): Buffer
}

/** The options every command takes. */
export interface Globals {
  json?: boolean
  quiet?: boolean
  verbose?: boolean
  log?: string
  /** commander's `--no-input` and `--no-color`. */
  input?: boolean
  color?: boolean
}

export interface App extends Omit<World, 'stdout' | 'stderr'> {
  output: Output
  log: Log
  /** Undefined where nobody can answer: `--no-input`, CI, or stdin is not a terminal. */
  prompt?: Prompt
  tunables: Tunables
  /** 0–1, for jitter. */
  random(): number
  places(): Promise<Places>
  config(): Promise<Config>
  ledger(): Promise<Ledger>
  keys(): Promise<KeyRing>
  http(): Promise<Http>
  close(): void
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

export function createApp(world: World, globals: Globals): App {
  const closers: (() => void)[] = []
  const scrubber = createScrubber()
  const output = createOutput({ ...outputSettings(world, globals), scrubber })
  const log = createLog(logSinks(world, globals, output, closers), () => world.clock.now())
  const places = once(async () => (await import('./places.ts')).resolvePlaces(world))
  const config = once(async () => (await import('./config.ts')).loadConfig((await places()).configFile))
  const own: Omit<App, keyof World> = {
    output,
    log,
    // Asked for late, because looking at stdin opens it: 4 ms.
    get prompt() {
      return promptFor(world, globals)
    },
    tunables: readTunables(world.env),
    random: () => world.randomBytes(4).readUInt32BE() / 2 ** 32,
    places,
    config,
    ledger: once(async () => {
      const { openLedger } = await import('./ledger/sqlite.ts')
      const { ledgerFile } = await places()
      const { readIdentity } = await import('./ledger/identity.ts')
      const { clock, randomBytes } = world
      const identity = readIdentity(world.pid, world.platform)
      const ledger = await openLedger({
        path: ledgerFile,
        clock,
        log,
        randomBytes,
        get timeZone() {
          return Intl.DateTimeFormat().resolvedOptions().timeZone
        },
        identity,
      })
      closers.push(() => ledger.close())
      return ledger
    }),
    keys: once(async () => {
      const { openKeyRing } = await import('./keys/open.ts')
      const { providers } = await import('./providers/index.ts')
      const { env, platform, clock, signal, randomBytes } = world
      return openKeyRing({
        env,
        platform,
        clock,
        signal,
        randomBytes,
        vaultFile: (await places()).vaultFile,
        keychainChild: new URL('./keys/keychain-child.js', import.meta.url),
        keychainTimeoutSeconds: app.tunables.keychainTimeoutSeconds,
        prefer: (await config()).keys?.prefer ?? 'keychain',
        providers,
        get askSecret() {
          return app.prompt?.secret
        },
        onSecret: scrubber.add,
      })
    }),
    http: once(async () => {
      const { createHttp } = await import('./http.ts')
      const { env, clock } = world
      const { submitTimeoutSeconds, stallTimeoutSeconds } = app.tunables
      return createHttp({
        env,
        clock,
        log,
        random: app.random,
        scrub: scrubber.scrub,
        submitTimeoutSeconds,
        stallTimeoutSeconds,
      })
    }),
    close() {
      for (const close of closers.splice(0).reverse()) close()
    },
  }
  // Inherited, not copied: a copy would open stdin as well.
  const app: App = Object.setPrototypeOf(own, world)
  return app
}

export const outputSettings = (world: World, globals: Globals) => ({
  stdout: world.stdout,
  stderr: world.stderr,
  env: world.env,
  json: globals.json ?? false,
  quiet: globals.quiet ?? false,
  verbose: globals.verbose ?? false,
  noColor: globals.color === false,
})

/** Nobody can answer where stdin is no terminal, in CI, or where the user said so. */
function promptFor(world: World, globals: Globals): Prompt | undefined {
  if (globals.input === false || world.env.CI || !world.stdin.isTTY || globals.json) return undefined
  return createPrompt({
    input: world.stdin,
    output: world.stderr as NodeJS.WritableStream,
    signal: world.signal,
  })
}

function logSinks(
  world: World,
  globals: Globals,
  output: Output,
  closers: (() => void)[],
): ((entry: LogEntry) => void)[] {
  const sinks: ((entry: LogEntry) => void)[] = []
  if (globals.verbose) sinks.push((entry) => output.logLine(formatLogLine(entry)))
  if (globals.log !== undefined) {
    const file = openLogFile(resolve(world.cwd, globals.log))
    closers.push(file.close)
    sinks.push((entry) => file.write(output.scrub(formatLogJson(entry))))
  }
  return sinks
}
