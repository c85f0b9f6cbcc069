/** The OpenAI videos protocol over the wire, as its many servers really speak it. */

import { z } from 'zod'
import { isPrivateUrl } from '../address.ts'
import type { HttpAnswer } from '../http.ts'
import { expectJson, healthOf, notFound } from './answers.ts'
import { encodingOf, videoFields } from './openai-videos.body.ts'
import { outcomeOf } from './outcome.ts'
import type { Call, Health, JobState, Json, ResultRequest, SubmitAnswer, VideoRequest } from './provider.ts'
import { optional, readShape } from './shape.ts'

/** Servers of one's own usually have no key, and then no header is sent. */
const headersOf = ({ key }: Call): Record<string, string> =>
  key ? { authorization: `Bearer ${key.reveal()}` } : {}

const operationSchema = z.object({ videoId: z.string(), submittedAt: z.string().optional() })
const errorSchema = z.union([
  z.string(),
  z.object({ code: optional(z.union([z.string(), z.number()])), message: optional(z.string()) }),
])
const videoSchema = z.object({
  status: z.string(),
  progress: optional(z.number()),
  expires_at: optional(z.number()),
  error: optional(errorSchema),
  url: optional(z.string()),
  urls: optional(z.array(z.string())),
  unsigned_urls: optional(z.array(z.string())),
  usage: optional(z.object({ cost: optional(z.number()) })),
})
type Video = z.infer<typeof videoSchema>

/** `GET /models` costs nothing; servers without it may still list videos. */
export async function check(call: Call): Promise<Health> {
  let answer = await get(call, '/models', 3)
  if (answer.status === 404 || answer.status === 405) answer = await get(call, '/videos?limit=1', 3)
  if (answer.status === 404)
    return { status: 'unreachable', message: 'no videos API at this base URL (it usually ends in /v1)' }
  if (answer.status === 401 && call.key === undefined)
    return { status: 'no_key', message: 'this server wants a key' }
  try {
    z.object({ data: z.array(z.unknown()) }).parse(expectJson('sora', answer))
    return { status: 'ok' }
  } catch (error) {
    if (error instanceof z.ZodError)
      return { status: 'unreachable', message: 'it answers, but not as a videos API' }
    return healthOf(error)
  }
}

export async function submit(call: Call, request: VideoRequest): Promise<SubmitAnswer> {
  const submittedAt = call.clock.now().toISOString()
  const body = await bodyOf(request)
  const receipt = await call.http.submitOnce(
    { url: `${call.baseUrl}/videos`, headers: headersOf(call), ...body },
    call.signal,
  )
  const answer = outcomeOf(receipt, {
    provider: 'sora',
    accepted: (json) => {
      const job = z.object({ id: z.string() }).safeParse(json).data
      return job && { providerJobId: job.id, operation: { videoId: job.id, submittedAt } }
    },
    // OpenAI's own word for it, which gateways keep.
    isNoCredit: (status, { code }) => (status === 429 || status === 403) && code === 'insufficient_quota',
  })
  call.log('SORA:SUBMIT', answer.outcome, { model: request.model.id, encoding: encodingOf(request) })
  return answer
}

