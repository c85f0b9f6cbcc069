/** What a video or an agent's session of HeyGen says, as the state of a job. */

import { z } from 'zod'
import { VidgenError } from '../errors.ts'
import type { HttpAnswer } from '../http.ts'
import { costOf } from '../ledger/money.ts'
import { notFound } from './answers.ts'
import { get, parse, readData } from './heygen.answers.ts'
import type { Call, JobState, Json } from './provider.ts'
import { optional } from './shape.ts'

export const operationSchema = z.object({
  videoId: z.string().optional(),
  sessionId: z.string().optional(),
  /** What a second of the finished video costs: the service never says. */
  usdPerSecond: z.number().optional(),
  submittedAt: z.string().optional(),
})
export const videoSchema = z.object({
  status: z.string(),
  video_url: optional(z.string()),
  duration: optional(z.number()),
  failure_code: optional(z.string()),
  failure_message: optional(z.string()),
})
type Video = z.infer<typeof videoSchema>

export async function poll(call: Call, operation: Json): Promise<JobState> {
  const { sessionId, submittedAt, usdPerSecond, ...known } = parse(operationSchema, operation)
  let { videoId } = known
  if (videoId === undefined && sessionId !== undefined) {
    const session = await pollSession(call, sessionId, submittedAt)
    if (typeof session !== 'string') return session
    videoId = session
  }
  if (videoId === undefined) throw missing()
  const answer = await get(call, videoPath(videoId), 1)
  if (answer.status === 404) return notFound(submittedAt, call.clock.now())
  if (answer.status === 429) return busy(answer)
  const video = readData(videoSchema, answer)
  call.log('HEYGEN:POLL', video.status.slice(0, 40), { video: videoId })
  return stateOf(call, videoId, video, usdPerSecond)
}

const busy = ({ retryAfterSeconds }: HttpAnswer): JobState => ({
  status: 'waiting',
  detail: 'the service is busy',
  retryAfterSeconds,
})

const sessionSchema = z.object({
  status: z.string(),
  progress: optional(z.number()),
  video_id: optional(z.string()),
  failure_message: optional(z.string()),
})

/** The agent names its video when it has thought enough; until then its session tells how far it is. */
async function pollSession(
  call: Call,
  sessionId: string,
  submittedAt: string | undefined,
): Promise<JobState | string> {
  const answer = await get(call, `/v3/video-agents/${encodeURIComponent(sessionId)}`, 1)
  if (answer.status === 404) return notFound(submittedAt, call.clock.now())
  if (answer.status === 429) return busy(answer)
  const session = readData(sessionSchema, answer)
  call.log('HEYGEN:POLL', session.status.slice(0, 40), { session: sessionId })
  if (session.video_id) return session.video_id
  if (session.status === 'failed')
    return {
      status: 'failed',
      reason: 'failed',
      message: session.failure_message ?? 'the agent gave up',
      charged: false,
    }
  const progress = session.progress == null ? undefined : Math.min(1, Math.max(0, session.progress / 100))
  return { status: 'waiting', progress, detail: session.status.slice(0, 40).replace(/_/g, ' ') }
}

function stateOf(call: Call, videoId: string, video: Video, usdPerSecond: number | undefined): JobState {
  const { status, duration } = video
  if (status === 'completed') {
    if (!video.video_url) return { status: 'waiting', detail: 'finished, the result is not there yet' }
    call.log('HEYGEN:COMPLETE', 'completed', { video: videoId, durationSeconds: duration ?? undefined })
    const costMicros =
      usdPerSecond === undefined || duration == null || !(duration > 0)
        ? undefined
        : costOf(usdPerSecond, duration)
    return { status: 'done', video: { videoId }, costMicros, costSource: 'estimate' }
  }
  if (status !== 'failed' && status !== 'error')
    return { status: 'waiting', detail: status.slice(0, 40).replace(/_/g, ' ') }
  const code = video.failure_code ?? ''
  const message = [video.failure_message ?? 'the video failed', code && `(${code})`].filter(Boolean).join(' ')
  // Every rate is charged on the length of the finished video; a failed one has none.
  if (isNoCredit(code))
    return {
      status: 'failed',
      reason: 'no_credit',
      message,
      charged: false,
      hint: "top up the API wallet in HeyGen's settings, then run it again",
    }
  return {
    status: 'failed',
    reason: code === 'content_policy_violation' ? 'moderated' : 'failed',
    message,
    charged: false,
  }
}

/** The new and the old word; it arrives at poll time after a submit that went well. */
export const isNoCredit = (code: string | null | undefined): boolean =>
  /insufficient_credit/i.test(code ?? '')

export const videoPath = (videoId: string): string => `/v3/videos/${encodeURIComponent(videoId)}`

export const missing = () =>
  new VidgenError('bug', 'an operation of heygen without a video or a session', { provider: 'heygen' })
