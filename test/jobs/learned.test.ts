/** What the ledger has seen of a model moves the wait that is foretold and the rank; runs of another model do not. */

import { describe, expect, it } from 'vitest'
import { runwayModels } from '../../src/providers/runway.models.ts'
import { cli } from '../helpers/cli.ts'
import { makeClock, makePlace, newJob, type Place } from '../ledger/helpers.ts'

const env = { RUNWAYML_API_SECRET: `key_${'0'.repeat(128)}` }
const now = '2026-11-25T12:00:00Z'
const published = runwayModels.find(({ id }) => id === 'gen4.5')!.usualWaitSeconds.value

interface Past {
  model?: string
  runs: number
  failed?: number
  waitSeconds: number
  usdPerSecond?: number
}

/** A home whose ledger has finished jobs of 5 s each. */
async function homeWith(...past: Past[]): Promise<string> {
  const place: Place = makePlace(undefined, makeClock('2026-11-20T12:00:00Z'))
  const ledger = await place.open()
  await ledger.setBudget({ monthlyMicros: null, dailyRenders: null })
  for (const { model = 'gen4.5', runs, failed = 0, waitSeconds, usdPerSecond = 0.12 } of past) {
    for (let run = 0; run < runs + failed; run++) {
      const { job, lease } = await ledger.reserve(newJob({ model, holdMicros: 1 }))
      await ledger.intend(lease, { idempotencyKey: job.id })
      await ledger.accept(lease, { providerJobId: job.id, operation: {} })
      place.clock.advance(waitSeconds)
      if (run >= runs) {
        await ledger.fail(lease, { state: 'failed', money: 'release', message: '', charged: false })
        continue
      }
      const costMicros = Math.round(usdPerSecond * 5 * 1e6)
      await ledger.ready(lease, { video: 1, costMicros, costSource: 'actual' })
      const media = { durationSec: 5 }
      await ledger.deliver(lease, { path: '/v.mp4', sha256: 'f', bytes: 1, media })
    }
  }
  await ledger.close()
  return place.folder
}

/** The wait that a too short --timeout is held against. */
async function foretold(home: string): Promise<number> {
  const args = ['render', 'A fox', '-p', 'runway', '--timeout', '1s', '--dry-run', '--json']
  const { stdout } = await cli(args, { home, env, now })
  return Number(/takes about (\d+) s/.exec(JSON.parse(stdout).warnings.join())?.[1])
}

const advice = async (home: string, ...args: string[]) =>
  (await cli(['recommend', 'Drone shot over a fjord', '-d', '5', ...args], { home, env, now })).stdout

describe('the usual wait', () => {
  it('is the published one before the first run, then moves towards the own median', async () => {
    expect(await foretold(await homeWith())).toBe(published)
    const one = await foretold(await homeWith({ runs: 1, waitSeconds: 600 }))
    expect(one).toBe(Math.round((600 + 5 * published) / 6))
    const many = await foretold(await homeWith({ runs: 45, waitSeconds: 600 }))
    expect(many).toBe(Math.round((45 * 600 + 5 * published) / 50))
  })

  it('learns nothing from another model', async () => {
    expect(await foretold(await homeWith({ model: 'veo3.1', runs: 9, waitSeconds: 900 }))).toBe(published)
  })

  it('is not mentioned where one waits long enough, or not at all', async () => {
    const home = await homeWith({ runs: 3, waitSeconds: 60 })
    for (const args of [['--timeout', '10m'], ['--no-wait', '--timeout', '1s'], []]) {
      const { stdout } = await cli(['render', 'A fox', '-p', 'runway', '--dry-run', '--json', ...args], {
        home,
        env,
        now,
      })
      expect(JSON.parse(stdout).warnings).toEqual([])
    }
  })
})

describe('the recommendation', () => {
  it('tells with --explain what was learned, and from how many runs', async () => {
    const text = await advice(await homeWith({ runs: 8, failed: 2, waitSeconds: 40 }), '--explain')
    expect(text).toMatch(/runway: 8 of 10 own runs went well; about \d+ s of waiting, \$0\.60 for this one/)
    expect(await advice(await homeWith(), '--explain')).not.toContain('own runs')
  })

  it('does not hold the price and the wait of one model against another, but its failures', async () => {
    const best = async (home: string) => JSON.parse(await advice(home, '--json')).best
    const fresh = await best(await homeWith())
    const dear = await best(await homeWith({ model: 'veo3.1', runs: 9, waitSeconds: 900, usdPerSecond: 0.4 }))
    expect(dear.terms.cost).toEqual(fresh.terms.cost)
    expect(dear.terms.latency).toEqual(fresh.terms.latency)
    expect(dear.terms.history.u).toBeGreaterThan(fresh.terms.history.u)
    const bad = await best(await homeWith({ model: 'veo3.1', runs: 0, failed: 9, waitSeconds: 9 }))
    expect(bad.terms.history.u).toBeLessThan(fresh.terms.history.u)
  })
})
