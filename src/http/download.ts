/**
 * A result, fetched whole or not at all: restarted or resumed up to five times, counted against the declared length.
 *
 * fetch resolves happily on a body that was cut (faults rows 93–97), so a resolved promise proves nothing here; where no length
 * is declared, only the file itself can tell, and `lengthProven` says so.
 */

import { VidgenError } from '../errors.ts'
import type { Downloaded, DownloadRequest } from '../http.ts'
import { fetchPiece, type Piece, type Progress } from './download-piece.ts'
import { explainFailure, isOurFault, unavailable } from './failure.ts'
import { type DownloadSink, openFileSink } from './file-sink.ts'
import { jitterMs } from './retry-after.ts'
import { type Context, place } from './send.ts'

const maxTries = 5

export async function download(
  context: Context,
  request: DownloadRequest,
  partPath: string,
  signal: AbortSignal,
  onProgress: (bytes: number, totalBytes: number | undefined) => void,
): Promise<Downloaded> {
  const sink = await openFileSink(partPath)
  try {
    let [url, ...fallbacks] = [request.url, ...(request.fallbackUrls ?? [])]
    for (;;) {
      const result = await fromUrl(context, { ...request, url }, sink, signal, onProgress)
      if ('bytes' in result) return result
      const next = fallbacks.shift()
      if (next === undefined) throw result.gone
      url = next
    }
  } finally {
    await sink.close()
  }
}

async function fromUrl(
  context: Context,
  request: DownloadRequest,
  sink: DownloadSink,
  signal: AbortSignal,
  onProgress: (bytes: number, totalBytes: number | undefined) => void,
): Promise<Downloaded | { gone: VidgenError }> {
  const { clock, log, random } = context
  const progress: Progress = { bytes: 0 }
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    const started = clock.elapsedMs()
    const before = progress.bytes
    const piece = await tryPiece(context, request, sink, signal, progress, onProgress)
    log('HTTP:DOWNLOAD', piece.kind, {
      ...place(request.url),
      bytes: progress.bytes - before,
      attempt,
      ms: Math.round(clock.elapsedMs() - started),
      code: piece.kind === 'failed' ? piece.code : undefined,
    })
    signal.throwIfAborted()
    if (piece.kind === 'whole') return piece.downloaded
    if (piece.kind === 'gone') return { gone: piece.error }
    if (attempt >= maxTries) throw piece.error
    await clock.sleep(piece.waitMs ?? jitterMs(attempt - 1, random), signal)
  }
}

type Tried = Piece | { kind: 'failed'; error: VidgenError; code?: string; waitMs?: number }

/** What cannot get better by asking again is thrown; so is a fault of the disk, which is not the network's. */
async function tryPiece(
  context: Context,
  request: DownloadRequest,
  sink: DownloadSink,
  signal: AbortSignal,
  progress: Progress,
  onProgress: (bytes: number, totalBytes: number | undefined) => void,
): Promise<Tried> {
  try {
    return await fetchPiece(context, request, sink, signal, progress, onProgress)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (isOurFault(error)) throw error
    const failure = explainFailure(error)
    if (error instanceof VidgenError) throw error
    const explained = unavailable(new URL(request.url).host, failure, error)
    if (failure.final) throw explained
    return { kind: 'failed', error: explained, code: failure.code }
  }
}
