/** The real http.ts for tests: real sockets, real clock, no jitter to wait for. */

import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { createHttp, type Http, type HttpOptions } from '../../src/http.ts'
import type { LogEntry } from '../../src/log.ts'
import { createScrubber } from '../../src/scrub.ts'
import { Secret } from '../../src/secret.ts'

/** Found nowhere but on its own origin. */
export const canary = 'canary-5f1d9c7e2b8a46305f1d9c7e'

export interface TestHttp {
  http: Http
  log: LogEntry[]
  signal: AbortSignal
}

export async function testHttp(options: Partial<HttpOptions> = {}): Promise<TestHttp> {
  const log: LogEntry[] = []
  const scrubber = createScrubber([new Secret(canary)])
  const http = await createHttp({
    env: {},
    clock: systemClock,
    log: (tag, event, fields = {}) => log.push({ ts: '', tag, event, fields }),
    random: () => 0,
    scrub: scrubber.scrub,
    ...options,
  })
  onTestFinished(() => http.close())
  return { http, log, signal: new AbortController().signal }
}

/** A clock on which every wait is over at once and is written down. */
export function impatientClock(waits: number[]): HttpOptions['clock'] {
  return {
    ...systemClock,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted()
      waits.push(milliseconds)
    },
  }
}