async function bodyOf(request: VideoRequest): Promise<{ form: FormData } | { json: unknown }> {
  const fields = videoFields(request)
  const [image] = request.images
  if (encodingOf(request) === 'json') {
    if (!image) return { json: fields }
    const data = Buffer.from(await image.read()).toString('base64')
    return { json: { ...fields, input_reference: { image_url: `data:${image.mime};base64,${data}` } } }
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  if (image) {
    const blob = new Blob([await image.read()], { type: image.mime })
    form.append('input_reference', blob, `reference.${image.mime.split('/')[1]}`)
  }
  return { form }
}

export async function poll(call: Call, operation: Json): Promise<JobState> {
  const { videoId, submittedAt } = readShape('sora', operationSchema, operation)
  const answer = await get(call, videoPath(videoId), 1)
  if (answer.status === 429)
    return { status: 'waiting', detail: 'the server is busy', retryAfterSeconds: answer.retryAfterSeconds }
  // A failed job may come under the HTTP status of its error: the job in the body goes first.
  const inBody = videoSchema.safeParse(answer.json).data
  if (!inBody && answer.status === 404) return notFound(submittedAt, call.clock.now())
  const video = inBody ?? readShape('sora', videoSchema, expectJson('sora', answer))
  call.log('SORA:POLL', video.status.slice(0, 40), { video: videoId, progress: video.progress ?? undefined })
  return stateOf(call, videoId, video)
}

const words = {
  done: new Set(['completed', 'succeeded', 'success']),
  failed: new Set(['failed', 'error', 'cancelled', 'canceled', 'expired', 'deleted']),
}

function stateOf(call: Call, videoId: string, video: Video): JobState {
  const status = video.status.toLowerCase()
  const costUsd = video.usage?.cost
  const costMicros = costUsd == null ? undefined : Math.round(costUsd * 1e6)
  if (words.done.has(status)) {
    const expiresAt = video.expires_at ? new Date(video.expires_at * 1000).toISOString() : undefined
    return { status: 'done', video: { videoId }, costMicros, expiresAt }
  }
  if (words.failed.has(status)) return failed(call, status, video, costMicros)
  const progress = video.progress == null ? undefined : Math.min(1, Math.max(0, video.progress / 100))
  return { status: 'waiting', progress, detail: status.slice(0, 40).replace(/_/g, ' ') }
}

function failed(call: Call, status: string, { error }: Video, costMicros: number | undefined): JobState {
  const code = typeof error === 'object' && error !== null ? String(error.code ?? '') : ''
  const message = (typeof error === 'string' ? error : error?.message) || `the server says ${status}`
  // A server of one's own sends no bill; a gateway's policy is not in the protocol.
  const charged = isPrivateUrl(call.baseUrl) ? false : costMicros === undefined ? 'unknown' : costMicros > 0
  return {
    status: 'failed',
    reason: reasonOf(status, code),
    message,
    charged,
    ...(charged === true ? { costMicros } : {}),
  }
}

function reasonOf(status: string, code: string): (JobState & { status: 'failed' })['reason'] {
  if (/moderation|content_policy|safety/i.test(code)) return 'moderated'
  if (/insufficient|quota|credit/i.test(code)) return 'no_credit'
  if (status === 'expired') return 'expired'
  return status.startsWith('cancel') || status === 'deleted' ? 'cancelled' : 'failed'
}

/** The content endpoint with the key; where a server keeps files elsewhere, the URL in the job, without it. */
export async function result(call: Call, video: Json): Promise<ResultRequest> {
  const { videoId } = readShape('sora', operationSchema, video)
  const seen = await get(call, videoPath(videoId), 3)
  const job = videoSchema.safeParse(seen.json).data
  const elsewhere = [job?.url, job?.urls?.[0], job?.unsigned_urls?.[0]].find(
    (url) => typeof url === 'string' && url !== '',
  )
  call.log('SORA:DOWNLOAD', 'content', { video: videoId, fallback: elsewhere !== undefined })
  return {
    source: 'download',
    url: `${call.baseUrl}${videoPath(videoId)}/content`,
    headers: headersOf(call),
    authorize: true,
    fallbackUrls:
      elsewhere && URL.canParse(elsewhere, call.baseUrl) ? [new URL(elsewhere, call.baseUrl).href] : [],
  }
}

/** DELETE on a finished job deletes its video, so its state is read first. Only vLLM-Omni is known to stop the work. */
export async function cancel(call: Call, operation: Json): Promise<'cancelled' | 'requested' | 'too_late'> {
  const { videoId } = readShape('sora', operationSchema, operation)
  const seen = await get(call, videoPath(videoId), 3)
  if (seen.status === 404) return 'cancelled'
  const { status } = readShape('sora', videoSchema, seen.json)
  if (words.done.has(status) || words.failed.has(status)) return 'too_late'
  const answer = await call.http.request(
    { method: 'DELETE', url: `${call.baseUrl}${videoPath(videoId)}`, headers: headersOf(call) },
    call.signal,
  )
  call.log('SORA:CANCEL', String(answer.status), { video: videoId })
  if (answer.status === 404) return 'cancelled'
  const { deleted } = readShape(
    'sora',
    z.object({ deleted: optional(z.boolean()) }),
    expectJson('sora', answer),
  )
  return deleted && videoId.startsWith('video_gen_') ? 'cancelled' : 'requested'
}

const videoPath = (videoId: string): string => `/videos/${encodeURIComponent(videoId)}`

export const get = (call: Call, path: string, attempts: number): Promise<HttpAnswer> =>
  call.http.request(
    { method: 'GET', url: `${call.baseUrl}${path}`, headers: headersOf(call), attempts },
    call.signal,
  )
