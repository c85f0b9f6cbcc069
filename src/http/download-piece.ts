/** One try of a download: from where the last one stopped if the server proves it is the same file, else from the start. */

import { VidgenError } from '../errors.ts'
import type { Downloaded, DownloadRequest } from '../http.ts'
import { copyBody } from './copy.ts'
import { deadline } from './deadline.ts'
import type { RawResponse } from './exchange.ts'
import { TimedOut } from './failure.ts'
import type { DownloadSink } from './file-sink.ts'
import { openResult } from './open-result.ts'
import { retryAfterSeconds } from './retry-after.ts'
import type { Context } from './send.ts'

/** Design: "Download policy". */
const maxBytes = 2 * 1024 ** 3
const standardStallSeconds = 60
const leastBytesPerSecond = 16 * 1024
const leastTotalSeconds = 10 * 60
const totalBytesPerSecond = 64 * 1024

/** What one try leaves for the next. */
export interface Progress {
  bytes: number
  totalBytes?: number
  /** Strong only: a weak one does not promise equal bytes. */
  etag?: string
}

export type Piece =
  | { kind: 'whole'; downloaded: Downloaded }
  /** 4xx: this URL will not answer any more; a fresh one may. */
  | { kind: 'gone'; error: VidgenError }
  | { kind: 'failed'; error: VidgenError; code?: string; waitMs?: number }

export async function fetchPiece(
  context: Context,
  request: DownloadRequest,
  sink: DownloadSink,
  signal: AbortSignal,
  progress: Progress,
  onProgress: (bytes: number, totalBytes: number | undefined) => void,
): Promise<Piece> {
  const limit = deadline(signal, totalSeconds(progress.totalBytes), 'timeout.total')
  const stall = watchStall(context, limit.abort)
  try {
    const response = await openResult(context, request, rangeOf(progress), limit.signal)
    const refused = await refusal(context, response)
    if (refused) return refused
    await enter(response, sink, progress)
    if ((progress.totalBytes ?? 0) > maxBytes) throw tooLarge()
    const received = { bytes: progress.bytes }
    await copyBody(response, sink, progress, (bytes) => {
      stall.received(bytes)
      received.bytes += bytes
      if (received.bytes > maxBytes) throw tooLarge()
      onProgress(received.bytes, progress.totalBytes)
    })
    return judge(response, progress)
  } finally {
    stall.stop()
    limit.done()
  }
}

const totalSeconds = (bytes = maxBytes): number => Math.max(leastTotalSeconds, bytes / totalBytesPerSecond)

const rangeOf = ({ bytes, etag }: Progress): Record<string, string> =>
  bytes > 0 && etag !== undefined ? { range: `bytes=${bytes}-`, 'if-range': etag } : {}

/** Aborts when a whole period brought less than 16 KB/s, bytes that never start included. */
function watchStall(
  { clock, stallTimeoutSeconds = standardStallSeconds }: Context,
  abort: (reason: unknown) => void,
) {
  let sincePeriodBegan = 0
  const stop = clock.every(stallTimeoutSeconds * 1000, () => {
    if (sincePeriodBegan < leastBytesPerSecond * stallTimeoutSeconds)
      abort(
        new TimedOut('timeout.stall', `the download stalled: less than 16 KB/s for ${stallTimeoutSeconds} s`),
      )
    sincePeriodBegan = 0
  })
  const received = (bytes: number) => {
    sincePeriodBegan += bytes
  }
  return { stop, received }
}

async function refusal({ clock }: Context, response: RawResponse): Promise<Piece | undefined> {
  const { status, headers } = response
  if (status === 416) return undefined
  if (status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429) {
    response.discard()
    const error = new VidgenError('unavailable', `the result's URL answers ${status}`, {
      code: [401, 403, 404, 410].includes(status) ? 'download.expired' : 'download.refused',
    })
    return { kind: 'gone', error }
  }
  if (status !== 200 && status !== 206) {
    response.discard()
    const seconds = retryAfterSeconds(headers.get('retry-after'), clock.now())
    const error = new VidgenError('unavailable', `the result's host answers ${status}`, {
      code: 'download.unavailable',
    })
    return {
      kind: 'failed',
      error,
      code: error.code,
      waitMs: seconds === undefined ? undefined : seconds * 1000,
    }
  }
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity')
    throw unusable(
      'download.encoded',
      `the result came ${encoding}-encoded although plain bytes were asked for`,
    )
  if (/^(text\/|application\/(json|xml|problem))/.test(headers.get('content-type') ?? ''))
    throw unusable(
      'download.not_video',
      `the result is ${headers.get('content-type')?.split(';')[0]}, not a video`,
    )
  return undefined
}

/** Goes on behind the bytes that are there only where server and file are proven the same; else empties the part file. */
async function enter(response: RawResponse, sink: DownloadSink, progress: Progress): Promise<void> {
  const { status, headers } = response
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '')
  const sameFile =
    range !== null &&
    Number(range[1]) === progress.bytes &&
    Number(range[3]) === progress.totalBytes &&
    Number(range[2]) === Number(range[3]) - 1 &&
    headers.get('etag') === progress.etag
  if (status === 206 && progress.bytes > 0 && sameFile) return
  progress.bytes = 0
  await sink.reset()
  if (status !== 200) {
    response.discard()
    progress.etag = undefined
    throw new TimedOut('download.bad_range', 'the server answered another range than asked for')
  }
  const length = headers.get('content-length')
  progress.totalBytes = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : undefined
  const etag = headers.get('etag')
  progress.etag = etag?.startsWith('"') && progress.totalBytes !== undefined ? etag : undefined
}

function judge(response: RawResponse, { bytes, totalBytes }: Progress): Piece {
  if (bytes === 0) return failed('download.empty', 'the result is empty')
  if (totalBytes !== undefined && bytes !== totalBytes)
    return failed('download.cut', `${bytes} of ${totalBytes} bytes arrived`)
  const contentType = response.headers.get('content-type') ?? undefined
  return { kind: 'whole', downloaded: { bytes, lengthProven: totalBytes !== undefined, contentType } }
}

const unusable = (code: string, message: string) => new VidgenError('unavailable', message, { code })
const tooLarge = () => unusable('download.too_large', 'the result is larger than 2 GiB')
const failed = (code: string, message: string): Piece => ({
  kind: 'failed',
  error: unusable(code, message),
  code,
})
