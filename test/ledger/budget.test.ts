/** The caps, to the micro-dollar, in whatever zone and whatever the clock does. */

import { describe, expect, it } from 'vitest'
import { windowsIn } from '../../src/ledger/windows.ts'
import { faultOf, finish, makePlace, newJob, submit } from './helpers.ts'

describe('the month', () => {
  it('has $25 and 20 paid renders a day until someone says otherwise', async () => {
    const ledger = await makePlace().open()
    expect(await ledger.budget()).toEqual({
      month: {
        window: '2026-11',
        capMicros: 25_000_000,
        spentMicros: 0,
        heldMicros: 0,
        freeMicros: 25_000_000,
      },
      day: { window: '2026-11-25', cap: 20, used: 0, free: 20 },
      holding: [],
    })
  })

  it('takes exactly the cap and not a micro-dollar more', async () => {
    const ledger = await makePlace().open()
    await ledger.setBudget({ monthlyMicros: 1_000_000 })
    await finish(ledger, 300_000, { holdMicros: 300_000 })
    const { job } = await ledger.reserve(newJob({ id: 'holder', holdMicros: 200_000 }))
    const fault = await faultOf(ledger.reserve(newJob({ holdMicros: 500_001 })))
    expect(fault).toMatchObject({ kind: 'budget', exitCode: 4, code: 'budget.month', charged: false })
    for (const part of ['$0.500001', '$1.00', '2026-11', '$0.50 free', '$0.30 spent', '$0.20 held'])
      expect(fault.message).toContain(part)
    expect(fault.hint).toContain('vidgen ledger budget set --monthly')
    expect(fault.hint).toContain(job.id)
    await ledger.reserve(newJob({ holdMicros: 500_000 }))
    expect((await faultOf(ledger.reserve(newJob({ holdMicros: 1 })))).code).toBe('budget.month')
    expect((await ledger.list({})).length).toBe(3)
  })

  it('lowered below what is spent stops new jobs and leaves running ones', async () => {
    const ledger = await makePlace().open()
    const { lease } = await submit(ledger)
    await finish(ledger, 600_000)
    await ledger.setBudget({ monthlyMicros: 100_000 })
    expect((await faultOf(ledger.reserve(newJob({ holdMicros: 0 })))).code).toBe('budget.month')
    await ledger.ready(lease, { video: 1, costMicros: 600_000, costSource: 'actual' })
    expect((await ledger.budget()).month).toMatchObject({ spentMicros: 1_200_000, freeMicros: 0 })
    await ledger.setBudget({ monthlyMicros: null })
    expect((await ledger.budget()).month).toMatchObject({ capMicros: null, freeMicros: null })
    expect((await ledger.reserve(newJob({ holdMicros: 10 ** 12 }))).job.state).toBe('reserved')
  })

  it('belongs to the moment of the reservation', async () => {
    const place = makePlace()
    const ledger = await place.open()
    place.clock.set('2026-11-30T23:59:58.000Z')
    const { lease } = await submit(ledger)
    place.clock.set('2026-12-01T00:00:02.000Z')
    expect((await ledger.budget()).month).toMatchObject({ window: '2026-12', heldMicros: 0 })
    await ledger.ready(lease, { video: 1, costMicros: 600_000, costSource: 'actual' })
    expect((await ledger.budget()).month).toMatchObject({ window: '2026-12', spentMicros: 0 })
    expect((await ledger.summary('month')).map(({ key, spentMicros }) => [key, spentMicros])).toEqual([
      ['2026-11', 600_000],
    ])
  })
})

