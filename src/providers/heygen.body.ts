/** A request as HeyGen v3 wants it. The same request is the same bytes every time: a replay under its key must not differ. */

import type { Json, VideoRequest } from './provider.ts'
import { spokenText } from './speaking.ts'

/** A look and a voice where the user named none. */
export interface Picks {
  avatarId?: string
  voiceId?: string
}

export interface HeygenRequest {
  path: '/v3/videos' | '/v3/video-agents'
  body: { [key: string]: Json }
}

/** `images`: each as an asset input, base64 inline. */
export function heygenRequest(
  request: VideoRequest,
  picks: Picks,
  images: readonly Json[],
  tag: string,
): HeygenRequest {
  return request.model.id === 'video-agent'
    ? { path: '/v3/video-agents', body: agentBody(request, images) }
    : { path: '/v3/videos', body: videoBody(request, picks, images, tag) }
}

function agentBody(request: VideoRequest, images: readonly Json[]): { [key: string]: Json } {
  const { prompt, avatar, voice, ratio, durationSeconds } = request
  return {
    // The service has no field for the length: what is not said in words is up to the agent, and so is the bill.
    prompt: `${prompt}\n\nLength: about ${durationSeconds} seconds.`,
    mode: 'generate',
    orientation: ratio === '9:16' ? 'portrait' : 'landscape',
    ...(avatar === undefined ? {} : { avatar_id: avatar }),
    ...(voice === undefined ? {} : { voice_id: voice }),
    ...(images.length === 0 ? {} : { files: [...images] }),
  }
}

function videoBody(
  request: VideoRequest,
  picks: Picks,
  images: readonly Json[],
  tag: string,
): { [key: string]: Json } {
  const { model, ratio, resolution, inputs } = request
  const voiceId = request.voice ?? picks.voiceId
  const who: { [key: string]: Json } =
    model.id === 'image'
      ? { type: 'image', image: images[0] ?? null }
      : { type: 'avatar', avatar_id: request.avatar ?? picks.avatarId ?? '' }
  return {
    ...who,
    script: spokenText(request),
    ...(voiceId === undefined ? {} : { voice_id: voiceId }),
    // How a lost job is found again in the list of videos.
    title: titleOf(request, tag),
    aspect_ratio: ratio,
    ...(resolution === undefined ? {} : { resolution }),
    ...(inputs.engine === undefined || model.id === 'image' ? {} : { engine: { type: inputs.engine } }),
  }
}

const titleOf = (request: VideoRequest, tag: string): string =>
  `${spokenText(request).replace(/\s+/g, ' ').slice(0, 40)} [${tag}]`

export const tagOf = (jobId: string): string => `vidgen-${jobId}`
