/** The contract of the ledger, on real files. */

import { statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Lease, Ledger } from '../../src/ledger/ledger.ts'
import { faultOf, finish, makePlace, newJob, submit } from './helpers.ts'

const kindsOf = async (ledger: Ledger, job: string) => {
  const found: string[] = []
  for await (const entry of ledger.entries())
    if (entry.job === job) found.push(`${entry.kind} ${entry.debit}<${entry.credit} ${entry.micros}`)
  return found
}

const sound = async (ledger: Ledger) =>
  expect(await ledger.verify()).toMatchObject({ ok: true, problems: [] })

describe('a render from reservation to file', () => {
  it('holds, settles at ready and gives the rest back', async () => {
    const ledger = await makePlace().open()
    const { job, lease } = await ledger.reserve(newJob({ id: 'a1' }))
    expect(job).toMatchObject({
      state: 'reserved',
      dayKey: '2026-11-25',
      monthKey: '2026-11',
      disputed: false,
    })
    expect(job).not.toHaveProperty('costMicros')
    expect(await ledger.intend(lease, { idempotencyKey: 'k' })).toMatchObject({
      state: 'submitting',
      idempotencyKey: 'k',
    })
    await ledger.accept(lease, { providerJobId: 'task', operation: { deep: [1, null] } })
    expect((await ledger.budget()).month).toMatchObject({ heldMicros: 600_000, spentMicros: 0 })
    await ledger.ready(lease, {
      video: 'url',
      costMicros: 500_000,
      costSource: 'actual',
      expiresAt: '2026-11-26T00:00:00.000Z',
    })
    expect((await ledger.budget()).month).toMatchObject({
      heldMicros: 0,
      spentMicros: 500_000,
      freeMicros: 24_500_000,
    })
    await ledger.fence(lease)
    const done = await ledger.deliver(lease, {
      path: '/v.mp4',
      sha256: 'f',
      bytes: 3,
      media: { durationSec: 5 },
    })
    expect(done).toMatchObject({
      state: 'done',
      costMicros: 500_000,
      costSource: 'actual',
      operation: { deep: [1, null] },
      waitMs: 0,
      bytes: 3,
    })
    expect(await kindsOf(ledger, 'a1')).toEqual([
      'hold held<available 600000',
      'settle provider:runway<held 500000',
      'release available<held 100000',
    ])
    await sound(ledger)
  })

  it('adjusts for a cost above the hold and blocks the next', async () => {
    const ledger = await makePlace().open()
    await ledger.setBudget({ monthlyMicros: 1_000_000 })
    const { id, lease } = await submit(ledger)
    await ledger.ready(lease, { video: null, costMicros: 1_500_000, costSource: 'actual' })
    expect((await kindsOf(ledger, id)).slice(1)).toEqual([
      'settle provider:runway<held 600000',
      'adjust provider:runway<available 900000',
    ])
    expect((await ledger.budget()).month).toMatchObject({ spentMicros: 1_500_000, freeMicros: 0 })
    expect((await faultOf(ledger.reserve(newJob({ holdMicros: 1 })))).code).toBe('budget.month')
    await sound(ledger)
  })

  it('records a free render and counts it to no budget', async () => {
    const ledger = await makePlace().open()
    await ledger.setBudget({ monthlyMicros: 0, dailyRenders: 0 })
    const done = await finish(ledger, 0, { paid: false, holdMicros: 0, provider: 'template', model: 'card' })
    expect(await kindsOf(ledger, done.id)).toEqual([
      'hold held<available 0',
      'settle provider:template<held 0',
    ])
    expect((await ledger.budget()).day).toMatchObject({ used: 0 })
    expect(await ledger.summary('model')).toEqual([
      { key: 'template/card', jobs: 1, done: 1, failed: 0, spentMicros: 0, heldMicros: 0 },
    ])
    await sound(ledger)
  })

  it('keeps everything in another process’s sight, with the file private', async () => {
    const place = makePlace()
    const first = await place.open()
    const { id } = await submit(first)
    const second = await place.open()
    expect((await second.find(id)).state).toBe('submitted')
    for (const name of ['vidgen.db', 'vidgen.db-wal', 'vidgen.db-shm', 'ledger-id']) {
      expect(statSync(`${place.folder}/${name}`).mode & 0o777, name).toBe(0o600)
    }
  })
})

