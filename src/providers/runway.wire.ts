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
import { readShape } from './shape.ts'

const headersOf = ({ key }: Call) => ({
  ...(key ? { authorization: `Bearer ${key.reveal()}` } : {}),
  'x-runway-version': '2024-11-06',
})

/** 1 credit = $0.01. */
const microsPerCredit = 10_000

/** A data URI may have 5,242,880 characters; base64 makes four of every three bytes. */
const inlineMaxBytes = 3_900_000

/** URLs live 24–48 h. */
const resultLivesMs = 24 * 60 * 60_000

const operationSchema = z.object({ taskId: z.string(), submittedAt: z.string().optional() })
const credits = z.object({ credits: z.number() }).optional().catch(undefined)
const taskSchema = z.object({
  status: z.string(),
  progress: z.number().optional().catch(undefined),
  output: z.array(z.string()).optional().catch(undefined),
  failure: z.string().optional().catch(undefined),
  failureCode: z.string().optional().catch(undefined),
  cost: credits,
})
type Task = z.infer<typeof taskSchema>

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

function stateOf(call: Call, taskId: string, task: Task): JobState {
  const costMicros = task.cost && Math.round(task.cost.credits * microsPerCredit)
  switch (task.status) {
    case 'SUCCEEDED':
      if (!task.output?.[0]) return { status: 'waiting', detail: 'finished, the result is not there yet' }
      return {
        status: 'done',
        video: { taskId },
        costMicros,
        expiresAt: new Date(call.clock.now().getTime() + resultLivesMs).toISOString(),
      }
    case 'FAILED':
      return failed(task, costMicros)
    case 'CANCELLED':
      return {
        status: 'failed',
        reason: 'cancelled',
        message: 'the task was cancelled',
        ...charge(costMicros, 'unknown'),
      }
    case 'THROTTLED':
      return { status: 'waiting', detail: 'throttled: the account is at its limit of running tasks' }
    case 'RUNNING':
      return {
        status: 'waiting',
        progress: task.progress === undefined ? undefined : Math.min(1, Math.max(0, task.progress)),
        detail: 'running',
      }
    case 'PENDING':
      return { status: 'waiting', detail: 'pending' }
    default:
      // Runway adds words without notice; only the terminal ones end the wait.
      return { status: 'waiting', detail: task.status.slice(0, 40) }
  }
}

/** docs.dev.runwayml.com errors/task-failures; the refund column from a third-party copy, so `cost.credits` goes first. */
function failed({ failure, failureCode = '' }: Task, costMicros: number | undefined): JobState {
  const message = [failure ?? 'the task failed', failureCode && `(${failureCode})`].filter(Boolean).join(' ')
  if (/^SAFETY\.INPUT/.test(failureCode))
    return {
      status: 'failed',
      reason: 'moderated',
      message,
      ...charge(costMicros, true),
      hint: 'change the prompt or the picture; the same request will be refused again',
    }
  if (/SAFETY/.test(failureCode))
    return {
      status: 'failed',
      reason: 'moderated',
      message,
      ...charge(costMicros, false),
      hint: 'change the prompt',
    }
  const refunded = failureCode === '' || /^(INTERNAL|INPUT_PREPROCESSING|ASSET|THIRD_PARTY)/.test(failureCode)
  const hint = failureCode.startsWith('INTERNAL.BAD_OUTPUT')
    ? 'change the prompt; text and logos in the picture are a frequent cause'
    : failureCode.startsWith('THIRD_PARTY')
      ? 'try again later, or choose another --model'
      : undefined
  return {
    status: 'failed',
    reason: 'failed',
    message,
    ...charge(costMicros, refunded ? false : 'unknown'),
    hint,
  }
}

/** What the task itself says; else the documented habit. */
function charge(costMicros: number | undefined, otherwise: boolean | 'unknown') {
  if (costMicros === undefined) return { charged: otherwise }
  return costMicros > 0 ? { charged: true, costMicros } : { charged: false }
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
