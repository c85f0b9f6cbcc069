/**
 * The OpenAI videos protocol at any base URL: OpenAI's own service ended, the protocol lives on in vLLM-Omni, SGLang, LiteLLM
 * and hosted gateways. Facts here; the wire is in openai-videos.wire.ts, loaded at the first call.
 */

import { usageError } from '../errors.ts'
import { encodingOf, videoFields } from './openai-videos.body.ts'
import { openaiVideosModels } from './openai-videos.models.ts'
import type { Provider } from './provider.ts'

const wire = () => import('./openai-videos.wire.ts')

/** developers.openai.com deprecations page, read 2026-11-22. */
const endedOn = '2026-09-24'

/** The published schema allows 20,971,520 characters of data URL; base64 makes four of every three bytes. */
const imageMaxBytes = 15 * 1024 * 1024

const isOpenAi = (baseUrl: string): boolean =>
  /(^|\.)api\.openai\.com$/i.test(new URL(baseUrl).hostname.replace(/\.$/, ''))

export const openaiVideos: Provider = {
  id: 'sora',
  title: 'OpenAI videos protocol (sora)',
  paid: true,
  keyEnv: 'OPENAI_API_KEY',
  baseUrlEnv: 'OPENAI_BASE_URL',
  defaultBaseUrl: 'https://api.openai.com/v1',
  keyPrefixes: ['sk-'],
  // Servers of one's own usually want none, and hosted gateways say so with a 401.
  needsKey: isOpenAi,
  freeOnPrivateHost: true,
  refuses: (baseUrl) =>
    isOpenAi(baseUrl)
      ? {
          message: `OpenAI ended its Videos API on ${endedOn}; api.openai.com no longer makes videos`,
          endedOn,
          hint: 'set OPENAI_BASE_URL (or `vidgen connect sora --base-url <url>`) to a server that speaks the protocol, such as http://localhost:8091/v1 for vLLM-Omni',
        }
      : undefined,
  models: openaiVideosModels,
  defaultModel: 'sora-2',
  // No idempotency anywhere; the list of videos tells, on servers that have one.
  recovery: 'list',
  chargedOn: { failed: 'unknown', moderated: 'unknown', cancelled: 'unknown' },
  // What OpenAI's and LiteLLM's own examples do; servers on loopback are polled faster by jobs/wait.
  pollMinimumSeconds: 10,
  validate({ inputs, images }) {
    for (const { path, sizeBytes } of images)
      if (sizeBytes > imageMaxBytes)
        throw usageError(`${path} is larger than the 15 MB a data URL of the protocol may carry`, {
          hint: 'shrink it first',
        })
    const { encoding = 'multipart', size } = inputs
    if (encoding !== 'multipart' && encoding !== 'json')
      throw usageError(`--input encoding must be multipart or json, not "${encoding}"`)
    if (size !== undefined && !/^[1-9]\d{1,4}x[1-9]\d{1,4}$/.test(size))
      throw usageError(`--input size must look like 1280x720, not "${size}"`)
  },
  check: async (call) =>
    isOpenAi(call.baseUrl)
      ? { status: 'sunset', message: `OpenAI ended its Videos API on ${endedOn}` }
      : (await wire()).check(call),
  preview: (request, baseUrl) => {
    const [image] = request.images
    const body = { ...videoFields(request), ...(image ? { input_reference: `<${image.path}>` } : {}) }
    return { method: 'POST', url: `${baseUrl}/videos`, encoding: encodingOf(request), body }
  },
  submit: async (call, request) => (await wire()).submit(call, request),
  poll: async (call, operation) => (await wire()).poll(call, operation),
  result: async (call, video) => (await wire()).result(call, video),
  cancel: async (call, operation) => (await wire()).cancel(call, operation),
  find: async (call, request, intent, known) =>
    (await import('./openai-videos.find.ts')).find(call, request, intent, known),
  operationOf: (providerJobId) => ({ videoId: providerJobId }),
}