describe('what ends without a video', () => {
  const ends: [string, (ledger: Ledger) => Promise<string>, object, object][] = [
    [
      'released',
      async (ledger) => {
        const { job, lease } = await ledger.reserve(newJob())
        await ledger.release(lease, 'no route')
        return job.id
      },
      { state: 'released', costMicros: 0, error: { message: 'no route', charged: false } },
      { spentMicros: 0, used: 0 },
    ],
    [
      'rejected',
      async (ledger) => {
        const { job, lease } = await ledger.reserve(newJob())
        await ledger.intend(lease, { idempotencyKey: job.id })
        await ledger.reject(lease, { message: 'bad ratio', code: 'x' })
        return job.id
      },
      { state: 'rejected', costMicros: 0, error: { code: 'x', charged: false } },
      { spentMicros: 0, used: 0 },
    ],
    [
      'failed, not charged',
      async (ledger) => {
        const { id, lease } = await submit(ledger)
        await ledger.fail(lease, { state: 'failed', money: 'release', message: 'gpu', charged: false })
        return id
      },
      { state: 'failed', costMicros: 0, disputed: false },
      { spentMicros: 0, used: 1 },
    ],
    [
      'failed, perhaps charged',
      async (ledger) => {
        const { id, lease } = await submit(ledger)
        await ledger.fail(lease, {
          state: 'failed',
          money: 'settle',
          disputed: true,
          message: 'gpu',
          charged: 'unknown',
        })
        return id
      },
      { state: 'failed', costMicros: 600_000, costSource: 'estimate', disputed: true },
      { spentMicros: 600_000, used: 1 },
    ],
    [
      'cancelled at a price',
      async (ledger) => {
        const { id, lease } = await submit(ledger)
        await ledger.fail(lease, {
          state: 'cancelled',
          money: 'settle',
          costMicros: 200_000,
          message: 'by you',
          charged: true,
        })
        return id
      },
      { state: 'cancelled', costMicros: 200_000, costSource: 'actual' },
      { spentMicros: 200_000, used: 1 },
    ],
    [
      'expired after it was ready',
      async (ledger) => {
        const { id, lease } = await submit(ledger)
        await ledger.ready(lease, { video: 1, costMicros: 300_000, costSource: 'actual' })
        await ledger.fail(lease, { state: 'expired', money: 'settle', message: 'gone', charged: true })
        return id
      },
      { state: 'expired', costMicros: 300_000, costSource: 'actual' },
      { spentMicros: 300_000, used: 1 },
    ],
    [
      'refunded after it was ready',
      async (ledger) => {
        const { id, lease } = await submit(ledger)
        await ledger.ready(lease, { video: 1, costMicros: 700_000, costSource: 'actual' })
        await ledger.fail(lease, { state: 'expired', money: 'release', message: 'refunded', charged: false })
        return id
      },
      { state: 'expired', costMicros: 0 },
      { spentMicros: 0, used: 1 },
    ],
  ]
  it.each(ends)('%s', async (_name, run, job, budget) => {
    const ledger = await makePlace().open()
    const id = await run(ledger)
    expect(await ledger.find(id)).toMatchObject(job)
    const { month, day } = await ledger.budget()
    expect({ spentMicros: month.spentMicros, used: day.used }).toEqual(budget)
    expect(month.heldMicros).toBe(0)
    await sound(ledger)
  })

  it('ends a free job in the middle of its submit, but never a paid one', async () => {
    const ledger = await makePlace().open()
    const failure = {
      state: 'cancelled',
      money: 'settle',
      costMicros: 0,
      message: 'by you',
      charged: false,
    } as const
    const free = await ledger.reserve(newJob({ paid: false, holdMicros: 0 }))
    await ledger.intend(free.lease, { idempotencyKey: 'a' })
    await ledger.fail(free.lease, failure)
    expect((await ledger.find(free.job.id)).state).toBe('cancelled')
    const paid = await ledger.reserve(newJob())
    await ledger.intend(paid.lease, { idempotencyKey: 'b' })
    expect((await faultOf(ledger.fail(paid.lease, failure))).code).toBe('job.fenced')
    await sound(ledger)
  })

  it('keeps holding while nobody knows', async () => {
    const ledger = await makePlace().open()
    const { job, lease } = await ledger.reserve(newJob())
    await ledger.intend(lease, { idempotencyKey: 'k1' })
    await ledger.park(lease, { message: 'reset', code: 'net' })
    const { month, holding } = await ledger.budget()
    expect(month.heldMicros).toBe(600_000)
    expect(holding).toMatchObject([{ id: job.id, state: 'unknown', provider: 'runway', heldMicros: 600_000 }])
    await ledger.accept(lease, { providerJobId: 'found', operation: {} })
    expect(await ledger.find(job.id)).toMatchObject({ state: 'submitted' })
    expect(await ledger.find(job.id)).not.toHaveProperty('error')
    await sound(ledger)
  })
})

