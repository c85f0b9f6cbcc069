/** When to ask a provider again: never more often than it allows, and never so late that the wait itself becomes noticeable. */

export interface ScheduleFacts {
  /** Since the provider took the job. */
  elapsedSeconds: number
  /** The vendor's stated minimum; 0 for a job that is done at once. */
  minimumSeconds: number
  /** The model's usual wait, from the ledger's history or the catalogue. */
  usualSeconds: number
  /** A server on this machine: the vendor's minimum does not apply. */
  isLoopback: boolean
  /** `VIDGEN_POLL_INTERVAL` */
  overrideSeconds?: number
  /** Polls already made. */
  polls: number
  /** 0–1, for jitter. */
  random: number
}

/** The share of the time already waited that a result may lie unnoticed: what keeps the overhead under 5 %. */
const lateShare = 0.05
/** Longer gaps would make progress look dead. */
const longestSeconds = 15
/** The first look on a public host comes at a quarter of the usual wait: nothing is ready sooner. */
const firstShare = 0.25
const loopbackFirstSeconds = 0.25
/** Jitter only lengthens, so that the vendor's minimum holds. */
const jitterShare = 0.2

export function nextPollSeconds(facts: ScheduleFacts): number {
  const { elapsedSeconds, minimumSeconds, usualSeconds, isLoopback, overrideSeconds, polls, random } = facts
  if (overrideSeconds !== undefined) return overrideSeconds
  if (minimumSeconds === 0) return 0
  // The first look at a server on this machine comes at once: it costs nobody anything, and an instant job is not kept waiting.
  if (isLoopback && polls === 0) return 0
  const least = isLoopback ? loopbackFirstSeconds : Math.max(2, minimumSeconds)
  const wanted = polls === 0 && !isLoopback ? usualSeconds * firstShare : elapsedSeconds * lateShare
  return Math.min(
    Math.max(least, Math.min(wanted, longestSeconds)) * (1 + jitterShare * random),
    Math.max(longestSeconds, least),
  )
}

/** Without `--timeout`: five times the usual wait, at least a quarter of an hour. The job itself lives on at the provider. */
export const defaultTimeoutSeconds = (usualSeconds: number): number => Math.max(900, 5 * usualSeconds)
