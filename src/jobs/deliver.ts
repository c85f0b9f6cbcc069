/** From a finished job to a whole file at its place: fetch or draw into a part file, verify, fence, publish, record. */

import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { environmentError, VidgenError } from '../errors.ts'
import { createPart, type Part, publish } from '../files/publish.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import { inspectFile } from '../media/inspect.ts'
import type { Work } from './render.ts'

/** A length further off than this share of what was asked is worth a word (faults row 105). */
const durationTolerance = 0.2

/** A lapsed address, an answer that is no video, a cut file: asked for afresh this often, then the job waits for `resume`. */
const fetchTries = 3

export async function deliver(work: Work): Promise<JobRecord> {
  const { app, ledger, lease, job } = work
  const started = app.clock.elapsedMs()
  const part = await createPart(job.outputPath, lease)
  let isRecorded = true
  try {
    const { media, sha256, bytes } = part.isPublished
      ? { ...(await part.seal()), media: await verified(work, part, true) }
      : await fetchWhole(work, part)
    await ledger.fence(lease)
    const path = await publish(part, job.outputPath, job.outputMode)
    isRecorded = false
    app.log('FILE:PUBLISH', 'published', { job: job.id, bytes, sha256 })
    const done = await ledger.deliver(lease, { path, sha256, bytes, media })
    isRecorded = true
    work.timing.downloadMs = app.clock.elapsedMs() - started
    if (job.outputMode === 'explicit' && path !== job.outputPath) throw displaced(job, path)
    return done
  } catch (error) {
    throw existsSync(dirname(job.outputPath)) || app.signal.aborted ? error : folderGone(work, error)
  } finally {
    // A file that the ledger does not know yet keeps its part, by which `resume` knows it as its own.
    if (isRecorded) await part.discard()
  }
}

async function fetchWhole(work: Work, part: Part) {
  for (let tries = 1; ; tries += 1) {
    try {
      const lengthProven = await fetchInto(work, part)
      const sealed = await part.seal()
      return { ...sealed, media: await verified(work, part, lengthProven) }
    } catch (error) {
      const again =
        tries < fetchTries &&
        error instanceof VidgenError &&
        error.kind === 'unavailable' &&
        !work.app.signal.aborted
      if (!again) throw notFetched(work, error)
      work.watch.step('fetching-again', `${error.message}; asking for it afresh`)
      await part.discard()
    }
  }
}

/** True when a promised length was kept; then no end can be missing. */
async function fetchInto(work: Work, part: Part): Promise<boolean> {
  const { app, call, provider, job, watch } = work
  const result = await provider.result(call, job.video ?? null, job.operation ?? null)
  if (result.source === 'write') {
    const options = {
      signal: app.signal,
      onProgress: (fraction: number) => watch.step('drawing', `drawing ${Math.floor(fraction * 100)} %`),
      onWarning: watch.warning,
    }
    await result.write(part.path, options).catch((error) => endIfHopeless(work, error))
    return true
  }
  await part.create()
  const downloaded = await call.http.download(
    { ...result, baseUrl: call.baseUrl },
    part.path,
    app.signal,
    (bytes, total) => {
      watch.step(
        'fetching',
        `fetching ${(bytes / 1e6).toFixed(1)} MB${total ? ` of ${(total / 1e6).toFixed(1)} MB` : ''}`,
      )
    },
  )
  return downloaded.lengthProven
}

/** What was asked for cannot be made (a clip under 1 kB): `resume` would fail for ever, so the job ends here. */
async function endIfHopeless({ ledger, lease }: Work, error: unknown): Promise<never> {
  if (error instanceof VidgenError && error.kind === 'usage') {
    const { message, code = 'job.failed' } = error
    await ledger.fail(lease, { state: 'failed', money: 'release', message, charged: false, code })
  }
  throw error
}

/** What is in the file; refuses one that is cut, damaged, or no video at all. */
async function verified(work: Work, part: Part, lengthProven: boolean) {
  const { request, watch } = work
  const found = await inspectFile(part.path, request.form ?? 'mp4', { lengthProven })
  if (!found.ok)
    throw new VidgenError('unavailable', `what arrived is not a whole video: ${found.problem}`, {
      code: 'download.not_video',
    })
  const { durationSeconds, width, height, framesPerSecond, hasAudio } = found.media
  if (
    durationSeconds > 0 &&
    !request.model.durations.approximate &&
    Math.abs(durationSeconds - request.durationSeconds) > durationTolerance * request.durationSeconds
  ) {
    watch.warning(
      `the video is ${durationSeconds.toFixed(1)} s long, not the ${request.durationSeconds} s that were asked for`,
    )
  }
  return { durationSec: durationSeconds, width, height, fps: framesPerSecond, hasAudio }
}

/** The video is made and paid: it stays at the provider, and `resume` fetches it. */
function notFetched({ app, job, provider }: Work, error: unknown): unknown {
  if (app.signal.aborted || !(error instanceof VidgenError) || error.job !== undefined) return error
  const kind = error.kind === 'unavailable' ? 'pending' : error.kind
  return new VidgenError(
    kind,
    provider.paid ? `${error.message}; the video is made and waits at ${provider.id}` : error.message,
    {
      code: error.code,
      job: job.id,
      provider: provider.id,
      hint:
        kind === 'pending'
          ? `fetch it later: vidgen jobs resume ${job.id}`
          : (error.hint ?? `then go on with it: vidgen jobs resume ${job.id}`),
      cause: error,
    },
  )
}

/** Removed or unmounted while the video was made: whatever failed on the way, this is why. */
const folderGone = ({ job, provider }: Work, cause: unknown): VidgenError =>
  environmentError(`the folder ${dirname(job.outputPath)} is gone, and the video with it`, {
    code: 'output.no_folder',
    job: job.id,
    provider: provider.id,
    hint: `make the folder again, then: vidgen jobs resume ${job.id}`,
    cause,
  })

const displaced = (job: JobRecord, path: string): VidgenError =>
  environmentError(
    `${job.outputPath} appeared while the video was made and was left alone; the video is whole and stands at ${path}`,
    {
      code: 'output.taken',
      job: job.id,
      hint: `move it where you want it: ${path}`,
    },
  )