describe('the identical request', () => {
  const parked = async (ledger: Ledger) => {
    const { job, lease } = await ledger.reserve(newJob({ requestSha256: 'same' }))
    await ledger.intend(lease, { idempotencyKey: job.id })
    await ledger.park(lease, { message: 'reset' })
    return job.id
  }

  it('is refused while one is unknown, and named', async () => {
    const ledger = await makePlace().open()
    const id = await parked(ledger)
    const fault = await faultOf(ledger.reserve(newJob({ requestSha256: 'same' })))
    expect(fault).toMatchObject({
      kind: 'unknown',
      exitCode: 9,
      code: 'submit.duplicate_of_unknown',
      job: id,
    })
    expect((await ledger.list({})).length).toBe(1)
  })

  it('passes with another account, when asked for, and when settled', async () => {
    const ledger = await makePlace().open()
    const id = await parked(ledger)
    await ledger.reserve(newJob({ requestSha256: 'same', accountFingerprint: 'other' }))
    await ledger.reserve(newJob({ requestSha256: 'same', evenIfUnknown: true }))
    await ledger.settleUnknown(id, 'not-charged', 'looked')
    expect((await ledger.reserve(newJob({ requestSha256: 'same' }))).job.state).toBe('reserved')
  })

  it('is refused as well while one was left in the middle of a submit', async () => {
    const place = makePlace()
    const ledger = await place.open()
    const { lease } = await ledger.reserve(newJob({ requestSha256: 'same' }))
    await ledger.intend(lease, { idempotencyKey: 'k' })
    expect((await ledger.reserve(newJob({ requestSha256: 'same' }))).job.state).toBe('reserved')
    await ledger.yield(lease)
    expect((await faultOf(ledger.reserve(newJob({ requestSha256: 'same' })))).code).toBe(
      'submit.duplicate_of_unknown',
    )
  })
})

describe('a person’s word', () => {
  const unknown = async (ledger: Ledger) => {
    const { job, lease } = await ledger.reserve(newJob())
    await ledger.intend(lease, { idempotencyKey: job.id })
    await ledger.park(lease, { message: 'reset' })
    return { id: job.id, lease }
  }

  it('charges an unknown job, and fences off whoever was at it', async () => {
    const ledger = await makePlace().open()
    const { id, lease } = await unknown(ledger)
    expect(await ledger.settleUnknown(id, 'charged', 'on the bill')).toMatchObject({
      state: 'failed',
      costMicros: 600_000,
    })
    expect((await faultOf(ledger.accept(lease, { providerJobId: 'late', operation: {} }))).code).toBe(
      'job.fenced',
    )
    await sound(ledger)
  })

  it('releases an unknown job', async () => {
    const ledger = await makePlace().open()
    const { id } = await unknown(ledger)
    expect(await ledger.settleUnknown(id, 'not-charged', 'not there')).toMatchObject({
      state: 'released',
      costMicros: 0,
    })
    expect((await ledger.budget()).day.used).toBe(0)
    await sound(ledger)
  })

  it.each([
    ['charged', 600_000],
    ['not-charged', 0],
  ] as const)('ends a dispute: %s', async (verdict, cost) => {
    const ledger = await makePlace().open()
    const { id, lease } = await submit(ledger)
    await ledger.fail(lease, {
      state: 'failed',
      money: 'settle',
      disputed: true,
      message: '?',
      charged: 'unknown',
    })
    expect(await ledger.settleUnknown(id, verdict, 'bill')).toMatchObject({
      state: 'failed',
      costMicros: cost,
      disputed: false,
    })
    expect((await ledger.budget()).month.spentMicros).toBe(cost)
    expect((await faultOf(ledger.settleUnknown(id, verdict, 'again'))).kind).toBe('usage')
    await sound(ledger)
  })
})

