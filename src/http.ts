/**
 * The network, and nothing else touches it: free requests that may be repeated, the one paid POST that may not, and downloads.
 *
 * - A key goes to the origin it belongs to and nowhere else: redirects are never followed with it.
 * - `request` is for calls that cost nothing. `submitOnce` sends once and says what is known about the bytes.
 * - Plain http only to loopback and private addresses, checked against what the name resolves to when connecting.
 * - Time outs are AbortSignal.timeout; everything else that needs time takes it from the Clock.
 */

import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers?: Readonly<Record<string, string>>
  /** The body: at most one of them. */
  json?: unknown
  form?: FormData
  /** One attempt, from name look-up to the last byte. Default 30. */
  timeoutSeconds?: number
  /** How often it is tried; 1 for polls, which have their own schedule. Default 3. */
  attempts?: number
}

/** A POST that may cost money. */
export interface PaidRequest {
  url: string
  headers?: Readonly<Record<string, string>>
  json?: unknown
  form?: FormData
  /** From the call to the last byte of the answer. Default 60. */
  timeoutSeconds?: number
}

export interface HttpAnswer {
  status: number
  headers: Headers
  /** For people and evidence: at most 8 KB, keys and control characters taken out. */
  text: string
  /** Undefined when the body is not JSON, nests too deep, is larger than 4 MB decompressed, or was cut. */
  json?: unknown
  /** The whole body arrived. */
  complete: boolean
  /** The Retry-After header where it is sane, at most 120. */
  retryAfterSeconds?: number
}

/** What is known after the one POST. */
export type Receipt =
  | { sent: 'answered'; answer: HttpAnswer }
  /** Proven: not one byte of the request left. */
  | { sent: 'no'; message: string; code: string; hint?: string }
  /** Bytes may have left; no status line came back. */
  | { sent: 'maybe'; message: string; code: string }

export interface DownloadRequest {
  url: string
  /** The provider's base URL: its origin is the only one that gets `headers`; a private one allows private results. */
  baseUrl: string
  /** Sent to the base URL's own origin when `authorize` is set; never to another, never after a redirect left it. */
  headers?: Readonly<Record<string, string>>
  authorize?: boolean
  /** Tried in order where the one before answers 4xx. */
  fallbackUrls?: readonly string[]
}

export interface Downloaded {
  bytes: number
  /** The length was declared and matched; false: only the file itself can tell whether it is whole. */
  lengthProven: boolean
  contentType?: string
}

export interface Http {
  /**
   * A free call: retried on network failure, 408, 425, 429 and 5xx, with full jitter or as Retry-After says. Answers with the
   * last status; throws VidgenError `unavailable` where no answer came. A redirect is an error.
   */
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>
  /** Exactly one POST on a connection of its own, no redirect, no retry. Throws only before anything is sent. */
  submitOnce(request: PaidRequest, signal: AbortSignal): Promise<Receipt>
  /**
   * Fetches a result into a part file that exists already; its old bytes are dropped, and nothing is synced. Throws VidgenError
   * `unavailable` with a `download.*`, `network.*`, `tls.*` or `timeout.*` code (`download.expired`: a fresh URL may work), or
   * `environment` when the disk fails.
   */
  download(
    request: DownloadRequest,
    partPath: string,
    signal: AbortSignal,
    onProgress?: (bytes: number, totalBytes: number | undefined) => void,
  ): Promise<Downloaded>
  close(): Promise<void>
}

export interface HttpOptions {
  /** HTTPS_PROXY, HTTP_PROXY, NO_PROXY and NODE_TLS_REJECT_UNAUTHORIZED are read from here. */
  env: Readonly<Record<string, string | undefined>>
  clock: Clock
  log: Log
  /** 0–1 */
  random(): number
  /** Takes keys out of text that ends in a message. */
  scrub(text: string): string
  submitTimeoutSeconds?: number
  stallTimeoutSeconds?: number
}

export async function createHttp(options: HttpOptions): Promise<Http> {
  const { createDispatchers } = await import('./http/dispatch.ts')
  const { request } = await import('./http/request.ts')
  const { submitOnce } = await import('./http/submit.ts')
  const { download } = await import('./http/download.ts')
  const context = { ...options, dispatchers: createDispatchers(options) }
  return {
    request: (call, signal) => request(context, call, signal),
    submitOnce: (call, signal) => submitOnce(context, call, signal),
    download: (call, sink, signal, onProgress = () => {}) =>
      download(context, call, sink, signal, onProgress),
    close: () => context.dispatchers.close(),
  }
}
