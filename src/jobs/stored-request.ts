/** A request as the ledger keeps it: canonical JSON to go on from in another process, and the hash that tells identical requests. */

import { createHash } from 'node:crypto'
import { usageError } from '../errors.ts'
import type { ImageInput, Json, Provider, VideoRequest } from '../providers/provider.ts'

/** JSON with sorted keys and nothing undefined: equal requests are equal bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  const pairs = Object.entries(value).filter(([, item]) => item !== undefined)
  pairs.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}

export function storeRequest(provider: Provider, request: VideoRequest): { json: Json; sha256: string } {
  const { model, images, ...rest } = request
  const facts = { ...rest, provider: provider.id, model: model.id }
  // Pictures count by content: the same file elsewhere is the same request.
  const identity = canonicalJson({ ...facts, images: images.map((image) => image.sha256) })
  const kept = { ...facts, images: images.map(({ path, sha256 }) => ({ path, sha256 })) }
  return {
    json: JSON.parse(canonicalJson(kept)),
    sha256: createHash('sha256').update(identity).digest('hex'),
  }
}

type Stored = Omit<VideoRequest, 'model' | 'images'> & {
  model: string
  images: { path: string; sha256: string }[]
}

/** The request back from the ledger; refuses when a picture is gone or was changed since. */
export async function restoreRequest(
  provider: Provider,
  json: Json,
  inspectImage: (path: string) => Promise<ImageInput>,
): Promise<VideoRequest> {
  const { model, images, ...rest } = json as unknown as Stored
  const found = provider.models.find((candidate) => candidate.id === model)
  if (!found) throw usageError(`${provider.id} no longer has the model ${model}`)
  const inputs = await Promise.all(
    images.map(async ({ path, sha256 }) => {
      const image = await inspectImage(path)
      if (image.sha256 !== sha256) throw usageError(`${path} was changed since the render was asked for`)
      return image
    }),
  )
  return { ...rest, model: found, images: inputs }
}
