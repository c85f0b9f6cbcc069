/**
 * kill -9 at every step of a paid render, for each way a lost answer can be settled (runway: by a person; sora: by a list; heygen:
 * by a replay). Whatever the moment: one charge at most, no job lost, no broken file, and the books balance.
 *
 * Short form: each point once, the providers in turn. VIDGEN_SOAK: every point with every provider, and every system call.
 */

import { describe, expect, it } from 'vitest'
import {
  atCall,
  atLine,
  atServer,
  canTrace,
  expectKilled,
  failingFrom,
  type KillPoint,
} from '../helpers/kills.ts'
import { dialects, expectSquare, type PaidWorld, paidWorld, prompt, readBooks } from '../helpers/paid.ts'

const soak = process.env.VIDGEN_SOAK !== undefined

const command = (dialect: string) => ['render', prompt, '-p', dialect, '-o', 'fox.mp4', '--no-input']

const points: readonly KillPoint[] = [
  atLine('the provider is chosen', /\[PROVIDER:REGISTRY\]/),
  atLine('the budget is asked', /\[BUDGET:CHECK\]/),
  atLine('the hold is taken', /\[LEDGER:MOVE\] reserved/),
  atLine('the story begins', /\[RENDER:REQUEST\]/),
  atLine('about to send', /sending to/),
  atLine('the intent is on disk', /\[LEDGER:MOVE\] submitting/),
  atServer('the POST arrives', 'submit', { kind: 'hang', when: 'before-reading' }),
  atServer('the POST was read', 'submit', { kind: 'hang', when: 'after-reading' }),
  atServer('the job is made and charged', 'submit', { kind: 'hang', when: 'charged' }),
  atServer('half the answer is sent', 'submit', { kind: 'trickle', bytesPerSecond: 200 }),
  atLine('the answer is there', /\[HTTP:SUBMIT\] answered/),
  atLine('the answer is understood', /\[JOB:SUBMIT\] accepted/),
  atLine('the id is on disk', /\[LEDGER:MOVE\] submitted/),
  atLine('the job is received', /\[JOB:RECEIVED\]/),
  atServer('the first poll', 'poll', { kind: 'hang', when: 'after-reading' }),
  atLine('a poll is answered', /\[(RUNWAY:API|SORA|HEYGEN):POLL\]/),
  atLine('the job is done', /\[JOB:POLL\] done/),
  atLine('the money is settled', /\[LEDGER:MOVE\] ready/),
  atLine('the settlement is told', /\[LEDGER:RECORD\] settled/),
  atServer('the download begins', 'content', { kind: 'hang', when: 'after-reading' }),
  atServer('half the file is here', 'content', { kind: 'trickle', bytesPerSecond: 2000 }),
  atLine('the file has arrived', /\[HTTP:DOWNLOAD\]/),
  atLine('the file is published', /\[FILE:PUBLISH\]/),
  atLine('the delivery is on disk', /\[LEDGER:MOVE\] done/),
]

const calls: readonly KillPoint[] = soak
  ? [
      ...each(14, (nth) => atCall('fsync', nth)),
      ...each(26, (nth) => atCall('pwrite64', nth * 5)),
      ...each(4, (nth) => atCall('connect', nth)),
      ...each(5, (nth) => atCall('unlink', nth)),
      ...each(6, (nth) => atCall('ftruncate', nth)),
      atCall('link', 1),
    ]
  : [
      ...[4, 6, 7, 8, 10, 12].map((nth) => atCall('fsync', nth)),
      ...[45, 75, 95, 110].map((nth) => atCall('pwrite64', nth)),
      atCall('connect', 1),
      atCall('link', 1),
      atCall('unlink', 1),
    ]

const fullDisks = (soak ? each(33, (nth) => nth * 4) : [40, 72, 84, 88, 92, 100, 112]).map((nth) =>
  failingFrom('pwrite64', nth, 'ENOSPC'),
)

function each<T>(count: number, make: (nth: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index + 1))
}

/** Goes on as a user would, until nothing is open: resume, and, where nobody but a person can tell, the person's word. */
async function converge(world: PaidWorld, goOn: readonly string[]): Promise<void> {
  const first = await world.vidgen(goOn)
  expect([0, 9], first.stderr).toContain(first.code)
  const { charges } = world.server.truth()
  for (const job of (await readBooks(world)).jobs.filter(({ state }) => state === 'unknown')) {
    expect(world.dialect, 'a replay always tells').not.toBe('heygen')
    if (world.dialect === 'sora') expect(charges, 'the list tells').toBe(0)
    const [made] = world.server.truth().jobs
    const verdict = made ? ['--adopt', made.id] : ['--not-charged']
    const settled = await world.vidgen(['jobs', 'reconcile', job.id, ...verdict])
    expect(settled.code, settled.stderr).toBe(0)
  }
  const last = await world.vidgen(['jobs', 'resume', '--all'])
  expect(last.code, last.stderr).toBe(0)
}

async function expectOnePaidVideo(world: PaidWorld): Promise<void> {
  const { posts, charges } = world.server.truth()
  expect(charges).toBeLessThanOrEqual(1)
  // A replay under the same key is another request and not another charge.
  expect(posts).toBeLessThanOrEqual(world.dialect === 'heygen' ? 2 : 1)
  const { jobs } = await expectSquare(world)
  expect(jobs.map(({ state }) => state)).toEqual(jobs.map(() => (charges === 1 ? 'done' : 'released')))
}

const cases = (list: readonly KillPoint[]) =>
  soak
    ? list.flatMap((point) => dialects.map((dialect) => [point.name, dialect, point] as const))
    : list.map(
        (point, index) => [point.name, dialects[index % 3] as (typeof dialects)[number], point] as const,
      )

describe('killed at', () => {
  it.each(cases(points))('%s, %s', async (name, dialect, point) => {
    const world = await paidWorld(dialect)
    expectKilled(await point.kill(world, command(dialect)))
    // The same command typed again goes on with what was begun, as resume does; at half of the points each.
    const again = name.length % 2 === 0 && !/published|delivery/.test(name)
    await converge(world, again ? command(dialect) : ['jobs', 'resume', '--all'])
    if (world.server.truth().posts > 0) await expectOnePaidVideo(world)
  })
})

describe.skipIf(!canTrace)('killed at the system call', () => {
  it.each(cases(calls))('%s, %s', async (_name, dialect, point) => {
    const world = await paidWorld(dialect)
    await point.kill(world, command(dialect))
    await converge(world, ['jobs', 'resume', '--all'])
    await expectOnePaidVideo(world)
  })
})

describe.skipIf(!canTrace)('a disk that is full', () => {
  it.each(cases(fullDisks))('%s, %s', async (_name, dialect, point) => {
    const world = await paidWorld(dialect)
    const run = await point.kill(world, command(dialect))
    expect([0, 7, 8, 9], run.stderr).toContain(run.code)
    await converge(world, ['jobs', 'resume', '--all'])
    await expectOnePaidVideo(world)
  })
})