describe('a wrong order', () => {
  it('is an error, and nothing changes', async () => {
    const ledger = await makePlace().open()
    const { job, lease } = await ledger.reserve(newJob())
    const wrong: ((lease: Lease) => Promise<unknown>)[] = [
      (l) => ledger.accept(l, { providerJobId: 'x', operation: {} }),
      (l) => ledger.unsend(l),
      (l) => ledger.park(l, { message: '' }),
      (l) => ledger.ready(l, { video: 1, costMicros: 1, costSource: 'actual' }),
      (l) => ledger.fence(l),
      (l) => ledger.deliver(l, { path: '', sha256: '', bytes: 0, media: {} }),
      (l) => ledger.fail(l, { state: 'failed', money: 'release', message: '', charged: false }),
    ]
    for (const act of wrong)
      expect(await faultOf(act(lease))).toMatchObject({ code: 'job.fenced', exitCode: 8, job: job.id })
    const forged = { ...lease, epoch: 2 }
    expect((await faultOf(ledger.intend(forged, { idempotencyKey: 'k' }))).code).toBe('job.fenced')
    expect((await faultOf(ledger.intend({ ...lease, owner: 'me' }, { idempotencyKey: 'k' }))).code).toBe(
      'job.fenced',
    )
    expect(await ledger.find(job.id)).toEqual(job)
    await sound(ledger)
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e12 + 1, 2 ** 53])(
    'books no cost of %s',
    async (costMicros) => {
      const ledger = await makePlace().open()
      const { id, lease } = await submit(ledger)
      const fault = await faultOf(ledger.ready(lease, { video: 1, costMicros, costSource: 'actual' }))
      expect(fault.code).toBe('ledger.out_of_range')
      expect((await ledger.find(id)).state).toBe('submitted')
      expect((await faultOf(ledger.reserve(newJob({ holdMicros: costMicros })))).code).toBe(
        'ledger.out_of_range',
      )
    },
  )

  it('gives one job at a provider to one job here', async () => {
    const ledger = await makePlace().open()
    const { job, lease } = await ledger.reserve(newJob())
    await ledger.intend(lease, { idempotencyKey: 'a' })
    await ledger.accept(lease, { providerJobId: 'p', operation: {} })
    const second = await ledger.reserve(newJob())
    await ledger.intend(second.lease, { idempotencyKey: 'b' })
    const fault = await faultOf(ledger.accept(second.lease, { providerJobId: 'p', operation: {} }))
    expect(fault.message).toContain(job.id)
    expect(await ledger.knownProviderJobs('runway')).toEqual(['p'])
    expect(await ledger.knownProviderJobs('sora')).toEqual([])
  })
})

