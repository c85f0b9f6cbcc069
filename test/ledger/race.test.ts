/** Many processes, one ledger; and processes that die at the worst moment. */

import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { makePlace, newJob } from './helpers.ts'
import { hears, killed, useRacers } from './processes.ts'

const racers = useRacers()
const place = () => {
  const { folder, path, open } = makePlace()
  return { folder, path, open: () => open({ clock: systemClock }) }
}

it('lets exactly as many of 50 processes in as the cap has room for', async () => {
  const { path, open } = place()
  const ledger = await open()
  await ledger.setBudget({ monthlyMicros: 10_000_000, dailyRenders: null })
  const words = await Promise.all(Array.from({ length: 50 }, () => racers.run(path, 'reserve', 430_000)))
  const count = (word: string) => words.filter((said) => said === word).length
  expect({ ok: count('ok'), refused: count('budget.month') }).toEqual({ ok: 23, refused: 27 })
  expect((await ledger.budget()).month).toMatchObject({ heldMicros: 23 * 430_000, freeMicros: 110_000 })
  expect((await ledger.reserve(newJob({ holdMicros: 110_000 }))).job.state).toBe('reserved')
  expect(await ledger.verify()).toMatchObject({ ok: true, entries: 24 })
})

it('makes one ledger of eight first starts at once', async () => {
  const { path, open, folder } = place()
  const words = await Promise.all(Array.from({ length: 8 }, () => racers.run(path, 'reserve', 1)))
  expect(words).toEqual(Array.from({ length: 8 }, () => 'ok'))
  const ledger = await open()
  expect((await ledger.list({})).length).toBe(8)
  expect(await ledger.verify()).toMatchObject({ ok: true, entries: 8 })
  expect(readdirSync(folder).sort()).toEqual(['ledger-id', 'vidgen.db', 'vidgen.db-shm', 'vidgen.db-wal'])
})

describe('a process killed after it said', () => {
  it.each(['reserved', 'submitting', 'submitted', 'ready'])('%s', async (state) => {
    const { path, open } = place()
    const ledger = await open()
    const child = racers.start(path, 'slowly')
    for (const step of ['reserved', 'submitting', 'submitted', 'ready']) {
      await hears(child, step)
      if (step === state) break
      child.stdin.write('on\n')
    }
    const request = { requestSha256: 'same', accountFingerprint: 'abc', outputPath: '/same.mp4' }
    expect(await ledger.takeOver('victim')).toBeUndefined()
    expect(await ledger.interrupted(request)).toBeUndefined()
    await killed(child)
    expect(await ledger.interrupted(request)).toBe('victim')
    expect(await ledger.interrupted({ ...request, outputPath: '/other.mp4' })).toBeUndefined()
    const taken = await ledger.takeOver('victim')
    expect(taken).toMatchObject({ job: { id: 'victim', state }, lease: { epoch: 2 } })
    expect(await ledger.interrupted(request)).toBeUndefined()
    expect((await ledger.budget()).month.heldMicros).toBe(state === 'ready' ? 0 : 600_000)
    expect(await ledger.verify()).toMatchObject({ ok: true })
  })
})

it('keeps the books whole through kills at any moment', async () => {
  const { path, open } = place()
  const ledger = await open()
  await ledger.setBudget({ monthlyMicros: 100_000_000, dailyRenders: null })
  for (let round = 0; round < 6; round++) {
    const children = [racers.start(path, 'endlessly', 10_000), racers.start(path, 'endlessly', 10_000)]
    await Promise.all(children.map((child) => hears(child, 'step\n'.repeat(5 + 7 * round))))
    await Promise.all(children.map(killed))
  }
  expect(await ledger.verify()).toMatchObject({ ok: true, problems: [] })
  const open1 = await ledger.unfinished()
  expect(open1.length).toBeLessThanOrEqual(12)
  const held = open1.filter(({ state }) => state !== 'ready').length * 10_000
  expect((await ledger.budget()).month.heldMicros).toBe(held)
  for (const job of open1) expect((await ledger.takeOver(job.id))?.lease.epoch).toBe(2)
})

it('lets one of four have an abandoned job', async () => {
  const { open } = place()
  const ledger = await open()
  const { job, lease } = await ledger.reserve(newJob())
  await ledger.yield(lease)
  const takers = await Promise.all(Array.from({ length: 4 }, open))
  const taken = await Promise.all(takers.map((taker) => taker.takeOver(job.id)))
  expect(taken.filter((one) => one !== undefined).length).toBe(1)
})
