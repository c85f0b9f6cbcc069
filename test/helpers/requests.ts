/** Requests as jobs/check hands them to a provider. */

import { createHash } from 'node:crypto'
import type { ImageInput, Intent, Provider, VideoRequest } from '../../src/providers/provider.ts'

export function requestFor(
  provider: Provider,
  modelId: string,
  extra: Partial<VideoRequest> = {},
): VideoRequest {
  const model = provider.models.find(({ id }) => id === modelId)
  if (!model) throw new Error(`no model ${modelId}`)
  const ratios = extra.images?.length ? (model.ratiosWithImage ?? model.ratios) : model.ratios
  return {
    prompt: 'A fox in fresh snow',
    model,
    durationSeconds: model.durations.default,
    ratio: ratios[0] as string,
    resolution: model.resolutions?.[0],
    images: [],
    inputs: {},
    ...extra,
  }
}

export const intent: Intent = { jobId: 'a1b2c3d4e5f60718', idempotencyKey: 'a1b2c3d4e5f60718' }

export function picture(sizeBytes = 2000): ImageInput {
  const bytes = new Uint8Array(sizeBytes).fill(7)
  return {
    path: 'fox.png',
    mime: 'image/png',
    widthPixels: 1280,
    heightPixels: 720,
    sizeBytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    read: async () => bytes,
  }
}
