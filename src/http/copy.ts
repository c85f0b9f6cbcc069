/** Bytes from the socket to the part file: one batch of chunks is written while the next gathers; the socket waits when both are full. */

import type { Progress } from './download-piece.ts'
import type { RawResponse } from './exchange.ts'
import type { DownloadSink } from './file-sink.ts'

/** Fewer, larger writes: with 64 KB each the disk call costs more than the bytes. Two batches are all that is held in memory. */
const batchBytes = 1024 * 1024

/**
 * Throws what the network, the disk or `onReceived` throws, after everything that arrived has been written, so that a later try
 * can go on behind it; `progress.bytes` counts only written bytes.
 */
export async function copyBody(
  response: RawResponse,
  sink: DownloadSink,
  progress: Progress,
  onReceived: (bytes: number) => void,
): Promise<void> {
  let batch: Buffer[] = []
  let gathered = 0
  let writing: Promise<void> | undefined
  let fault: { error: unknown } | undefined

  const startWrite = (written: () => void) => {
    const chunks = batch
    const bytes = gathered
    batch = []
    gathered = 0
    writing = sink
      .write(chunks)
      .then(
        () => {
          progress.bytes += bytes
        },
        (error: unknown) => {
          fault = { error }
        },
      )
      .then(() => {
        writing = undefined
        written()
      })
  }
  const poured = response.pour((chunk, flow) => {
    if (fault) throw fault.error
    onReceived(chunk.byteLength)
    batch.push(chunk)
    gathered += chunk.byteLength
    if (gathered < batchBytes) return
    if (writing) flow.pause()
    else startWrite(() => flow.resume())
  })
  const cut = await poured.then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  await writing
  if (gathered > 0 && !fault) startWrite(() => {})
  await writing
  const wrong = fault ?? cut
  if (wrong) throw wrong.error
}
