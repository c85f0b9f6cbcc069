/** How long to wait before asking again: what the server says where that is sane, else full jitter. */

/** A server that asks for more is not waited for blindly (design: "Retry classes"). */
const maxRetryAfterSeconds = 120

const imfFixdate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** Seconds, at most 120; undefined for anything that is neither whole seconds nor a date to come. */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  const text = header?.trim() ?? ''
  // Digits first: Date.parse('5') is a valid day in 2001.
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), maxRetryAfterSeconds)
  if (!imfFixdate.test(text)) return undefined
  const seconds = Math.ceil((Date.parse(text) - now.getTime()) / 1000)
  return seconds > 0 ? Math.min(seconds, maxRetryAfterSeconds) : undefined
}

/** Full jitter: a random part of 1 s · 2ⁿ, at most 30 s. */
export const jitterMs = (failures: number, random: () => number): number =>
  random() * Math.min(30_000, 1000 * 2 ** failures)
