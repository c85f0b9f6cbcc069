/**
 * The only way out: the result goes to stdout, all talk goes to stderr. Everything is made safe for a terminal and scrubbed of
 * keys here, so that no caller has to remember. Colour and spinners only on a terminal; meaning never hangs on colour.
 */

import { styleText } from 'node:util'
import type { VidgenError } from './errors.ts'
import type { Scrubber } from './scrub.ts'
import { safeText } from './terminal.ts'

/** What the program needs of stdout and stderr. */
export interface Stream {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

export interface OutputOptions {
  stdout: Stream
  stderr: Stream
  env: Readonly<Record<string, string | undefined>>
  json: boolean
  quiet: boolean
  verbose: boolean
  /** `--no-color` */
  noColor: boolean
  /** Takes keys out of talk, and (`exact`) registered ones alone out of results, whose every other byte counts. */
  scrubber: Pick<Scrubber, 'scrub' | 'exact'>
}

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan'

export interface Progress {
  /** On a terminal every text is shown; elsewhere one plain line per change of `state`. */
  update(state: string, text: string): void
  stop(): void
}

export interface Output {
  json: boolean
  /** A person is looking at stdout. */
  stdoutIsTerminal: boolean
  stderrIsTerminal: boolean
  columns: number
  /** Lines of the result, exactly as a script reads them. */
  lines(lines: readonly string[]): void
  /** The one JSON document of `--json`. */
  document(value: unknown): void
  /** A table for people, on stdout. */
  table(head: readonly string[], rows: readonly (readonly string[])[]): Promise<void>
  /** Talk: dropped by `--quiet`. */
  note(text: string): void
  /** Dropped by nothing. */
  warn(text: string): void
  error(error: VidgenError): void
  /** One structured log line, with `--verbose`. */
  logLine(line: string): void
  style(style: Style, text: string): string
  scrub(text: string): string
  progress(): Progress
}

/** Colour rules of no-color.org and force-color.org, then TERM and CI, then the terminal itself. */
function wantsColor(options: OutputOptions): boolean {
  const { env } = options
  if (options.noColor || env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return Boolean(options.stderr.isTTY) && env.TERM !== 'dumb' && !env.CI
}

/** JSON leaves C1 controls, DEL and bidi overrides as they are; a terminal would obey them. */
const hostileInJson = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

const toJson = (value: unknown): string =>
  JSON.stringify(value).replace(hostileInJson, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, json, quiet } = options
  const { scrub, exact } = options.scrubber
  const color = wantsColor(options)
  const style = (format: Style, text: string) => (color ? styleText(format, text) : text)
  const say = (text: string) => stderr.write(`${scrub(text)}\n`)
  const safe = (text: string) => safeText(text, { multiline: true })

  return {
    json,
    stdoutIsTerminal: Boolean(stdout.isTTY),
    stderrIsTerminal: Boolean(stderr.isTTY) && options.env.TERM !== 'dumb' && !options.env.CI,
    columns: stderr.columns ?? 80,
    style,
    scrub,
    lines(lines) {
      // A script needs the bytes of a path as they are; only a terminal has to be protected from them.
      const shown = stdout.isTTY ? lines.map(safe) : lines
      if (shown.length > 0) stdout.write(`${exact(shown.join('\n'))}\n`)
    },
    document(value) {
      stdout.write(`${exact(toJson(value))}\n`)
    },
    async table(head, rows) {
      const { default: Table } = await import('cli-table3')
      const table = new Table({
        head: head.map((cell) => (stdout.isTTY ? style('bold', cell) : cell)),
        chars: borderless,
        style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
      })
      table.push(...rows.map((row) => row.map((cell) => safeText(cell))))
      const text = table.toString().replace(/[^\S\n]+$/gm, '')
      stdout.write(`${scrub(text)}\n`)
    },
    note(text) {
      if (!quiet && !json) say(safe(text))
    },
    warn(text) {
      if (!json) say(`${style('yellow', 'warning:')} ${safe(text)}`)
    },
    error(error) {
      if (json) return void stderr.write(`${scrub(toJson({ error: errorDocument(error) }))}\n`)
      say(`${style('red', 'error:')} ${safe(error.message)}`)
      if (error.hint) say(`${style('cyan', 'hint:')} ${safe(error.hint)}`)
      if (options.verbose && error.kind === 'bug')
        say(safe(String((error.cause as Error | undefined)?.stack ?? error.stack)))
    },
    logLine(line) {
      say(style('dim', safe(line)))
    },
    progress() {
      if (quiet || json) return { update() {}, stop() {} }
      return this.stderrIsTerminal ? spinner(stderr, safe) : plainProgress((text) => say(safe(text)))
    },
  }
}

function errorDocument(error: VidgenError) {
  const { kind, message, hint, exitCode, code, job, provider, charged } = error
  return { kind, message, hint, exitCode, code, job, provider, charged }
}

function plainProgress(say: (text: string) => void): Progress {
  let last: string | undefined
  return {
    update(state, text) {
      if (state !== last) say(text)
      last = state
    },
    stop() {},
  }
}

/** ora costs 47 ms to import, so it comes with the first update and never delays the work. */
function spinner(stderr: Stream, safe: (text: string) => string): Progress {
  let text = ''
  let stopped = false
  let starting = false
  let live: { stop(): void; text: string } | undefined
  const start = async () => {
    const { default: ora } = await import('ora')
    const made = ora({ text, stream: stderr as NodeJS.WriteStream, discardStdin: false })
    live = made
    if (!stopped) made.start()
  }
  return {
    update(_state, next) {
      text = safe(next).replaceAll('\n', ' ')
      if (live) live.text = text
      if (!starting) start()
      starting = true
    },
    stop() {
      stopped = true
      live?.stop()
    },
  }
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
}
