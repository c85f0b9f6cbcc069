/**
 * Many processes at once on one ledger and one budget, killed at random, against a server that loses answers at random. Then
 * everything is resumed, and a person settles what only a person can. Not one cent over the cap, no job lost, none paid twice.
 *
 * Short form: 30 processes. VIDGEN_SOAK: 200. VIDGEN_SEED repeats a run.
 */

import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Misbehaviour } from '../helpers/fault-server/faults.ts'
import {
  expectSquare,
  type PaidWorld,
  paidWorld,
  priceMicros,
  readBooks,
  serverIdOf,
} from '../helpers/paid.ts'

const processes = process.env.VIDGEN_SOAK === undefined ? 30 : 200
const atOnce = 6
const capJobs = Math.floor(processes / 3)

/** mulberry32: a run can be repeated from its seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const lost: readonly Misbehaviour[] = [
  { kind: 'reset', when: 'charged' },
  { kind: 'reset', when: 'before-reading' },
  { kind: 'answer', status: 504, body: '', charged: true },
  { kind: 'cut', bytes: 10, how: 'reset' },
]

it.each(['runway', 'heygen', 'sora'] as const)(
  '%s: racing processes, killed at random, keep every promise',
  async (dialect) => {
    const seed = Number(process.env.VIDGEN_SEED ?? Date.now() % 1e9)
    const random = randomFrom(seed)
    const world = await paidWorld(dialect)
    const capMicros = capJobs * priceMicros[dialect]
    await world.vidgen([
      'ledger',
      'budget',
      'set',
      '--monthly',
      String(capMicros / 1e6),
      '--daily-renders',
      'none',
    ])
    let killed = 0
    let begun = 0
    const one = async (): Promise<void> => {
      while (begun < processes) {
        begun += 1
        const number = begun
        if (random() < 0.2)
          world.server.fail({ on: 'submit', do: lost[Math.floor(random() * lost.length)] as Misbehaviour })
        // Some take the prompt of another, some resume what they find.
        const args =
          random() < 0.2
            ? ['jobs', 'resume', '--all']
            : ['render', `clip ${random() < 0.2 ? number - 1 : number}`, '-p', dialect]
        const lifeMs = random() < 0.5 ? 150 + random() * 900 : undefined
        const { signal, code, stderr } = await world.vidgen(args, {
          started(child) {
            if (lifeMs !== undefined) systemClock.sleep(lifeMs).then(() => child.kill('SIGKILL'))
          },
        })
        if (signal === 'SIGKILL') killed += 1
        else expect([0, 4, 7, 9, 10], `seed ${seed}: ${args.join(' ')}: ${stderr}`).toContain(code)
        const { budget } = await readBooks(world)
        expect(budget.month.spentMicros + budget.month.heldMicros, `seed ${seed}`).toBeLessThanOrEqual(
          capMicros,
        )
      }
    }
    await Promise.all(Array.from({ length: atOnce }, one))
    world.server.heal()
    await settleEverything(world)

    expect(killed, 'some were killed').toBeGreaterThan(processes / 10)
    const { jobs } = await expectSquare(world)
    expect(jobs.filter(({ state }) => !['done', 'released', 'rejected'].includes(state))).toEqual([])
    expect(world.server.truth().charges).toBeLessThanOrEqual(capJobs)
  },
  1_200_000,
)

/** As a person would who has the provider's own pages open. */
async function settleEverything(world: PaidWorld): Promise<void> {
  await world.vidgen(['jobs', 'resume', '--all'])
  const { jobs } = await readBooks(world)
  const known = new Set(jobs.map(serverIdOf))
  for (const job of jobs.filter(({ state }) => state === 'unknown')) {
    const made = world.server
      .truth()
      .jobs.find(({ id, body }) => !known.has(id) && Object.values(body).includes(job.prompt))
    if (made) known.add(made.id)
    const verdict = made ? ['--adopt', made.id] : ['--not-charged']
    const { code, stderr } = await world.vidgen(['jobs', 'reconcile', job.id, ...verdict])
    expect(code, stderr).toBe(0)
  }
  const last = await world.vidgen(['jobs', 'resume', '--all'])
  expect(last.code, last.stderr).toBe(0)
}
