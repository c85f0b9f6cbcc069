/** What a finished render prints, and what an unfinished one leaves for a script to go on with. */

import { rename, writeFile } from 'node:fs/promises'
import type { App } from '../app.ts'
import { VidgenError } from '../errors.ts'
import type { Rendered } from '../jobs/render.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import { formatUsd, toUsd } from '../ledger/money.ts'
import type { Cue } from '../providers/provider.ts'
import { jobDocument } from './job-view.ts'

interface Context {
  warnings: readonly string[]
  totalMs: number
  estimatedMicros: number | null
  sidecar?: boolean
  /** Written beside the video. */
  captions?: readonly Cue[]
  open?: boolean
}

/** The contract's document of a finished render. `actualUsd` is null when nobody told, never 0. */
export function renderedDocument(
  { job, timing }: Rendered,
  { warnings, totalMs, estimatedMicros }: Omit<Context, 'sidecar' | 'open' | 'captions'>,
) {
  const round = (milliseconds: number | undefined) =>
    milliseconds === undefined ? null : Math.round(milliseconds)
  const actual = job.costSource === 'actual' || !job.paid ? (job.costMicros ?? null) : null
  return {
    job: job.id,
    state: job.state,
    provider: job.provider,
    model: job.model,
    prompt: job.prompt,
    file: job.file,
    bytes: job.bytes,
    sha256: job.sha256,
    media: job.media,
    cost: {
      estimatedUsd: estimatedMicros === null ? null : toUsd(estimatedMicros),
      actualUsd: actual === null ? null : toUsd(actual),
      basis: job.priceBasis,
    },
    timing: {
      submitMs: round(timing.submitMs),
      waitMs: round(timing.waitMs),
      downloadMs: round(timing.downloadMs),
      totalMs: round(totalMs),
    },
    warnings,
  }
}

export async function showRendered(app: App, rendered: Rendered, context: Context): Promise<void> {
  const { job } = rendered
  const document = renderedDocument(rendered, context)
  if (context.sidecar) await writeSidecar(job, document)
  if (context.captions) {
    const { writeSubtitles } = await import('./subtitle-file.ts')
    app.output.note(`subtitles: ${await writeSubtitles(job, context.captions)}`)
  }
  if (app.output.json) app.output.document(document)
  else app.output.lines([job.file as string])
  app.output.note(
    `${seconds(context.totalMs)}, ${size(job.bytes ?? 0)}, ${job.paid ? formatUsd(job.costMicros ?? job.holdMicros) : 'free'}`,
  )
  if (context.open) await openFile(app, job.file as string)
}

/** An error with a living job behind it prints the job on stdout, so that a script can go on. */
export async function withJobShown(app: App, work: () => Promise<Rendered>): Promise<Rendered> {
  try {
    return await work()
  } catch (error) {
    if (
      error instanceof VidgenError &&
      error.job !== undefined &&
      ['pending', 'cancelled'].includes(error.kind)
    ) {
      const job = await (await app.ledger()).find(error.job)
      if (app.output.json) app.output.document(jobDocument(job))
      else app.output.lines([job.id])
    }
    throw error
  }
}

/** `<file>.json`, whole or absent: written beside and renamed. */
async function writeSidecar(job: JobRecord, document: object): Promise<void> {
  const path = `${job.file}.json`
  await writeFile(`${path}.part`, `${JSON.stringify({ ...document, settings: job.request }, null, 2)}\n`, {
    mode: 0o600,
  })
  await rename(`${path}.part`, path)
}

/** The desktop's own opener, with nothing of our environment that could hold a key. */
async function openFile(app: App, file: string): Promise<void> {
  const { spawn } = await import('node:child_process')
  const opener = app.platform === 'darwin' ? 'open' : app.platform === 'win32' ? 'explorer' : 'xdg-open'
  const env = {
    PATH: app.env.PATH,
    HOME: app.env.HOME,
    DISPLAY: app.env.DISPLAY,
    WAYLAND_DISPLAY: app.env.WAYLAND_DISPLAY,
    XDG_RUNTIME_DIR: app.env.XDG_RUNTIME_DIR,
  }
  spawn(opener, [file], { env, detached: true, stdio: 'ignore' })
    .on('error', () => app.output.warn(`could not open the file: ${opener} is not there`))
    .unref()
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

const size = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
