/** A request as Runway's endpoints want it: only the fields of the reference, for some models refuse unknown ones. */

import type { Json, VideoRequest } from './provider.ts'
import type { RunwayModel, Sizing } from './runway.models.ts'

export interface RunwayRequest {
  path: '/v1/text_to_video' | '/v1/image_to_video'
  body: { [key: string]: Json }
}

/** `imageUris`: a data URI or `runway://…` for each picture, in order. */
export function runwayRequest(request: VideoRequest, imageUris: readonly string[]): RunwayRequest {
  // From the registry, or made after one of it by the user's catalog.json.
  const model = request.model as RunwayModel
  const withImage = imageUris.length > 0
  const body: { [key: string]: Json } = {
    model: model.id,
    ...(request.prompt === '' ? {} : { promptText: request.prompt }),
    ...(withImage ? { promptImage: promptImage(model, imageUris) } : {}),
    duration: request.durationSeconds,
    ...sizeFields(withImage ? model.image : model.text, request),
    ...(model.audioField ? { audio: request.audio ?? true } : {}),
    ...(model.seed && request.seed !== undefined ? { seed: request.seed } : {}),
  }
  return { path: withImage ? '/v1/image_to_video' : '/v1/text_to_video', body }
}

/** One picture is the first frame; a second is the last. */
function promptImage(model: RunwayModel, uris: readonly string[]): Json {
  if (!model.lastFrame || uris.length === 1) return uris[0] as string
  return uris.map((uri, index) => ({ uri, position: index === 0 ? 'first' : 'last' }))
}

/** Words such as 16:9 are errors for the models that take pixel pairs, and the pairs differ per endpoint. */
function sizeFields(
  sizing: Sizing | undefined,
  { ratio, resolution }: VideoRequest,
): { [key: string]: Json } {
  switch (sizing?.by) {
    case 'pixels': {
      const resolutions = sizing.sizes
      const sizes = resolutions[resolution ?? ''] ?? Object.values(resolutions)[0] ?? {}
      return { ratio: sizes[ratio] ?? ratio }
    }
    case 'words':
      return { ratio, ...(resolution === undefined ? {} : { resolution }) }
    case 'resolution':
      return resolution === undefined ? {} : { resolution }
    case 'auto':
      return { ratio: `auto_${resolution ?? '720p'}` }
    default:
      return {}
  }
}
