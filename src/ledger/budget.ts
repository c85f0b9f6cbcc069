/**
 * The caps. Asked under the write lock, from kept balances, in the window of the furthest moment the clock has seen: exactly
 * the cap is allowed, a micro-dollar more is not. A cap lowered below what is spent stops new jobs and leaves running ones.
 */

import { environmentError, VidgenError } from '../errors.ts'
import { type Books, type Moment, read, write } from './books.ts'
import { checkMicros } from './faults.ts'
import type { BudgetReport, JobStateName, NewJob } from './ledger.ts'
import { formatUsd } from './money.ts'
import { holdingSql } from './rows.ts'
import type { Windows } from './windows.ts'

interface Caps {
  capMonthMicros: number | null
  capDayRenders: number | null
}

interface Standing {
  held: number
  spent: number
}

/** A clock this far behind what it has been is set wrong, or was: a person should look before money is spent by it. */
const clockBackMs = 24 * 3600 * 1000

const capsOf = (books: Books): Caps =>
  books.sql('SELECT capMonthMicros, capDayRenders FROM ledger').get() as Caps

const standing = (books: Books, scope: 'month' | 'day', window: string): Standing =>
  (books.sql('SELECT held, spent FROM balance WHERE scope = ? AND window = ?').get(scope, window) as
    | Standing
    | undefined) ?? { held: 0, spent: 0 }

export const windowsAt = (books: Books, moment: Moment): Windows =>
  books.windows(new Date(moment.highWaterMs))

/** Throws when the job does not fit; the caller's transaction is rolled back with nothing reserved. */
export function checkBudget(books: Books, moment: Moment, job: NewJob, windows: Windows): void {
  checkClock(books, moment)
  const { capMonthMicros, capDayRenders } = capsOf(books)
  const month = standing(books, 'month', windows.month)
  if (capMonthMicros !== null && month.spent + month.held + job.holdMicros > capMonthMicros) {
    throw monthIsFull(books, job, windows.month, capMonthMicros, month)
  }
  const { spent: used } = standing(books, 'day', windows.day)
  if (capDayRenders !== null && used + 1 > capDayRenders)
    throw dayIsFull(job, windows.day, capDayRenders, used)
}

function checkClock(books: Books, moment: Moment): void {
  const behindMs = moment.highWaterMs - moment.ms
  if (behindMs <= 0) return
  books.log('LEDGER:CLOCK', 'behind', { behindSeconds: Math.round(behindMs / 1000) })
  if (behindMs <= clockBackMs) return
  throw environmentError(
    `the clock says ${moment.iso}, but this ledger has already seen ${new Date(moment.highWaterMs).toISOString()}; nothing was charged`,
    {
      code: 'clock.moved_back',
      charged: false,
      hint: 'set the clock right; if it was ahead before and is right now, say so by setting a cap: vidgen ledger budget set --monthly 25',
    },
  )
}

function monthIsFull(
  books: Books,
  job: NewJob,
  window: string,
  cap: number,
  { spent, held }: Standing,
): VidgenError {
  const free = Math.max(0, cap - spent - held)
  const holders = held > 0 ? holding(books).slice(0, 3) : []
  const waiting =
    holders.length > 0
      ? `, or finish what holds money: ${holders.map(({ id }) => `vidgen jobs show ${id}`).join(', ')}`
      : ''
  return new VidgenError(
    'budget',
    `this render needs up to ${formatUsd(job.holdMicros)}, but the budget of ${formatUsd(cap)} for ${window} has ${formatUsd(free)} free (${formatUsd(spent)} spent, ${formatUsd(held)} held); nothing was charged`,
    {
      code: 'budget.month',
      charged: false,
      provider: job.provider,
      hint: `raise it: vidgen ledger budget set --monthly <usd>${waiting}`,
    },
  )
}

const dayIsFull = (job: NewJob, window: string, cap: number, used: number) =>
  new VidgenError(
    'budget',
    `the budget of ${cap} paid renders a day is used up for ${window} (${used} used, 1 asked); nothing was charged`,
    {
      code: 'budget.day',
      charged: false,
      provider: job.provider,
      hint: 'wait until tomorrow, raise it: vidgen ledger budget set --daily-renders <n>, or render for free: --provider template',
    },
  )

interface Holder {
  id: string
  state: JobStateName
  provider: string
  heldMicros: number
  createdAt: string
}

const holding = (books: Books): Holder[] =>
  books
    .sql(
      `SELECT id, state, provider, holdMicros AS heldMicros, createdAt FROM job
       WHERE state IN (${holdingSql}) AND paid = 1 AND holdMicros > 0 ORDER BY seq`,
    )
    .all() as Holder[]

export function reportBudget(books: Books): BudgetReport {
  return read(books, () =>
    books.database.transaction(() => {
      const seen = books.sql('SELECT clockHighWaterMs FROM ledger').pluck().get() as number
      const windows = books.windows(new Date(Math.max(books.clock.now().getTime(), seen)))
      const { capMonthMicros, capDayRenders } = capsOf(books)
      const { spent, held } = standing(books, 'month', windows.month)
      const { spent: used } = standing(books, 'day', windows.day)
      return {
        month: {
          window: windows.month,
          capMicros: capMonthMicros,
          spentMicros: spent,
          heldMicros: held,
          freeMicros: capMonthMicros === null ? null : Math.max(0, capMonthMicros - spent - held),
        },
        day: {
          window: windows.day,
          cap: capDayRenders,
          used,
          free: capDayRenders === null ? null : Math.max(0, capDayRenders - used),
        },
        holding: holding(books),
      }
    })(),
  )
}

/** A person at the keyboard also vouches for the clock: the high-water mark starts again from now. */
export function setCaps(
  books: Books,
  caps: { monthlyMicros?: number | null; dailyRenders?: number | null },
): void {
  const { monthlyMicros, dailyRenders } = caps
  if (typeof monthlyMicros === 'number') checkMicros(monthlyMicros, 'a monthly budget')
  if (typeof dailyRenders === 'number') checkMicros(dailyRenders, 'a daily number of renders')
  write(books, (moment) => {
    const now = capsOf(books)
    books
      .sql('UPDATE ledger SET capMonthMicros = ?, capDayRenders = ?, clockHighWaterMs = ?')
      .run(
        monthlyMicros === undefined ? now.capMonthMicros : monthlyMicros,
        dailyRenders === undefined ? now.capDayRenders : dailyRenders,
        moment.ms,
      )
  })
}
