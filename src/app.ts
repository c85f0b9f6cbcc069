/** Everything that touches the world, as one plain object. Costly parts are functions, so that `--help` opens nothing. */

import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Http } from './http.ts'
import type { KeyRing } from './keys/store.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Log } from './log.ts'
import type { Output } from './output.ts'
import type { Places } from './places.ts'
import type { Prompt } from './prompt.ts'

export interface App {
  /** The environment variables, read once; nothing else reads `process.env`. */
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  clock: Clock
  log: Log
  output: Output
  /** Questions; undefined where nobody can answer (`--no-input`, CI, no terminal). */
  prompt?: Prompt
  /** Aborts on SIGINT and SIGTERM; the reason is the VidgenError to end with. */
  signal: AbortSignal
  /** Reads stdin to its end. */
  readStdin(): Promise<Uint8Array>
  places: Places
  randomBytes(size: number): Uint8Array
  config(): Promise<Config>
  ledger(): Promise<Ledger>
  keys(): Promise<KeyRing>
  http(): Promise<Http>
}
