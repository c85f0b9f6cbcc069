/** The only file that touches `process`: builds the world the program runs in, turns signals into an abort, ends with its code. */

import { randomBytes } from 'node:crypto'
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

// A reader that went away (`| head -1`) must not kill a paid job: what cannot be written is dropped, the work goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

/** A full disk under `> renders.csv` is another matter: the work is done, but what was asked for is lost, and that is said. */
let lost: NodeJS.ErrnoException | undefined
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') lost ??= error
})

const exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  platform: process.platform,
  nodeVersion: process.version,
  homedir: homedir(),
  pid: process.pid,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: controller.signal,
  clock: systemClock,
  randomBytes: (size) => randomBytes(size),
})

// Pipes are written asynchronously on some platforms; leave only when both are flushed, and do not wait for idle sockets.
await Promise.all(
  [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((done) => stream.write('', () => done())),
  ),
)
// Kept to plain text and this file: every other way out ends in runCli, which cannot see what the streams met afterwards.
if (exitCode === 0 && lost !== undefined) {
  const message = `the result could not be written to stdout: ${lost.code}`
  const hint = 'make room and run it again; what was rendered is kept: vidgen jobs'
  const error = { kind: 'environment', message, hint, exitCode: 8 }
  process.stderr.write(
    process.argv.includes('--json') ? `${JSON.stringify({ error })}\n` : `error: ${message}\nhint: ${hint}\n`,
    () => process.exit(8),
  )
} else process.exit(exitCode)
