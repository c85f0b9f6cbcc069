/**
 * Which calendar day and month a moment belongs to. Keys are local dates in the ledger's own zone, so there is no midnight
 * arithmetic and no daylight-saving case; a job's keys are fixed when it is reserved.
 */

import { environmentError } from '../errors.ts'

export interface Windows {
  /** `2026-11-25` */
  day: string
  /** `2026-11` */
  month: string
}

/** Local calendar strings of a moment; made once per ledger because the formatter is costly to build. */
export function windowsIn(timeZone: string): (at: Date) => Windows {
  const dayOf = timeZone === 'UTC' ? dayInUtc : dayIn(formatter(timeZone))
  return (at) => {
    const day = dayOf(at)
    return { day, month: day.slice(0, 7) }
  }
}

/** The first use of Intl costs half of Node's own start; servers and CI, which keep UTC, do without. */
const dayInUtc = (at: Date): string => at.toISOString().slice(0, 10)

const dayIn = (format: Intl.DateTimeFormat) => (at: Date) => {
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part.year}-${part.month}-${part.day}`
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  } catch (cause) {
    throw environmentError(`the ledger's time zone "${timeZone}" is not known to this Node`, {
      code: 'ledger.time_zone',
      hint: 'use a Node with full ICU data',
      cause,
    })
  }
}
