/** Money is whole micro-dollars (µ$, 1 USD = 1,000,000) everywhere inside; dollars exist only at the edges. */

import { usageError } from '../errors.ts'

/** The most one row may hold: $1 M. Above it a number is a mistake, and far below 2^53. */
export const maxMicros = 1_000_000_000_000

/** Cost of `seconds` at `usdPerSecond`, rounded up to a whole micro-dollar so that a hold never falls short. */
export function costOf(usdPerSecond: number, seconds: number): number {
  const rateMicros = BigInt(Math.round(usdPerSecond * 1e6))
  const milliseconds = BigInt(Math.round(seconds * 1e3))
  return Number((rateMicros * milliseconds + 999n) / 1000n)
}

/** Dollars as a JSON number with at most six decimals. */
export const toUsd = (micros: number): number => micros / 1e6

/** `$0.60`, `$12.345678`: two decimals at least, six where they carry something. */
export function formatUsd(micros: number): string {
  const sign = micros < 0 ? '-' : ''
  const whole = Math.abs(micros)
  const fraction = String(whole % 1_000_000)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '')
  return `${sign}$${Math.floor(whole / 1_000_000)}.${fraction}`
}

/** Reads `5`, `5.00`, `0.123456`. Refuses `$5`, `5,00`, `1e3`, empty: a budget is never read as something else. */
export function parseUsd(text: string, what: string): number {
  if (!/^(0|[1-9]\d{0,5})(\.\d{1,6})?$/.test(text))
    throw usageError(`${what} must be an amount in US dollars such as 5 or 2.50, not "${text}"`, {
      code: 'usage.bad_money',
    })
  const [dollars, fraction = ''] = text.split('.')
  return Number(dollars) * 1_000_000 + Number(fraction.padEnd(6, '0'))
}
