/** Looks and voices: lists for people, and one of each for those who named none. */

import { z } from 'zod'
import { VidgenError } from '../errors.ts'
import { get, readData } from './heygen.answers.ts'
import type { Picks } from './heygen.body.ts'
import type { Call } from './provider.ts'
import { optional } from './shape.ts'

const lookSchema = z.object({
  id: z.string(),
  name: optional(z.string()),
  avatar_type: optional(z.string()),
  default_voice_id: optional(z.string()),
  preferred_orientation: optional(z.string()),
  gender: optional(z.string()),
  status: optional(z.string()),
})
const voiceSchema = z.object({
  voice_id: z.string(),
  name: optional(z.string()),
  language: optional(z.string()),
  gender: optional(z.string()),
})

export async function avatars(call: Call) {
  const own = await looks(call, 'ownership=private&limit=50')
  const stock = await looks(call, 'ownership=public&limit=50')
  return [...own, ...stock].map((look) => ({
    id: look.id,
    name: look.name ?? look.id,
    detail: [look.avatar_type, look.preferred_orientation, look.gender, look.status]
      .filter(Boolean)
      .join(', '),
  }))
}

export async function voices(call: Call) {
  const found = await list(call, '/v3/voices?limit=100', voiceSchema)
  return found.map((voice) => ({
    id: voice.voice_id,
    name: voice.name ?? voice.voice_id,
    detail: [voice.language, voice.gender].filter(Boolean).join(', '),
  }))
}

/** The first stock studio look that brings its own voice, in the shape of the picture where there is one. */
export async function chooseLook(call: Call, ratio: string, needsVoice: boolean): Promise<Picks> {
  const found = await looks(call, 'ownership=public&avatar_type=studio_avatar&limit=50')
  const voiced = needsVoice ? found.filter((look) => look.default_voice_id) : found
  const wanted = orientationOf(ratio)
  const look = voiced.find((candidate) => candidate.preferred_orientation === wanted) ?? voiced[0] ?? found[0]
  if (look === undefined) throw nothing('look', 'avatars')
  return needsVoice && !look.default_voice_id
    ? { avatarId: look.id, voiceId: await chooseVoice(call) }
    : { avatarId: look.id }
}

export async function chooseVoice(call: Call): Promise<string> {
  const [voice] = await list(call, '/v3/voices?type=public&language=English&limit=1', voiceSchema)
  if (voice === undefined) throw nothing('voice', 'voices')
  return voice.voice_id
}

function orientationOf(ratio: string): 'landscape' | 'portrait' | 'square' {
  const [width = 1, height = 1] = ratio.split(':').map(Number)
  return width === height ? 'square' : width > height ? 'landscape' : 'portrait'
}

const looks = (call: Call, query: string) => list(call, `/v3/avatars/looks?${query}`, lookSchema)

/** The first page is enough to choose from; 500 stock looks are not paged for a list on a terminal. */
async function list<T>(call: Call, path: string, item: z.ZodType<T>): Promise<T[]> {
  return readData(z.array(item), await get(call, path, 3))
}

const nothing = (what: string, choice: string) =>
  new VidgenError('rejected', `the account has no ${what} to speak with; nothing was sent`, {
    charged: false,
    provider: 'heygen',
    hint: `see \`vidgen providers heygen --${choice}\``,
  })
