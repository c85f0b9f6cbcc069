/** A signal that aborts with the caller's or when time is up, whichever comes first. */

import { setMaxListeners } from 'node:events'
import { TimedOut } from './failure.ts'

export interface Deadline {
  signal: AbortSignal
  abort(reason: unknown): void
  /** Takes the listeners off; call it when the work is over. */
  done(): void
}

/**
 * Listeners by hand and not AbortSignal.any: on Node 20 a timeout that only `any` refers to can be collected before it fires
 * (nodejs/node#54614).
 */
export function deadline(
  caller: AbortSignal,
  seconds: number,
  code = 'timeout.total',
  message = `no answer within ${seconds} s`,
): Deadline {
  const controller = new AbortController()
  const timeout = AbortSignal.timeout(Math.round(seconds * 1000))
  const onCaller = () => controller.abort(caller.reason)
  const onTimeout = () => controller.abort(new TimedOut(code, message))
  // One signal of the program stands behind every request at once: many listeners are no leak here.
  setMaxListeners(0, caller)
  if (caller.aborted) onCaller()
  caller.addEventListener('abort', onCaller, { once: true })
  timeout.addEventListener('abort', onTimeout, { once: true })
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    done() {
      caller.removeEventListener('abort', onCaller)
      timeout.removeEventListener('abort', onTimeout)
    },
  }
}
