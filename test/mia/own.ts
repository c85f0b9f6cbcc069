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
}

export const ownBriefs = (
  JSON.parse(readFileSync(new URL('./own-briefs.json', import.meta.url), 'utf8')) as { briefs: OwnBrief[] }
).briefs

const leaders = { avatar: 'heygen', clip: 'runway', template: 'template' }

export const answerTo = ({ brief, platform, images = 0, videos = 0 }: OwnBrief): Recommendation =>
  recommend(
    { brief, platform, inputs: { images, videos, script: false, data: false } },
    { connected: ['runway', 'heygen'], budgetRemainingUsd: 50, now: '2026-11-22' },
    labelledSet.catalog,
  )

export const leadsRight = (own: OwnBrief): boolean => answerTo(own).best?.id === leaders[own.kind]
export const typeRight = (own: OwnBrief): boolean =>
  own.types.includes(answerTo(own).inferred.contentType.value)
