/** HeyGen v3 over the wire. Every answer is `{data: …}`; nothing ever names a charge. */

import { z } from 'zod'
import { VidgenError } from '../errors.ts'
import { expectJson, healthOf } from './answers.ts'
import { get, headersOf, parse, readData } from './heygen.answers.ts'
import { heygenRequest, tagOf } from './heygen.body.ts'
import { chooseLook, chooseVoice } from './heygen.choices.ts'
import { isNoCredit, missing, operationSchema, videoPath, videoSchema } from './heygen.states.ts'
import { outcomeOf } from './outcome.ts'
import type {
  Call,
  FoundJob,
  Health,
  ImageInput,
  Intent,
  Json,
  ResultRequest,
  SubmitAnswer,
  VideoRequest,
} from './provider.ts'
import { optional } from './shape.ts'

const accountSchema = z.object({
  wallet: optional(
    z.object({ currency: z.string(), remaining_balance: z.number(), auto_reload: z.unknown().optional() }),
  ),
})

export async function check(call: Call): Promise<Health> {
  const answer = await get(call, '/v3/users/me', 3)
  try {
    // A key limited to scopes may not read the account and still render.
    if (answer.status === 403 || answer.status === 404) return await checkScoped(call)
    const { wallet } = readData(accountSchema, answer)
    if (wallet?.currency !== 'usd') return { status: 'ok' }
    const balanceUsd = wallet.remaining_balance
    return balanceUsd > 0 || wallet.auto_reload
      ? { status: 'ok', balanceUsd }
      : { status: 'no_credit', balanceUsd, message: 'the API wallet is empty' }
  } catch (error) {
    return healthOf(error)
  }
}

async function checkScoped(call: Call): Promise<Health> {
  const self = await get(call, '/v3/api_keys/self', 3)
  if (self.status < 300) readData(z.object({}), self)
  else readData(z.unknown(), await get(call, '/v3/voices?limit=1', 3))
  return { status: 'ok', message: 'the key is limited to some scopes; its balance cannot be read' }
}

/** A look and a voice for those who named none; free lists, read before anything is reserved at the service. */
export async function prepare(call: Call, request: VideoRequest): Promise<Json> {
  const { model, avatar, voice } = request
  if (model.id === 'avatar' && avatar === undefined)
    return { ...(await chooseLook(call, request.ratio, voice === undefined)) }
  if (model.id === 'image' && voice === undefined) return { voiceId: await chooseVoice(call) }
  return {}
}

const picksSchema = z.object({ avatarId: z.string().optional(), voiceId: z.string().optional() })

export async function submit(
  call: Call,
  request: VideoRequest,
  intent: Intent,
  prepared: Json | undefined,
): Promise<SubmitAnswer> {
  const picks = picksSchema.safeParse(prepared ?? {}).data ?? {}
  const images = await Promise.all(request.images.map(assetOf))
  const { path, body } = heygenRequest(request, picks, images, tagOf(intent.jobId))
  const submittedAt = intent.sentAt ?? call.clock.now().toISOString()
  const receipt = await call.http.submitOnce(
    {
      url: `${call.baseUrl}${path}`,
      headers: { ...headersOf(call), 'idempotency-key': intent.idempotencyKey },
      json: body,
      timeoutSeconds: 120,
    },
    call.signal,
  )
  const usdPerSecond = request.model.price.rates[0]?.usdPerSecond ?? undefined
  const answer = outcomeOf(receipt, {
    provider: 'heygen',
    accepted: (json) => accepted(json, { usdPerSecond, submittedAt }),
    isNoCredit: (_status, { code }) => isNoCredit(code),
  })
  call.log('HEYGEN:SUBMIT', answer.outcome, { model: request.model.id, replay: intent.sentAt !== undefined })
  return intent.sentAt === undefined ? answer : replayed(answer, Object.keys(picks).length > 0)
}

/**
 * A refused replay says little about the first request: the key may have been revoked or the wallet emptied (by that very job)
 * in between, and a look picked anew makes another body. Only a refusal of the same bytes for what they are settles it.
 */
function replayed(answer: SubmitAnswer, picked: boolean): SubmitAnswer {
  if (answer.outcome !== 'rejected' || (answer.kind === 'rejected' && !picked)) return answer
  return { outcome: 'ambiguous', message: `the replay was refused: ${answer.message}`, code: answer.code }
}

const createdSchema = z.object({
  data: z.object({ video_id: optional(z.string()), session_id: optional(z.string()) }),
})

function accepted(json: unknown, facts: { usdPerSecond?: number; submittedAt: string }) {
  const data = createdSchema.safeParse(json).data?.data
  const [videoId, sessionId] = [data?.video_id ?? undefined, data?.session_id ?? undefined]
  const providerJobId = sessionId ?? videoId
  if (providerJobId === undefined) return undefined
  const operation = Object.fromEntries(
    Object.entries({ videoId, sessionId, ...facts }).filter(([, value]) => value !== undefined),
  ) as Json
  return { providerJobId, operation }
}

async function assetOf(image: ImageInput): Promise<Json> {
  return { type: 'base64', media_type: image.mime, data: Buffer.from(await image.read()).toString('base64') }
}

export async function result(call: Call, video: Json): Promise<ResultRequest> {
  const { videoId } = parse(operationSchema, video)
  if (videoId === undefined) throw missing()
  // Presigned, so asked anew each time and never stored; the key does not go there.
  const { video_url } = readData(videoSchema, await get(call, videoPath(videoId), 3))
  if (!video_url)
    throw new VidgenError('unavailable', 'the video is finished but names no file', {
      code: 'job.no_result_url',
      provider: 'heygen',
    })
  return { source: 'download', url: video_url }
}

/** By the tag in the title; the agent's videos have no title of ours. */
export async function find(
  call: Call,
  request: VideoRequest,
  intent: Intent,
  known: readonly string[],
): Promise<FoundJob | undefined> {
  if (request.model.id === 'video-agent') return undefined
  const tag = tagOf(intent.jobId)
  const answer = await get(call, `/v3/videos?limit=100&title=${encodeURIComponent(tag)}`, 3)
  const schema = z.object({ data: z.array(z.object({ id: z.string(), title: optional(z.string()) })) })
  const { data } = parse(schema, expectJson('heygen', answer))
  const fits = data.filter(({ id, title }) => title?.includes(`[${tag}]`) && !known.includes(id))
  const [only] = fits
  if (only === undefined || fits.length > 1) return undefined
  const usdPerSecond = request.model.price.rates[0]?.usdPerSecond ?? 0
  return { providerJobId: only.id, operation: { videoId: only.id, usdPerSecond }, by: 'own-tag' }
}
