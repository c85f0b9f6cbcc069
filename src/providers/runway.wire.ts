/** Runway over the wire, API version 2024-11-06. Answers are asked only for what is used of them. */

import { z } from 'zod'
import { VidgenError } from '../errors.ts'
import type { HttpAnswer } from '../http.ts'
import { errorOf, expectJson, healthOf, notFound } from './answers.ts'
import { outcomeOf } from './outcome.ts'
import type {
  Call,
  Health,
  ImageInput,
  JobState,
  Json,
  ResultRequest,
  SubmitAnswer,
  VideoRequest,
} from './provider.ts'
import { runwayRequest } from './runway.body.ts'
import { credits, microsPerCredit, stateOf, taskSchema } from './runway.states.ts'
import { readShape } from './shape.ts'

const headersOf = ({ key }: Call) => ({
  ...(key ? { authorization: `Bearer ${key.reveal()}` } : {}),
  'x-runway-version': '2024-11-06',
})

/** A data URI may have 5,242,880 characters; base64 makes four of every three bytes. */
const inlineMaxBytes = 3_900_000

const operationSchema = z.object({ taskId: z.string(), submittedAt: z.string().optional() })
export async function check(call: Call): Promise<Health> {
  const answer = await get(call, '/v1/organization', 3)
  try {
    const { creditBalance } = parse(z.object({ creditBalance: z.number() }), expectJson('runway', answer))
    const balanceUsd = creditBalance / 100
    return creditBalance > 0
      ? { status: 'ok', balanceUsd }
      : { status: 'no_credit', balanceUsd, message: 'no API credits left' }
  } catch (error) {
    return healthOf(error)
  }
}

/** Pictures too large for a data URI are uploaded; `null` stands for one that travels inside the request. */
export async function prepare(call: Call, { images }: VideoRequest): Promise<Json> {
  const uris: (string | null)[] = []
  for (const image of images) uris.push(image.sizeBytes > inlineMaxBytes ? await upload(call, image) : null)
  return { uris }
}

async function upload(call: Call, image: ImageInput): Promise<string> {
  const filename = `image.${image.mime.split('/')[1]}`
  const made = await call.http.request(
    {
      method: 'POST',
      url: `${call.baseUrl}/v1/uploads`,
      headers: headersOf(call),
      json: { filename, type: 'ephemeral' },
    },
    call.signal,
  )
  const schema = z.object({
    uploadUrl: z.string(),
    fields: z.record(z.string(), z.string()),
    runwayUri: z.string(),
  })
  const { uploadUrl, fields, runwayUri } = parse(schema, expectJson('runway', made))
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([await image.read()], { type: image.mime }), filename)
  // Another host's form: no Runway header goes with it.
  const sent = await call.http.request(
    { method: 'POST', url: uploadUrl, form, timeoutSeconds: 120 },
    call.signal,
  )
  if (sent.status >= 300)
    throw new VidgenError(
      'unavailable',
      `the upload of ${image.path} was refused (${sent.status}): ${errorOf(sent).message}`,
      {
        code: 'upload.refused',
        provider: 'runway',
        charged: false,
      },
    )
  call.log('RUNWAY:API:UPLOAD', 'uploaded', { bytes: image.sizeBytes })
  return runwayUri
}

export async function submit(
  call: Call,
  request: VideoRequest,
  prepared: Json | undefined,
): Promise<SubmitAnswer> {
  const uploaded = z.object({ uris: z.array(z.string().nullable()) }).safeParse(prepared).data?.uris ?? []
  const uris = await Promise.all(
    request.images.map(async (image, index) => uploaded[index] ?? dataUri(image)),
  )
  const { path, body } = runwayRequest(request, uris)
  const submittedAt = call.clock.now().toISOString()
  const receipt = await call.http.submitOnce(
    { url: `${call.baseUrl}${path}`, headers: headersOf(call), json: body },
    call.signal,
  )
  const answer = outcomeOf(receipt, {
    provider: 'runway',
    accepted: (json) => {
      const task = z.object({ id: z.string(), estimatedCost: credits }).safeParse(json).data
      if (!task) return undefined
      const costMicros = task.estimatedCost && Math.round(task.estimatedCost.credits * microsPerCredit)
      return { providerJobId: task.id, operation: { taskId: task.id, submittedAt }, costMicros }
    },
    // There is no 402; live captures show exactly "You do not have enough credits to run this task." with 400.
    isNoCredit: (status, { message }) => status === 400 && /enough credits/i.test(message),
  })
  call.log('RUNWAY:API:SUBMIT', answer.outcome, { model: request.model.id, path })
  return answer
}

async function dataUri(image: ImageInput): Promise<string> {
  return `data:${image.mime};base64,${Buffer.from(await image.read()).toString('base64')}`
}

export async function poll(call: Call, operation: Json): Promise<JobState> {
  const { taskId, submittedAt } = parse(operationSchema, operation)
  const answer = await get(call, taskPath(taskId), 1)
  if (answer.status === 404) return notFound(submittedAt, call.clock.now())
  if (answer.status === 429)
    return { status: 'waiting', detail: 'the service is busy', retryAfterSeconds: answer.retryAfterSeconds }
  const task = parse(taskSchema, expectJson('runway', answer))
  call.log('RUNWAY:API:POLL', task.status, { task: taskId, progress: task.progress })
  return stateOf(call, taskId, task)
}

export async function result(call: Call, _video: Json, operation: Json): Promise<ResultRequest> {
  const { taskId } = parse(operationSchema, operation)
  // Asked anew each time: the URL carries a token, lapses, and is never stored.
  const task = parse(taskSchema, expectJson('runway', await get(call, taskPath(taskId), 3)))
  const url = task.output?.[0]
  if (url === undefined)
    throw new VidgenError('unavailable', 'the task is finished but names no file', {
      code: 'job.no_result_url',
      provider: 'runway',
    })
  return { source: 'download', url }
}

export async function cancel(call: Call, operation: Json): Promise<'cancelled' | 'requested' | 'too_late'> {
  const { taskId } = parse(operationSchema, operation)
  // DELETE on a finished task deletes its result, so its state is read first.
  const seen = await get(call, taskPath(taskId), 3)
  if (seen.status === 404) return 'cancelled'
  const { status } = parse(taskSchema, expectJson('runway', seen))
  if (status === 'SUCCEEDED' || status === 'FAILED') return 'too_late'
  if (status === 'CANCELLED') return 'cancelled'
  const answer = await call.http.request(
    { method: 'DELETE', url: `${call.baseUrl}${taskPath(taskId)}`, headers: headersOf(call) },
    call.signal,
  )
  call.log('RUNWAY:API:CANCEL', String(answer.status), { task: taskId })
  if (answer.status === 404 || answer.status < 300) return 'cancelled'
  expectJson('runway', answer)
  return 'requested'
}

const taskPath = (taskId: string): string => `/v1/tasks/${encodeURIComponent(taskId)}`

const get = (call: Call, path: string, attempts: number): Promise<HttpAnswer> =>
  call.http.request(
    { method: 'GET', url: `${call.baseUrl}${path}`, headers: headersOf(call), attempts },
    call.signal,
  )

const parse = <T>(schema: z.ZodType<T>, value: unknown): T => readShape('runway', schema, value)
