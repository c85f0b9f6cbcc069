/** How long commands take to start, as a ratio to `node -e 0`, pair by pair in turns; the median of the pairs. Ends with 1 above a limit. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const rounds = 21
const program = resolve('bin/vidgen.js')
const home = mkdtempSync(join(tmpdir(), 'vidgen-bench-'))
const env = { PATH: process.env.PATH ?? '', HOME: home, VIDGEN_HOME: join(home, 'vidgen') }

const commands: readonly { args: readonly string[]; limit: number }[] = [
  { args: ['--version'], limit: 1.4 },
  { args: ['--help'], limit: 1.8 },
  { args: ['ledger', 'summary'], limit: 2.6 },
  { args: ['recommend', 'A slow drone shot over a misty fjord'], limit: 3.0 },
]

function milliseconds(args: readonly string[]): number {
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return performance.now() - started
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

for (const { args, limit } of commands) {
  milliseconds([program, ...args])
  const ratios = Array.from({ length: rounds }, () => {
    const idle = milliseconds(['-e', '0'])
    return milliseconds([program, ...args]) / idle
  })
  const ratio = median(ratios)
  console.log(
    `| \`vidgen ${args[0]}${args[0] === 'ledger' ? ` ${args[1]}` : ''}\` | ${ratio.toFixed(2)} × \`node -e 0\` | ≤ ${limit} |`,
  )
  if (ratio > limit) process.exitCode = 1
}
rmSync(home, { recursive: true, force: true })
