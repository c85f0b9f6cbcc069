/** HeyGen v3's dialect: idempotency keys are honoured, and a replay is not a second charge. */

import { randomBytes } from 'node:crypto'
import { type Dialect, type Exchange, type Job, type Reply, stateAt, type World } from './world.ts'

const error = (status: number, code: string, message: string): Reply => ({
  status,
  json: { error: { code, message, param: null } },
})

const looks = [
  {
    id: 'look-portrait',
    name: 'Portrait',
    avatar_type: 'studio_avatar',
    default_voice_id: 'voice-b',
    preferred_orientation: 'portrait',
    status: null,
  },
  {
    id: 'look-landscape',
    name: 'Landscape',
    avatar_type: 'studio_avatar',
    default_voice_id: 'voice-a',
    preferred_orientation: 'landscape',
    status: null,
  },
]
const voices = [
  {
    voice_id: 'voice-a',
    name: 'Ada',
    language: 'English',
    gender: 'female',
    type: 'public',
    support_pause: true,
    support_locale: false,
  },
  {
    voice_id: 'voice-b',
    name: 'Bo',
    language: 'English',
    gender: 'male',
    type: 'public',
    support_pause: true,
    support_locale: false,
  },
]

function submit(exchange: Exchange, world: World): Reply {
  const { body, headers, path } = exchange
  const key = headers['idempotency-key']
  const first =
    key === undefined ? undefined : [...world.jobs.values()].find((job) => job.idempotencyKey === key)
  if (first)
    return JSON.stringify(first.body) === JSON.stringify(body)
      ? created(first)
      : error(409, 'conflict', 'The key was used with another body.')
  if (world.broke) return error(402, 'insufficient_credit', 'Insufficient credit.')
  if (path === '/v3/video-agents') {
    if (typeof body.prompt !== 'string' || body.prompt.length < 1 || body.prompt.length > 10_000)
      return error(400, 'invalid_parameter', 'prompt is required')
  } else {
    if (body.type !== 'avatar' && body.type !== 'image')
      return error(400, 'invalid_parameter', 'type must be avatar or image')
    if (body.type === 'avatar' && !body.avatar_id)
      return error(400, 'invalid_parameter', 'avatar_id is required')
    if (typeof body.script !== 'string' || body.script === '')
      return error(400, 'invalid_parameter', 'script is required')
  }
  const job = world.makeJob('heygen', exchange, 15, randomBytes(16).toString('hex'))
  return created(job)
}

function created(job: Job): Reply {
  const agent = job.body.type === undefined
  const data = agent
    ? {
        session_id: `session-${job.id}`,
        status: 'generating',
        video_id: null,
        created_at: Math.floor(job.createdAtMs / 1000),
      }
    : { video_id: job.id, status: 'waiting', output_format: 'mp4' }
  return { status: 200, json: { data } }
}

function detail(job: Job, status: string, world: World) {
  return {
    id: job.id,
    status,
    title: job.body.title ?? null,
    created_at: Math.floor(job.createdAtMs / 1000),
    ...(status === 'completed'
      ? { video_url: world.clipUrl(job), duration: job.seconds, completed_at: Math.floor(Date.now() / 1000) }
      : {}),
    ...(status === 'failed'
      ? { failure_code: 'internal_error', failure_message: 'Something went wrong.' }
      : {}),
    ...(status === 'completed' || status === 'failed' ? job.course.fields : {}),
  }
}

const listed = (exchange: Exchange, world: World): Reply => {
  const title = exchange.query.get('title') ?? ''
  const data = [...world.jobs.values()]
    .filter((job) => job.dialect === 'heygen' && String(job.body.title ?? '').includes(title))
    .map((job) => detail(job, stateAt(job, 'completed'), world))
  return { status: 200, json: { data, has_more: false, next_token: null } }
}

export const heygenDialect: Dialect = {
  name: 'heygen',
  needsKey: true,
  keyOf: (headers) => headers['x-api-key'],
  unauthorized: error(401, 'unauthorized', 'Unauthorized'),
  operation(method, path) {
    if (path === '/v3/users/me' || path === '/v3/api_keys/self') return 'check'
    if (path === '/v3/avatars/looks' || path === '/v3/voices') return 'choices'
    if (method === 'POST' && (path === '/v3/videos' || path === '/v3/video-agents')) return 'submit'
    if (method === 'GET' && path === '/v3/videos') return 'list'
    if (method === 'GET' && /^\/v3\/(videos|video-agents)\/[^/]+$/.test(path)) return 'poll'
    return undefined
  },
  answer(exchange, world) {
    const { operation, path } = exchange
    if (path === '/v3/users/me')
      return {
        status: 200,
        json: {
          data: {
            username: 'u',
            billing_type: 'wallet',
            wallet: { currency: 'usd', remaining_balance: world.broke ? 0 : 12.5, auto_reload: null },
          },
        },
      }
    if (path === '/v3/api_keys/self')
      return { status: 200, json: { data: { key_id: 'k', status: 'active', scopes: [], expires_at: null } } }
    if (path === '/v3/voices')
      return { status: 200, json: { data: voices, has_more: false, next_token: null } }
    if (path === '/v3/avatars/looks')
      return {
        status: 200,
        json: {
          data: exchange.query.get('ownership') === 'private' ? [] : looks,
          has_more: false,
          next_token: null,
        },
      }
    if (operation === 'submit') return submit(exchange, world)
    if (operation === 'list') return listed(exchange, world)
    const [, , resource, id = ''] = path.split('/')
    const job = world.jobs.get(decodeURIComponent(id).replace(/^session-/, ''))
    if (!job || job.course.vanishes) return error(404, 'video_not_found', 'Video not found')
    if (resource === 'video-agents')
      return {
        status: 200,
        json: {
          data: { session_id: id, status: 'generating', progress: 40, video_id: job.id, messages: [] },
        },
      }
    job.polls += 1
    if (job.polls <= (job.course.hiddenPolls ?? 0)) return error(404, 'video_not_found', 'Video not found')
    return { status: 200, json: { data: detail(job, stateAt(job, 'completed'), world) } }
  },
}
