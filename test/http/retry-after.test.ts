import { describe, expect, it } from 'vitest'
import { jitterMs, retryAfterSeconds } from '../../src/http/retry-after.ts'

const now = new Date('2026-11-25T10:00:00Z')

describe('retryAfterSeconds', () => {
  it.each([
    ['7', 7],
    ['0', 0],
    [' 12 ', 12],
    ['121', 120],
    ['1000000', 120],
    ['Wed, 25 Nov 2026 10:00:30 GMT', 30],
    ['Wed, 25 Nov 2026 11:00:30 GMT', 120],
    // A date gone by, nonsense, and what Date.parse would make something of.
    ['Wed, 25 Nov 2026 09:00:00 GMT', undefined],
    ['-1', undefined],
    ['1e9', undefined],
    ['5, 10', undefined],
    ['soon', undefined],
    ['2026-11-25', undefined],
    ['1.5', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j → %s', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds)
  })
})

describe('jitterMs', () => {
  it('is a random part of a doubling second, at most thirty', () => {
    expect([0, 1, 2, 9].map((failures) => jitterMs(failures, () => 1))).toEqual([1000, 2000, 4000, 30_000])
    expect(jitterMs(5, () => 0)).toBe(0)
  })
})
