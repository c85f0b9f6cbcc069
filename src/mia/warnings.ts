/** What a user should know before the money is spent: codes, `:id` where they concern one provider. They never move a score. */

import { findPhrase, fold } from './brief-text.ts'
import {
  dayMs,
  historyOf,
  instantMs,
  isConnected,
  isShutDown,
  isTemplate,
  makesSound,
  type Offer,
} from './offers.ts'
import type { Ranked, Verdict } from './rank.ts'
import { type HardNeed, hardNeeds, type RankedEntry } from './types.ts'

/** Prices move: after this a price is a memory. */
const stalePriceDays = 90
const staleEloDays = 180
/** Long enough to finish what one has begun. */
const sunsetSoonDays = 90

/** Half of at least five runs failed, for reasons of the provider's own. */
const unreliable = { runs: 5, rate: 0.5 }

export function warningsOf(offer: Ranked, verdict: Verdict): string[] {
  const { id, entry, micros, group } = offer
  const { question, limit } = verdict
  const daysOld = (date: string | undefined) => (date ? (question.nowMs - instantMs(date)) / dayMs : 0)
  const history = historyOf(id, question.state)
  const checks: [string, boolean][] = [
    ['silent', entry.kind === 'clip' && !makesSound(entry)],
    ['ai_disclosure', entry.kind !== 'renderer' && question.platform?.public === true],
    ['approximate_length', entry.durationSec.approximate === true && question.duration !== undefined],
    [`provider_sunset_soon:${id}`, endsSoon(offer, question.nowMs)],
    [`provider_deprecated:${id}`, entry.status === 'deprecated'],
    [`unknown_price:${id}`, micros === null],
    [`over_budget:${id}`, group === 'C' && micros !== null && limit !== null],
    [`stale_price:${id}`, daysOld(entry.priceReadAt) > stalePriceDays],
    [
      `stale_rating:${id}`,
      entry.kind === 'clip' && typeof entry.elo === 'number' && daysOld(entry.eloReadAt) > staleEloDays,
    ],
    [
      `unreliable:${id}`,
      history !== undefined && history.runs >= unreliable.runs && history.ok / history.runs < unreliable.rate,
    ],
    ...unmetNeeds(offer).map((need): [string, boolean] => [`unmet_need:${need}`, group === 'B']),
  ]
  return checks.filter(([, applies]) => applies).map(([code]) => code)
}

function endsSoon({ entry }: Offer, nowMs: number): boolean {
  const left = (instantMs(entry.sunsetAt) - nowMs) / dayMs
  return left > 0 && left <= sunsetSoonDays
}

const needOf: Readonly<Record<string, HardNeed>> = {
  needs_avatar: 'avatar',
  needs_footage: 'footage',
  needs_audio: 'native_audio',
  needs_image_input: 'image_input',
  needs_determinism: 'deterministic',
  needs_offline: 'offline',
}

export const unmetNeeds = ({ reasons }: Offer): HardNeed[] =>
  hardNeeds.filter((need) => reasons.some((reason) => needOf[reason] === need))

/** Those of the leader, then what concerns single providers, then what concerns the request. */
export function overallWarnings(verdict: Verdict, ranking: readonly RankedEntry[]): string[] {
  const { question, ranked, excluded } = verdict
  const leader = ranking[0]
  const shutDown = excluded.filter(
    ({ id, entry }) =>
      isShutDown(entry, question.nowMs) &&
      ((entry.requiresKey !== false && isConnected(id, entry, question.state)) ||
        isNamed(id, question.request.brief)),
  )
  const all = [
    ...(leader?.warnings ?? []),
    ...ranking
      .slice(1)
      .flatMap(({ warnings }) =>
        warnings.filter((code) => code.includes(':') && !code.startsWith('unmet_need')),
      ),
    ...shutDown.map(({ id }) => `provider_shutdown:${id}`),
    ...(question.hard.has('public_figure') ? ['policy_real_person'] : []),
    ...(question.platform?.capturesOnly ? ['app_store_captures_only'] : []),
    ...platformLength(verdict, ranked[0]),
  ]
  return [...new Set(all)]
}

/** Named in the brief, with or without its number: worth saying that it is gone, though it changes nothing. */
const isNamed = (id: string, brief: string): boolean =>
  !isTemplate(id) && findPhrase(fold(brief ?? ''), fold(id).replace(/ [\d.]+$/, '')) !== undefined

function platformLength({ question }: Verdict, leader: Ranked | undefined): string[] {
  const limits = question.platform?.durationSec
  if (!limits || !leader) return []
  if (limits.max !== undefined && leader.seconds > limits.max) return ['too_long_for_platform']
  return limits.min !== undefined && leader.seconds < limits.min ? ['too_short_for_platform'] : []
}
