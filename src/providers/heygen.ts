/** HeyGen v3: an agent that makes a whole video, and faces that speak. Facts here; the wire is in heygen.wire.ts. */

import { usageError } from '../errors.ts'
import { heygenRequest } from './heygen.body.ts'
import { heygenModels } from './heygen.models.ts'
import type { Provider } from './provider.ts'
import { speakingSeconds, spokenText } from './speaking.ts'

const wire = () => import('./heygen.wire.ts')
const states = () => import('./heygen.states.ts')
const choices = () => import('./heygen.choices.ts')

/** The limits page; the schema sets none. */
const scriptMax = 5000

/** A picture travels inside the request, so that a replay under the same key is the same bytes. */
const imageMaxBytes = 10 * 1024 * 1024

export const heygen: Provider = {
  id: 'heygen',
  title: 'HeyGen',
  paid: true,
  keyEnv: 'HEYGEN_API_KEY',
  baseUrlEnv: 'HEYGEN_API_BASE',
  defaultBaseUrl: 'https://api.heygen.com',
  needsKey: () => true,
  models: heygenModels,
  defaultModel: 'video-agent',
  // The same Idempotency-Key within 24 h answers with the first job (HeyGen's OpenAPI, as quoted 2026-08-25).
  recovery: 'replay-key',
  replayKeySeconds: 24 * 60 * 60,
  // Charged on the length of the finished video; a failed one has none.
  chargedOn: { failed: false, moderated: false, cancelled: 'unknown' },
  // HeyGen's table: 10 s for the first two minutes (heygen-com/skills).
  pollMinimumSeconds: 10,
  // The service's own p99 for this POST is about 31 s.
  submitTimeoutSeconds: 120,
  suggestDurationSeconds: (request) =>
    Math.min(300, Math.max(15, Math.ceil(speakingSeconds(request.script ?? request.prompt)))),
  validate(request) {
    const { model, images } = request
    for (const { path, sizeBytes, mime } of images) {
      if (sizeBytes > imageMaxBytes)
        throw usageError(`${path} is larger than the 10 MB vidgen sends to HeyGen`, {
          hint: 'shrink it first',
        })
      // What its asset endpoint lists of still pictures.
      if (mime !== 'image/png' && mime !== 'image/jpeg')
        throw usageError(`${path} is ${mime}; HeyGen takes PNG and JPEG`, { hint: 'convert it first' })
    }
    if (model.id === 'video-agent') return
    const text = spokenText(request)
    if (text === '')
      throw usageError(`${model.id} needs words to speak`, { hint: 'give --script <file> or a prompt' })
    if (text.length > scriptMax)
      throw usageError(`the script has ${text.length} characters; HeyGen takes at most ${scriptMax}`)
    const seconds = Math.ceil(speakingSeconds(text))
    if (seconds > model.durations.max)
      throw usageError(
        `the script takes about ${seconds} s to speak; ${model.id} makes at most ${model.durations.max} s`,
        {
          hint: 'shorten it, or split it over several renders',
        },
      )
    if (seconds > request.durationSeconds && seconds > model.durations.min)
      throw usageError(
        `the script takes about ${seconds} s to speak, longer than --duration ${request.durationSeconds}`,
        {
          hint: 'leave --duration out: the length follows the words',
        },
      )
    const { engine } = request.inputs
    if (engine !== undefined && !/^avatar_(iii|iv|v)$/.test(engine))
      throw usageError(`--input engine must be avatar_iii, avatar_iv or avatar_v, not "${engine}"`)
  },
  check: async (call) => (await wire()).check(call),
  prepare: async (call, request) => (await wire()).prepare(call, request),
  submit: async (call, request, intent, prepared) => (await wire()).submit(call, request, intent, prepared),
  poll: async (call, operation) => (await states()).poll(call, operation),
  result: async (call, video) => (await wire()).result(call, video),
  find: async (call, request, intent, known) => (await wire()).find(call, request, intent, known),
  operationOf: (providerJobId) => ({ videoId: providerJobId }),
  preview: (request, baseUrl) => {
    const images = request.images.map(({ path }) => ({ type: 'base64', file: path }))
    const { path, body } = heygenRequest(request, {}, images, 'vidgen-<job>')
    return { method: 'POST', url: `${baseUrl}${path}`, body }
  },
  choices: {
    avatars: async (call) => (await choices()).avatars(call),
    voices: async (call) => (await choices()).voices(call),
  },
}
