/** The only file that touches `process`: builds the world the program runs in, turns signals into an abort, ends with its code. */

import { homedir } from 'node:os'
import { runCli } from './cli.ts'
import { systemClock } from './clock.ts'
import { VidgenError } from './errors.ts'

/** What a shell reports for each signal: 128 + its number. */
const signalExitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

const controller = new AbortController()

for (const [name, exitCode] of Object.entries(signalExitCodes)) {
  process.on(name, () => {
    // A second signal means "now": whatever is on disk is enough to go on from.
    if (controller.signal.aborted) process.exit(exitCode)
    controller.abort(new VidgenError('cancelled', `stopped by ${name}`, { exitCode }))
  })
}

/** What was asked for and could not be written: a full disk under `> renders.csv` must not look like success. */
let lost: NodeJS.ErrnoException | undefined

// A reader that went away (`| head -1`) must not kill a paid job: what cannot be written is dropped, the work goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') lost ??= error
})

/** Made when somebody talks: a silent command does without. */
let talk: NodeJS.WriteStream | undefined
function stderr(): NodeJS.WriteStream {
  talk ??= process.stderr.on('error', () => {})
  return talk
}

async function main(): Promise<void> {
  const exitCode = await runCli(process.argv.slice(2), {
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    nodeVersion: process.version,
    homedir: homedir(),
    pid: process.pid,
    // Made when somebody reads it: `--help` does not.
    get stdin() {
      return process.stdin
    },
    stdout: process.stdout,
    get stderr() {
      return stderr()
    },
    signal: controller.signal,
    clock: systemClock,
    // The global one is loaded at its first use; importing node:crypto costs every start 3 ms.
    randomBytes: (size) => Buffer.from(crypto.getRandomValues(new Uint8Array(size))),
  })

  // Pipes are written asynchronously on some platforms; leave only when both are flushed, and do not wait for idle sockets.
  await Promise.all(
    [process.stdout, ...(talk ? [talk] : [])].map(
      (stream) => new Promise<void>((done) => stream.write('', () => done())),
    ),
  )
  // Kept to plain text and this file: every other way out ends in runCli, which cannot see what the streams met afterwards.
  if (exitCode === 0 && lost !== undefined) {
    const message = `the result could not be written to stdout: ${lost.code}`
    const hint = 'make room and run it again; what was rendered is kept: vidgen jobs'
    const error = { kind: 'environment', message, hint, exitCode: 8 }
    stderr().write(
      process.argv.includes('--json')
        ? `${JSON.stringify({ error })}\n`
        : `error: ${message}\nhint: ${hint}\n`,
      () => process.exit(8),
    )
  } else process.exit(exitCode)
}

void main()
