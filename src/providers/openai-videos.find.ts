/** A submit whose answer was lost, found in the server's own list of videos. */

import { z } from 'zod'
import type { HttpAnswer } from '../http.ts'
import { expectJson } from './answers.ts'
import { videoFields } from './openai-videos.body.ts'
import { get } from './openai-videos.wire.ts'
import type { Call, FoundJob, Intent, VideoRequest } from './provider.ts'
import { optional, readShape } from './shape.ts'

const listed = z.object({
  id: z.string(),
  created_at: z.number(),
  prompt: optional(z.string()),
  seconds: optional(z.union([z.string(), z.number()])),
  size: optional(z.string()),
  model: optional(z.string()),
})

/** Design: "Recovery loop", list: around the time it was sent, same prompt, length and size, not one of ours; exactly one. */
export async function find(
  call: Call,
  request: VideoRequest,
  intent: Intent,
  known: readonly string[],
): Promise<FoundJob | undefined> {
  if (intent.sentAt === undefined) return undefined
  const answer = await get(call, '/videos?limit=100&order=desc', 3)
  if ([404, 405, 501].includes(answer.status)) return undefined
  const { data } = readShape('sora', z.object({ data: z.array(z.unknown()) }), expectJson('sora', answer))
  const sentAt = Date.parse(intent.sentAt) / 1000 + skewSeconds(call, answer)
  const fields = videoFields(request)
  const fits = data
    .flatMap((item) => listed.safeParse(item).data ?? [])
    .filter(
      (video) =>
        !known.includes(video.id) &&
        // Two minutes before for clocks that disagree; a submit may take 60 s and its record two minutes more.
        video.created_at >= sentAt - 120 &&
        video.created_at <= sentAt + 180 &&
        video.prompt === request.prompt &&
        (video.seconds == null || String(video.seconds) === fields.seconds) &&
        (video.size == null || fields.size === undefined || video.size === fields.size) &&
        (video.model == null || fields.model === undefined || video.model === fields.model),
    )
  const [only] = fits
  call.log('SORA:FIND', `${fits.length} fit`, { listed: data.length })
  if (only === undefined || fits.length > 1) return undefined
  return {
    providerJobId: only.id,
    operation: { videoId: only.id, submittedAt: intent.sentAt },
    by: 'likeness',
  }
}

/** How far the server's clock is ahead of ours, by its Date header. */
function skewSeconds(call: Call, { headers }: HttpAnswer): number {
  const server = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(server) ? 0 : (server - call.clock.now().getTime()) / 1000
}
