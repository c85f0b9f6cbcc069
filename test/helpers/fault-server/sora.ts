/** The OpenAI videos protocol, as the original, vLLM-Omni and SGLang speak it. */

import { randomUUID } from 'node:crypto'
import { type Dialect, type Exchange, type Job, type Reply, stateAt, type World } from './world.ts'

const error = (status: number, message: string, code: string): Reply => ({
  status,
  json: { error: { message, type: 'invalid_request_error', param: null, code } },
})

function submit(exchange: Exchange, world: World): Reply {
  const { body } = exchange
  if (typeof body.prompt !== 'string' || body.prompt === '' || body.prompt.length > 32_000)
    return error(400, 'Invalid prompt', 'invalid_value')
  if (body.seconds !== undefined && (typeof body.seconds !== 'string' || !/^[1-9]\d*$/.test(body.seconds)))
    return error(400, "Invalid type for 'seconds'", 'invalid_type')
  if (body.size !== undefined && !/^\d+x\d+$/.test(String(body.size)))
    return error(400, 'Invalid size', 'invalid_value')
  if (world.broke) return error(429, 'You exceeded your current quota', 'insufficient_quota')
  const job = world.makeJob('sora', exchange, Number(body.seconds ?? '4'), `video_${randomUUID()}`)
  return { status: 200, json: video(job, 'queued', world) }
}

function video(job: Job, status: string, world: World) {
  return {
    id: job.id,
    object: 'video',
    model: job.body.model ?? 'sora-2',
    status,
    progress: status === 'completed' ? 100 : status === 'in_progress' ? 50 : 0,
    created_at: Math.floor(job.createdAtMs / 1000),
    completed_at: null,
    expires_at: null,
    prompt: job.body.prompt,
    size: job.body.size ?? '720x1280',
    seconds: String(job.seconds),
    remixed_from_video_id: null,
    error:
      status === 'failed' ? { code: 'server_error', message: 'The video could not be generated.' } : null,
    ...(job.course.resultUrl === undefined ? {} : { url: world.clipUrl(job) }),
    ...(status === 'completed' || status === 'failed' ? job.course.fields : {}),
  }
}

const notFound = error(404, 'Video not found', 'not_found')

function one(exchange: Exchange, world: World): Reply {
  const [, , id = ''] = exchange.path.split('/')
  const job = world.jobs.get(decodeURIComponent(id))
  if (!job || job.cancelled || job.course.vanishes) return notFound
  if (exchange.operation === 'cancel') {
    job.cancelled = true
    return { status: 200, json: { id: job.id, object: 'video.deleted', deleted: true } }
  }
  if (exchange.operation === 'poll') job.polls += 1
  if (job.polls <= (job.course.hiddenPolls ?? 0)) return notFound
  const status = stateAt(job, 'completed')
  if (exchange.operation === 'poll') return { status: 200, json: video(job, status, world) }
  if (status !== 'completed') return error(404, 'Generation is still in-progress', 'not_ready')
  return job.course.resultUrl === undefined
    ? { status: 200, headers: { 'content-type': 'video/mp4' }, file: Buffer.alloc(0) }
    : error(400, 'The file was uploaded to cloud storage; use the url of the job', 'use_url')
}

export const soraDialect: Dialect = {
  name: 'sora',
  needsKey: false,
  keyOf: (headers) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
  unauthorized: error(401, 'Incorrect API key provided', 'invalid_api_key'),
  operation(method, path) {
    if (method === 'GET' && path === '/models') return 'check'
    if (path === '/videos') return method === 'POST' ? 'submit' : 'list'
    if (/^\/videos\/[^/]+\/content$/.test(path)) return 'content'
    if (/^\/videos\/[^/]+$/.test(path)) return method === 'DELETE' ? 'cancel' : 'poll'
    return undefined
  },
  answer(exchange, world) {
    const { operation, query } = exchange
    if (operation === 'check')
      return {
        status: 200,
        json: { object: 'list', data: [{ id: 'sora-2', object: 'model', created: 1, owned_by: 'me' }] },
      }
    if (operation === 'submit') return submit(exchange, world)
    if (operation === 'list') {
      const jobs = [...world.jobs.values()].filter(
        ({ dialect, cancelled }) => dialect === 'sora' && !cancelled,
      )
      const data = jobs
        .reverse()
        .slice(0, Number(query.get('limit') ?? 20))
        .map((job) => video(job, stateAt(job, 'completed'), world))
      return {
        status: 200,
        json: {
          object: 'list',
          data,
          first_id: data[0]?.id ?? null,
          last_id: data.at(-1)?.id ?? null,
          has_more: false,
        },
      }
    }
    return one(exchange, world)
  },
}
