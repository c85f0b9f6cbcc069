/** Runway's dialect, version 2024-11-06, as far as vidgen speaks it. */

import { randomUUID } from 'node:crypto'
import { type Dialect, type Exchange, type Job, type Reply, stateAt, type World } from './world.ts'

/** Credits a second, for the models the tests use. */
const rates: Record<string, number> = { 'gen4.5': 12, gen4_turbo: 5, 'veo3.1': 40, 'veo3.1_fast': 15 }

const textRatios = ['1280:720', '720:1280']
const imageRatios = [...textRatios, '1104:832', '960:960', '832:1104', '1584:672']

const invalid = (message: string, path: string): Reply => ({
  status: 400,
  json: {
    error: 'Validation of body failed',
    issues: [{ code: 'custom', path: [path], message }],
    docUrl: 'https://docs.dev.runwayml.com',
  },
})

/** What the published document demands of gen4.5; other models are taken as they come. */
function problem(path: string, body: Record<string, unknown>): Reply | undefined {
  const image = path === '/v1/image_to_video'
  if (typeof body.model !== 'string') return invalid('Required', 'model')
  if (image && body.promptImage === undefined) return invalid('Required', 'promptImage')
  if (body.model !== 'gen4.5') return undefined
  if (typeof body.promptText !== 'string' || body.promptText.length < 1 || body.promptText.length > 1000)
    return invalid('Required', 'promptText')
  if (!Number.isInteger(body.duration) || Number(body.duration) < 2 || Number(body.duration) > 10)
    return invalid('Invalid', 'duration')
  if (!(image ? imageRatios : textRatios).includes(String(body.ratio)))
    return invalid('Invalid enum value', 'ratio')
  const known = ['model', 'promptText', 'promptImage', 'duration', 'ratio', 'seed']
  const extra = Object.keys(body).find((key) => !known.includes(key))
  return extra === undefined ? undefined : invalid('Unrecognized key', extra)
}

function submit(exchange: Exchange, world: World): Reply {
  const wrong = problem(exchange.path, exchange.body)
  if (wrong) return wrong
  if (world.broke) return { status: 400, json: { error: 'You do not have enough credits to run this task.' } }
  const seconds = Number(exchange.body.duration ?? 5)
  const job = world.makeJob('runway', exchange, seconds, randomUUID())
  return { status: 200, json: { id: job.id, estimatedCost: { credits: creditsOf(job) } } }
}

const creditsOf = (job: Job): number => (rates[String(job.body.model)] ?? 10) * job.seconds

function task(job: Job, world: World): Reply {
  if (job.course.vanishes || job.polls <= (job.course.hiddenPolls ?? 0))
    return { status: 404, json: { error: 'Could not find Task' } }
  const status = stateAt(job, 'SUCCEEDED')
  const cost = { credits: job.course.cost ?? creditsOf(job) }
  const base = { id: job.id, createdAt: new Date(job.createdAtMs).toISOString(), status }
  const extra =
    status === 'SUCCEEDED'
      ? { output: [world.clipUrl(job)], cost }
      : status === 'FAILED' || status === 'CANCELLED'
        ? { failure: 'An unexpected error occurred.', cost: { credits: job.course.cost ?? 0 } }
        : { estimatedCost: { credits: creditsOf(job) }, ...(status === 'RUNNING' ? { progress: 0.5 } : {}) }
  return { status: 200, json: { ...base, ...extra, ...job.course.fields } }
}

export const runwayDialect: Dialect = {
  name: 'runway',
  needsKey: true,
  keyOf: (headers) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
  unauthorized: {
    status: 401,
    json: { error: 'The API key is not valid.', docUrl: 'https://docs.dev.runwayml.com' },
  },
  operation(method, path) {
    if (method === 'GET' && path === '/v1/organization') return 'check'
    if (method === 'POST' && path === '/v1/uploads') return 'upload'
    if (method === 'POST' && /^\/v1\/(text|image)_to_video$/.test(path)) return 'submit'
    if (/^\/v1\/tasks\/[^/]+$/.test(path)) return method === 'DELETE' ? 'cancel' : 'poll'
    return undefined
  },
  answer(exchange, world) {
    const { operation, headers, path } = exchange
    if (headers['x-runway-version'] !== '2024-11-06')
      return { status: 400, json: { error: 'The X-Runway-Version header is required.' } }
    if (operation === 'check')
      return {
        status: 200,
        json: { creditBalance: world.broke ? 0 : 1234, tier: { models: {} }, usage: { models: {} } },
      }
    if (operation === 'upload') {
      const name = `runway://upload-${randomUUID()}`
      return {
        status: 200,
        json: { uploadUrl: `${world.url}/form-upload`, fields: { key: name, policy: 'x' }, runwayUri: name },
      }
    }
    if (operation === 'submit') return submit(exchange, world)
    const job = world.jobs.get(decodeURIComponent(path.split('/').at(-1) ?? ''))
    if (!job || job.cancelled) return { status: 404, json: { error: 'Could not find Task' } }
    if (operation === 'cancel') {
      job.cancelled = true
      return { status: 204 }
    }
    job.polls += 1
    return task(job, world)
  },
}
