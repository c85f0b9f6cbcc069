/** From a finished job to a whole file at its place: fetch or draw into a part file, verify, fence, publish, record. */

import { VidgenError } from '../errors.ts'
import { createPart, publish } from '../files/publish.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import { inspectVideo } from '../media/mp4.ts'
import type { Work } from './render.ts'

export async function deliver(work: Work): Promise<JobRecord> {
  const { app, ledger, lease, job } = work
  const started = app.clock.elapsedMs()
  const part = await createPart(job.outputPath, lease)
  try {
    await fetchInto(work, part.path)
    const { sha256, bytes } = await part.seal()
    const media = await verified(work, part.path)
    await ledger.fence(lease)
    const path = await publish(part, job.outputPath, job.outputMode)
    app.log('FILE:PUBLISH', 'published', { job: job.id, bytes, sha256 })
    return await ledger.deliver(lease, { path, sha256, bytes, media })
  } finally {
    await part.discard()
    work.timing.downloadMs = app.clock.elapsedMs() - started
  }
}

async function fetchInto(work: Work, partPath: string): Promise<void> {
  const { app, call, provider, job, watch } = work
  const result = await provider.result(call, job.video ?? null, job.operation ?? null)
  if (result.source === 'write') {
    return result.write(partPath, {
      signal: app.signal,
      onProgress: (fraction) => watch.step('drawing', `drawing ${Math.floor(fraction * 100)} %`),
      onWarning: watch.warning,
    })
  }
  throw new Error('download')
}
