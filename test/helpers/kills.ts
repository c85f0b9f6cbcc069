/** Where a run is killed: at a line of its log, while the server has a request in hand, or at a system call. */

import { existsSync } from 'node:fs'
import { expect } from 'vitest'
import type { Misbehaviour, Operation } from './fault-server/faults.ts'
import { type PaidWorld, until } from './paid.ts'
import type { Finished } from './run.ts'

export interface KillPoint {
  name: string
  /** Begins `render` (or whatever `args` say) and kills it at the point; a run that never gets there ends by itself. */
  kill(world: PaidWorld, args: readonly string[]): Promise<Finished>
}

/** Once this line of the `--verbose` log is on stderr. Pipes are written synchronously: little more can have happened. */
export const atLine = (name: string, line: RegExp): KillPoint => ({
  name: `log: ${name}`,
  kill: (world, args) =>
    world.vidgen([...args, '--verbose'], {
      started(child) {
        let seen = ''
        child.stderr?.on('data', (chunk) => {
          seen += chunk
          if (line.test(seen)) child.kill('SIGKILL')
        })
      },
    }),
})

/** While the server, at this moment of this request, says nothing (or little). */
export const atServer = (name: string, on: Operation, how: Misbehaviour): KillPoint => ({
  name: `server: ${name}`,
  async kill(world, args) {
    world.server.fail({ on, do: how })
    const before = world.server.truth().charges
    const isThere = () =>
      world.server.requests.some(({ operation }) => operation === on) &&
      (!('when' in how) || how.when !== 'charged' || world.server.truth().charges > before)
    const killed = await world.vidgen(args, {
      started(child) {
        until(isThere, name).then(() => child.kill('SIGKILL'))
      },
    })
    world.server.heal()
    return killed
  },
})

const strace = '/usr/bin/strace'
export const canTrace = existsSync(strace)

/** Before the nth such call of a thread. */
export const atCall = (call: string, nth: number): KillPoint => ({
  name: `${call} ${nth}`,
  kill: (world, args) => traced(world, args, `${call}:signal=KILL:when=${nth}`),
})

/** From the nth such call of a thread on, the disk is full (or whatever the error says). */
export const failingFrom = (call: string, nth: number, error: string): KillPoint => ({
  name: `${error} from ${call} ${nth}`,
  kill: (world, args) => traced(world, args, `${call}:error=${error}:when=${nth}+`),
})

const traced = (world: PaidWorld, args: readonly string[], inject: string): Promise<Finished> =>
  world.vidgen(args, {
    under: [
      strace,
      '-f',
      '--seccomp-bpf',
      '-o',
      '/dev/null',
      '-e',
      `trace=${inject.split(':')[0]}`,
      '-e',
      `inject=${inject}`,
    ],
  })

export const wasKilled = ({ signal, code }: Finished): boolean => signal === 'SIGKILL' || code === 137

export const expectKilled = (run: Finished): void => expect(wasKilled(run), run.stderr).toBe(true)
