/** Time, behind an object, so that tests decide what time it is. The only file that reads the clock or sets a timer. */

import { setTimeout as delay } from 'node:timers/promises'

export interface Clock {
  /** Wall time. */
  now(): Date
  /** Milliseconds from an arbitrary start that never go backwards; for measuring. */
  elapsedMs(): number
  /** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls `tick` every `ms` until the returned function is called. Does not keep the process alive. */
  every(ms: number, tick: () => void): () => void
}

export const systemClock: Clock = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, { signal })
    } catch (error) {
      throw signal?.aborted ? signal.reason : error
    }
  },
  every(ms, tick) {
    const timer = setInterval(tick, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
}
