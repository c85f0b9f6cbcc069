/** Briefs of our own, in other words and languages; half of them are kept from tuning. */

import { readFileSync } from 'node:fs'
import { type Recommendation, recommend } from '../../src/mia/index.ts'
import { labelledSet } from './labelled.ts'

export interface OwnBrief {
  set: 'tune' | 'kept'
  lang: string
  kind: 'avatar' | 'clip' | 'template'
  types: string[]
  brief: string
  platform: string
  images?: number
  videos?: number
  script?: boolean
  data?: boolean
}

export const ownBriefs = (
  JSON.parse(readFileSync(new URL('./own-briefs.json', import.meta.url), 'utf8')) as { briefs: OwnBrief[] }
).briefs

const leaders = { avatar: 'heygen', clip: 'runway', template: 'template' }

export const answerTo = ({
  brief,
  platform,
  images = 0,
  videos = 0,
  script = false,
  data = false,
}: OwnBrief): Recommendation =>
  recommend(
    { brief, platform, inputs: { images, videos, script, data } },
    { connected: ['runway', 'heygen'], budgetRemainingUsd: 50, now: '2026-11-22' },
    labelledSet.catalog,
  )

export const leadsRight = (own: OwnBrief): boolean => answerTo(own).best?.id === leaders[own.kind]
export const typeRight = (own: OwnBrief): boolean =>
  own.types.length === 0 || own.types.includes(answerTo(own).inferred.contentType.value)
