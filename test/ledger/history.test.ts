/** What the ledger has learnt of each provider. */

import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { makePlace, newJob, type Place, submit } from './helpers.ts'

async function render(
  place: Place,
  ledger: Ledger,
  waitSeconds: number,
  costMicros: number,
  costSource: 'actual' | 'estimate' = 'actual',
) {
  const { lease } = await submit(ledger)
  place.clock.advance(waitSeconds)
  await ledger.ready(lease, { video: 1, costMicros, costSource })
  await ledger.deliver(lease, { path: '/v.mp4', sha256: 'f', bytes: 1, media: { durationSec: 5 } })
}

const failWith = async (ledger: Ledger, code?: string) => {
  const { lease } = await submit(ledger)
  await ledger.fail(lease, { state: 'failed', money: 'release', message: '', charged: false, code })
}

describe('history', () => {
  it('has medians of waits and of what a second costs', async () => {
    const place = makePlace()
    const ledger = await place.open()
    expect(await ledger.history(90)).toEqual([])
    await render(place, ledger, 10, 500_000)
    await render(place, ledger, 30, 250_000)
    await render(place, ledger, 80, 600_000, 'estimate')
    expect(await ledger.history(90)).toEqual([
      { provider: 'runway', runs: 3, ok: 3, medianWaitSeconds: 30, medianCostUsdPerSecond: 0.075 },
    ])
  })

  it('blames a provider for its own failures only', async () => {
    const ledger = await makePlace().open()
    for (const code of [undefined, 'failed', 'provider.vanished']) await failWith(ledger, code)
    for (const code of ['moderated', 'provider.moderated', 'no_credit', 'usage']) await failWith(ledger, code)
    const { lease } = await ledger.reserve(newJob())
    await ledger.intend(lease, { idempotencyKey: 'k' })
    await ledger.reject(lease, { message: 'bad ratio' })
    expect(await ledger.history(90)).toEqual([
      { provider: 'runway', runs: 3, ok: 0, medianWaitSeconds: null, medianCostUsdPerSecond: null },
    ])
  })

  it('forgets what is older, and a wait that somebody interrupted', async () => {
    const place = makePlace()
    const ledger = await place.open()
    await render(place, ledger, 10, 500_000)
    place.clock.advance(91 * 24 * 3600)
    expect(await ledger.history(90)).toEqual([])
    const { id, lease } = await submit(ledger)
    await ledger.yield(lease)
    place.clock.advance(3600)
    const taken = await ledger.takeOver(id)
    await ledger.ready(taken!.lease, { video: 1, costMicros: 1, costSource: 'actual' })
    expect(await ledger.history(90)).toMatchObject([{ runs: 1, ok: 1, medianWaitSeconds: null }])
  })
})
