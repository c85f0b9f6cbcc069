/** Reading numbers and dates that a person typed. Anything doubtful is refused by name; nothing is read as something else. */

import { usageError } from '../errors.ts'

/** Plain decimal digits only: no sign, exponent, hex, other scripts' digits (faults row 40). */
const plainNumber = /^(0|[1-9]\d{0,6})(\.\d{1,6})?$/

export function parseNumber(text: string, what: string): number {
  if (!plainNumber.test(text))
    throw usageError(`${what} must be a plain number such as 5 or 2.5, not "${text}"`, {
      code: 'usage.bad_number',
    })
  return Number(text)
}

export function parseCount(text: string, what: string): number {
  const count = parseNumber(text, what)
  if (!Number.isInteger(count))
    throw usageError(`${what} must be a whole number, not "${text}"`, { code: 'usage.bad_number' })
  return count
}

export function parseLimit(text: string): number {
  const limit = parseCount(text, '--limit')
  if (limit === 0) throw usageError('--limit must be at least 1', { code: 'usage.bad_number' })
  return limit
}

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `90`, `90s`, `15m`, `2h`, `7d` → seconds. */
export function parseTimeSpan(text: string, what: string): number {
  const match = /^([\d.]+)([smhd]?)$/.exec(text)
  if (!match)
    throw usageError(`${what} must be a time such as 90s, 15m or 2h, not "${text}"`, {
      code: 'usage.bad_number',
    })
  return parseNumber(match[1]!, what) * secondsPer[match[2] || 's']!
}

/** Date.parse takes 30 February for 2 March. */
const isCalendarDay = (day: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) &&
  !Number.isNaN(Date.parse(day)) &&
  new Date(day).toISOString().startsWith(day)

/** A day (`2026-11-01`), an instant, or a time back from now (`7d`) → ISO time. */
export function parseSince(text: string, now: Date): string {
  if (isCalendarDay(text.slice(0, 10))) {
    const milliseconds = Date.parse(text.length === 10 ? `${text}T00:00:00` : text)
    if (!Number.isNaN(milliseconds)) return new Date(milliseconds).toISOString()
  } else if (/^[\d.]+[smhd]$/.test(text)) {
    return new Date(now.getTime() - parseTimeSpan(text, '--since') * 1000).toISOString()
  }
  throw usageError(`--since must be a day such as 2026-11-01 or a time back such as 7d, not "${text}"`)
}

/** `--input k=v`, `--data k=v`: collects pairs; a repeated key is an error, not a silent overwrite. */
export function collectPair(
  text: string,
  pairs: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const at = text.indexOf('=')
  const key = text.slice(0, at)
  if (at < 1) throw usageError(`"${text}" must have the form key=value`)
  if (['__proto__', 'constructor', 'prototype'].includes(key))
    throw usageError(`the key "${key}" is not allowed`, { code: 'input.forbidden_key' })
  if (Object.hasOwn(pairs, key)) throw usageError(`the key "${key}" was given twice`)
  return { ...pairs, [key]: text.slice(at + 1) }
}

export const collect = (text: string, list: readonly string[] = []): string[] => [...list, text]
