/** A request as the OpenAI videos protocol wants it: `seconds` is a decimal string, `model` and `size` only where known. */

import { ownInputs, sizes } from './openai-videos.models.ts'
import type { VideoRequest } from './provider.ts'

export type Encoding = 'multipart' | 'json'

export const encodingOf = ({ inputs }: VideoRequest): Encoding =>
  inputs.encoding === 'json' ? 'json' : 'multipart'

/** The text fields, in the order they are sent; the picture is added by the wire. */
export function videoFields(request: VideoRequest): Record<string, string> {
  const { model, inputs, ratio, resolution } = request
  const served = model.id === 'served'
  const modelId = inputs.model ?? (served ? '' : model.id)
  const size = inputs.size ?? sizes[resolution ?? '720p']?.[ratio]
  return {
    ...(modelId === '' ? {} : { model: modelId }),
    prompt: request.prompt,
    seconds: String(request.durationSeconds),
    ...(size === undefined ? {} : { size }),
    // Fields of vLLM-Omni and SGLang; the original protocol has neither.
    ...(served && request.seed !== undefined ? { seed: String(request.seed) } : {}),
    ...(served && request.audio !== undefined ? { generate_sound: String(request.audio) } : {}),
    ...Object.fromEntries(Object.entries(inputs).filter(([name]) => !ownInputs.includes(name))),
  }
}
