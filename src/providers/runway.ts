/** Runway's developer API. Facts here; what goes over the wire is in runway.wire.ts, loaded at the first call. */

import { usageError } from '../errors.ts'
import type { Provider } from './provider.ts'
import { runwayRequest } from './runway.body.ts'
import { runwayModels } from './runway.models.ts'

const wire = () => import('./runway.wire.ts')

export const runway: Provider = {
  id: 'runway',
  title: 'Runway',
  paid: true,
  keyEnv: 'RUNWAYML_API_SECRET',
  baseUrlEnv: 'RUNWAYML_BASE_URL',
  // Production, despite the word "dev".
  defaultBaseUrl: 'https://api.dev.runwayml.com',
  keyPrefixes: ['key_'],
  needsKey: () => true,
  models: runwayModels,
  defaultModel: 'gen4.5',
  modelEnv: 'RUNWAY_TEXT_TO_VIDEO_MODEL',
  // No idempotency key and no list of tasks: a lost answer can only be settled by a person.
  recovery: 'none',
  // `cost.credits` of the finished task decides. Where it is missing: moderated input is not refunded, moderated output is.
  chargedOn: { failed: false, moderated: 'unknown', cancelled: 'unknown' },
  // "not more frequently than once every five seconds" (docs; @runwayml/sdk resources/tasks).
  pollMinimumSeconds: 5,
  // Terms of the developer API.
  attribution: 'Powered by Runway',
  validate({ images }) {
    for (const { path, widthPixels, heightPixels } of images) {
      const shape = widthPixels / heightPixels
      // Runway fails pictures outside about 0.5–2 and crops the rest.
      if (shape < 0.5 || shape > 2)
        throw usageError(`${path} is ${widthPixels}×${heightPixels}; Runway takes pictures from 1:2 to 2:1`, {
          hint: 'crop it first',
        })
    }
  },
  check: async (call) => (await wire()).check(call),
  prepare: async (call, request) => (await wire()).prepare(call, request),
  submit: async (call, request, _intent, prepared) => (await wire()).submit(call, request, prepared),
  poll: async (call, operation) => (await wire()).poll(call, operation),
  result: async (call, video, operation) => (await wire()).result(call, video, operation),
  cancel: async (call, operation) => (await wire()).cancel(call, operation),
  preview: (request, baseUrl) => {
    const { path, body } = runwayRequest(
      request,
      request.images.map((image) => `<${image.path}>`),
    )
    return { method: 'POST', url: `${baseUrl}${path}`, body }
  },
  operationOf: (providerJobId) => ({ taskId: providerJobId }),
}
