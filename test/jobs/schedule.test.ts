import { describe, expect, it } from 'vitest'
import { nextPollSeconds, type ScheduleFacts } from '../../src/jobs/schedule.ts'

const facts: ScheduleFacts = {
  elapsedSeconds: 0,
  minimumSeconds: 5,
  usualSeconds: 60,
  isLoopback: false,
  polls: 0,
  random: 0,
}
const next = (change: Partial<ScheduleFacts>) => nextPollSeconds({ ...facts, ...change })

describe('nextPollSeconds', () => {
  it('looks first at a quarter of the usual wait, and at once on this machine', () => {
    expect(next({})).toBe(15)
    expect(next({ usualSeconds: 30 })).toBe(7.5)
    expect(next({ isLoopback: true })).toBe(0)
  })

  it('never comes sooner than the vendor allows, nor rarer than 15 s, whatever chance says', () => {
    for (const elapsedSeconds of [1, 60, 600, 6000])
      for (const random of [0, 0.5, 1]) {
        const seconds = next({ polls: 3, elapsedSeconds, random })
        expect(seconds).toBeGreaterThanOrEqual(5)
        expect(seconds).toBeLessThanOrEqual(15)
      }
  })

  it('lets a result lie no longer than a twentieth of the wait', () => {
    expect(next({ polls: 2, elapsedSeconds: 100, isLoopback: true })).toBe(5)
    expect(next({ polls: 1, elapsedSeconds: 0, isLoopback: true })).toBe(0.25)
  })

  it('does as VIDGEN_POLL_INTERVAL says', () => {
    expect(next({ overrideSeconds: 0.05, polls: 9 })).toBe(0.05)
  })
})