describe('the day', () => {
  it('counts paid renders from their reservation, and gives back those that came to nothing', async () => {
    const ledger = await makePlace().open()
    await ledger.setBudget({ dailyRenders: 2 })
    const { lease } = await ledger.reserve(newJob())
    await finish(ledger, 1)
    const fault = await faultOf(ledger.reserve(newJob()))
    expect(fault).toMatchObject({ kind: 'budget', code: 'budget.day', charged: false })
    expect(fault.message).toMatch(/2 paid renders.*2026-11-25.*2 used/)
    await ledger.reserve(newJob({ paid: false, holdMicros: 0 }))
    await ledger.release(lease, 'never mind')
    expect((await ledger.budget()).day).toEqual({ window: '2026-11-25', cap: 2, used: 1, free: 1 })
    await ledger.reserve(newJob())
    expect((await faultOf(ledger.reserve(newJob()))).code).toBe('budget.day')
    await ledger.setBudget({ dailyRenders: null })
    expect((await ledger.reserve(newJob())).job.state).toBe('reserved')
  })

  it('is free again tomorrow, in the zone of the first start', async () => {
    const place = makePlace()
    place.clock.set('2026-11-25T18:00:00.000Z')
    const first = await place.open({ timeZone: 'Asia/Kathmandu' })
    await first.setBudget({ dailyRenders: 1 })
    await first.reserve(newJob())
    // 18:15 UTC is midnight there; a laptop that has travelled does not move it.
    const ledger = await place.open({ timeZone: 'America/New_York' })
    place.clock.set('2026-11-25T18:14:59.000Z')
    expect((await faultOf(ledger.reserve(newJob()))).code).toBe('budget.day')
    place.clock.set('2026-11-25T18:15:00.000Z')
    expect((await ledger.reserve(newJob())).job.dayKey).toBe('2026-11-26')
  })

  it.each([-1, 1.5, Number.NaN])('takes no cap of %s', async (cap) => {
    const ledger = await makePlace().open()
    expect((await faultOf(ledger.setBudget({ dailyRenders: cap }))).code).toBe('ledger.out_of_range')
    expect((await faultOf(ledger.setBudget({ monthlyMicros: cap }))).code).toBe('ledger.out_of_range')
  })
})

describe('a clock set back', () => {
  it('opens no second month', async () => {
    const place = makePlace()
    const ledger = await place.open()
    await ledger.setBudget({ monthlyMicros: 600_000 })
    place.clock.set('2026-12-01T00:30:00.000Z')
    await ledger.reserve(newJob())
    place.clock.set('2026-11-30T23:30:00.000Z')
    expect((await ledger.budget()).month.window).toBe('2026-12')
    expect((await faultOf(ledger.reserve(newJob()))).code).toBe('budget.month')
  })

  it('by more than a day spends nothing until a person says that it is right', async () => {
    const place = makePlace()
    const ledger = await place.open()
    place.clock.set('2027-03-01T12:00:00.000Z')
    await ledger.reserve(newJob())
    place.clock.set('2026-11-25T13:00:00.000Z')
    expect(await faultOf(ledger.reserve(newJob()))).toMatchObject({
      code: 'clock.moved_back',
      charged: false,
    })
    await ledger.reserve(newJob({ paid: false, holdMicros: 0 }))
    await ledger.setBudget({ monthlyMicros: 5_000_000 })
    expect((await ledger.reserve(newJob())).job.monthKey).toBe('2026-11')
  })
})

describe('what a crash left held', () => {
  it('is released a day after its lease, when the next render asks', async () => {
    const place = makePlace()
    const ledger = await place.open()
    const { job } = await ledger.reserve(newJob())
    const { id } = await submit(ledger)
    place.clock.advance(24 * 3600 + 120)
    await ledger.reserve(newJob())
    expect(await ledger.find(job.id)).toMatchObject({ state: 'released', costMicros: 0 })
    expect((await ledger.find(id)).state).toBe('submitted')
    expect(await ledger.verify()).toMatchObject({ ok: true })
  })
})

/** The calendar by another road: the hours that differ from UTC, read from the zone's own offset. */
function localDay(at: Date, timeZone: string): string {
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name ?? '') ?? []
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1)
  return new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 10)
}

describe('the windows', () => {
  // With daylight saving either way, of half an hour, at midnight, and with a skipped date in its past.
  it.each([
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Pacific/Apia',
    'Pacific/Kiritimati',
  ])('go forward only and are the calendar’s, in %s', (timeZone) => {
    const windows = windowsIn(timeZone)
    let last = ''
    for (
      let ms = Date.parse('2026-01-01T00:00:00Z');
      ms < Date.parse('2027-02-01T00:00:00Z');
      ms += 1_800_000
    ) {
      const { day, month } = windows(new Date(ms))
      if (day === last) continue
      expect(
        day > last && /^\d{4}-\d\d-\d\d$/.test(day) && day.startsWith(`${month}-`),
        `${last} ${day}`,
      ).toBe(true)
      expect(day).toBe(localDay(new Date(ms), timeZone))
      last = day
    }
  })
})