describe('looking', () => {
  it('finds by an unambiguous prefix', async () => {
    const ledger = await makePlace().open()
    for (const id of ['ab', 'abc', 'abd', 'x%']) await ledger.reserve(newJob({ id }))
    expect((await ledger.find('abc')).id).toBe('abc')
    expect((await ledger.find('ab')).id).toBe('ab')
    expect((await ledger.find('x')).id).toBe('x%')
    for (const prefix of ['a', 'zz', '%', '']) expect((await faultOf(ledger.find(prefix))).kind).toBe('usage')
  })

  it('lists newest first, by filter', async () => {
    const place = makePlace()
    const ledger = await place.open()
    await finish(ledger, 1, { id: 'old' })
    place.clock.advance(3600)
    await ledger.reserve(newJob({ id: 'mid', provider: 'heygen' }))
    await ledger.reserve(newJob({ id: 'new' }))
    const ids = async (filter: Parameters<Ledger['list']>[0]) =>
      (await ledger.list(filter)).map(({ id }) => id)
    expect(await ids({})).toEqual(['new', 'mid', 'old'])
    expect(await ids({ limit: 2 })).toEqual(['new', 'mid'])
    expect(await ids({ provider: 'runway' })).toEqual(['new', 'old'])
    expect(await ids({ states: ['done'] })).toEqual(['old'])
    expect(await ids({ states: ['done', 'reserved'], since: '2026-11-25T12:30:00.000Z' })).toEqual([
      'new',
      'mid',
    ])
    expect(await ids({ states: [] })).toEqual([])
  })

  it('puts on the board what needs someone first', async () => {
    const ledger = await makePlace().open()
    await finish(ledger, 1, { id: 'done1' })
    const ready = async (id: string, expiresAt?: string) => {
      const { lease } = await submit(ledger, { id })
      await ledger.ready(lease, { video: 1, costMicros: 1, costSource: 'actual', expiresAt })
    }
    await ready('late', '2026-11-27T00:00:00.000Z')
    await ready('soon', '2026-11-26T00:00:00.000Z')
    const { lease } = await ledger.reserve(newJob({ id: 'lost' }))
    await ledger.intend(lease, { idempotencyKey: 'z' })
    await ledger.park(lease, { message: '' })
    await ledger.reserve(newJob({ id: 'fresh' }))
    await finish(ledger, 1, { id: 'done2' })
    const board = async (limit: number) => (await ledger.board(limit)).map(({ id }) => id)
    expect(await board(10)).toEqual(['soon', 'late', 'lost', 'fresh', 'done2', 'done1'])
    expect(await board(5)).toEqual(['soon', 'late', 'lost', 'fresh', 'done2'])
    expect((await ledger.unfinished()).map(({ id }) => id)).toEqual(['late', 'soon', 'lost', 'fresh'])
  })

  it('sums by provider, model, day and month', async () => {
    const place = makePlace()
    const ledger = await place.open()
    await finish(ledger, 500_000)
    await finish(ledger, 100_000, { provider: 'heygen', model: 'video-agent' })
    place.clock.set('2026-12-01T00:00:00.000Z')
    await ledger.reserve(newJob())
    const month = await ledger.summary('month')
    expect(month).toEqual([
      { key: '2026-12', jobs: 1, done: 0, failed: 0, spentMicros: 0, heldMicros: 600_000 },
      { key: '2026-11', jobs: 2, done: 2, failed: 0, spentMicros: 600_000, heldMicros: 0 },
    ])
    expect((await ledger.summary('provider')).map(({ key, spentMicros }) => [key, spentMicros])).toEqual([
      ['runway', 500_000],
      ['heygen', 100_000],
    ])
    expect((await ledger.summary('day')).map(({ key }) => key)).toEqual(['2026-12-01', '2026-11-25'])
    expect((await ledger.summary('model')).map(({ key }) => key)).toEqual([
      'runway/gen4.5',
      'heygen/video-agent',
    ])
  })

  it('goes through more rows than one step reads', async () => {
    const ledger = await makePlace().open()
    await ledger.setBudget({ dailyRenders: null, monthlyMicros: null })
    for (let i = 0; i < 501; i++) await ledger.reserve(newJob({ holdMicros: 1 }))
    let jobs = 0
    for await (const job of ledger.jobs()) jobs += job.holdMicros
    let entries = 0
    for await (const entry of ledger.entries()) entries = entry.id
    expect([jobs, entries]).toEqual([501, 501])
  })
})
