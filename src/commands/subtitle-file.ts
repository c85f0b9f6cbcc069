/** The subtitle file beside a video: the same name with .srt, as players look for it; whole or absent, and nothing is overwritten unasked. */

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { usageError } from '../errors.ts'
import type { OutputTarget } from '../files/output.ts'
import { createPart, publish } from '../files/publish.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import type { Cue } from '../providers/provider.ts'
import { formatSrt } from '../template/subtitles.ts'

const subtitlePath = (video: string): string => `${video.slice(0, video.length - extname(video).length)}.srt`

export function checkSubtitleTarget({ path, mode }: OutputTarget): void {
  const target = subtitlePath(path)
  if (mode === 'explicit' && existsSync(target))
    throw usageError(`${target} exists already; nothing was made`, {
      code: 'output.taken',
      hint: 'choose another name, or replace it with --overwrite',
    })
}

/** Tells where they stand. */
export async function writeSubtitles(job: JobRecord, captions: readonly Cue[]): Promise<string> {
  const target = subtitlePath(job.file as string)
  const part = await createPart(target, { jobId: job.id, epoch: 1 })
  try {
    await writeFile(part.path, formatSrt(captions), { flag: 'wx' })
    await part.seal()
    return await publish(part, target, job.outputMode)
  } finally {
    await part.discard()
  }
}
