/** One exchange through the global fetch, with redirects left alone and the body read under limits. */

import type { Dispatcher } from 'undici'
import type { HttpAnswer, HttpOptions, HttpRequest, PaidRequest } from '../http.ts'
import { readBody, safeBody } from './body.ts'
import type { Dispatchers } from './dispatch.ts'
import { retryAfterSeconds } from './retry-after.ts'

export type Context = HttpOptions & { dispatchers: Dispatchers }

type Outgoing = Pick<HttpRequest, 'method' | 'headers' | 'json' | 'form'> | (PaidRequest & { method: 'POST' })

export function fetchOnce(
  url: string,
  outgoing: Outgoing,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = { 'user-agent': 'vidgen', ...outgoing.headers }
  if (outgoing.json !== undefined) headers['content-type'] = 'application/json'
  const init = {
    method: outgoing.method,
    headers,
    body: outgoing.json === undefined ? outgoing.form : JSON.stringify(outgoing.json),
    redirect: 'manual' as const,
    signal,
    dispatcher,
  }
  // Node's own types know only the undici built into Node.
  return fetch(url, init as unknown as RequestInit)
}

export async function readAnswer(response: Response, { scrub, clock }: Context): Promise<HttpAnswer> {
  const body = await readBody(response)
  return {
    status: response.status,
    headers: response.headers,
    ...safeBody(body, response.status >= 400, scrub),
    complete: body.complete,
    retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after'), clock.now()),
  }
}

/** For the log: where it went, never the query string. */
export function place(text: string): { host: string; path: string } {
  const { host, pathname } = new URL(text)
  return { host, path: pathname }
}
