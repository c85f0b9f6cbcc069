/** An offer in the words and numbers of the answer: why it, why not it, what it would do differently, what to type next. */

import { formatUsd } from '../ledger/money.ts'
import { longestAffordable } from './actions.ts'
import { commandsFor, nearestRatio } from './commands.ts'
import { knowledge } from './knowledge.ts'
import {
  capabilitiesOf,
  expectedLatencySeconds,
  historyOf,
  isConnected,
  nearestSeconds,
  type Offer,
  ratiosOf,
  usdOf,
} from './offers.ts'
import { expectedUsd, limitedBy } from './price.ts'
import type { Ranked, Verdict } from './rank.ts'
import {
  type CatalogEntry,
  type Excluded,
  type ExclusionReason,
  type Learned,
  type Need,
  needs,
  type RankedEntry,
  type Reason,
  type TermName,
  termNames,
} from './types.ts'
import { unmetNeeds, warningsOf } from './warnings.ts'

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits

export function entryOf(offer: Ranked, verdict: Verdict): RankedEntry {
  const { limit } = verdict
  const adapted = offer.group === 'B'
  return {
    id: offer.id,
    label: labelOf(offer),
    group: offer.group,
    score: round(offer.score, 2),
    costUsd: usdOf(offer.micros),
    budgetAfterUsd: limit === null || offer.micros === null ? null : (limit - offer.micros) / 1e6,
    durationSec: adapted ? nearestSeconds(offer.entry, offer.seconds) : offer.seconds,
    aspectRatio: adapted ? nearestRatio(offer, verdict) : offer.ratio,
    terms: Object.fromEntries(
      termNames.map((name) => {
        const { u, w, points } = offer.terms[name]
        return [name, { u: round(u, 4), w, points: round(points, 2) }]
      }),
    ) as Record<TermName, RankedEntry['terms'][TermName]>,
    learned: learnedOf(offer, verdict),
    why: whyOf(offer, verdict),
    warnings: warningsOf(offer, verdict),
    adaptations: adapted ? adaptationsOf(offer, verdict) : [],
    next: commandsFor(offer, verdict),
  }
}

function learnedOf({ id, entry, micros }: Ranked, { question }: Verdict): Learned | null {
  const history = historyOf(id, question.state)
  if (!history || !(history.runs > 0)) return null
  return {
    runs: history.runs,
    ok: history.ok,
    latencySec: round(expectedLatencySeconds(entry, history), 1),
    costUsd: micros === null ? null : round(expectedUsd(entry, micros, history), 6),
  }
}

export const labelOf = ({ id, entry }: Offer): string => entry.label ?? id

const strengths: Readonly<Record<Need, string>> = {
  text: 'words come out letter for letter',
  brand: 'keeps logo, colours and your pictures as they are',
  data: 'plots exact numbers',
  face: 'a face that speaks',
  footage: 'makes new camera footage',
  camera: 'moves like a camera',
  voice: 'a voice of its own',
  repro: 'the same result every time',
}

function whyOf(offer: Ranked, verdict: Verdict): Reason[] {
  const { question, limit } = verdict
  const history = historyOf(offer.id, question.state)
  const reasons: (Reason | false)[] = [
    offer.group === 'B' && { code: 'fallback', text: 'stands in, because it is always there' },
    ...strongest(offer.entry, verdict).map((need) => ({ code: `fit_${need}`, text: strengths[need] })),
    offer.micros === 0 && { code: 'free', text: 'costs nothing' },
    offer.micros !== null &&
      offer.micros > 0 &&
      limit !== null &&
      offer.micros <= limit && {
        code: 'within_budget',
        text: `${formatUsd(offer.micros)} of ${formatUsd(limit)}`,
      },
    offer.micros !== null &&
      limit !== null &&
      offer.micros > limit && { code: 'over_budget', text: overBudgetText(offer, verdict) },
    offer.micros === null &&
      limit !== null && {
        code: 'unpriced',
        text: 'its price is not known, so it cannot be shown to fit the budget',
      },
    !isConnected(offer.id, offer.entry, question.state) && { code: 'not_connected', text: 'not connected' },
    history !== undefined &&
      history.runs > 0 && {
        code: 'own_history',
        text: `${history.ok} of ${history.runs} of your own runs went well`,
      },
  ]
  return reasons.filter((reason): reason is Reason => reason !== false)
}

/** Two needs that carry most of the fit, and that it is good at. */
const goodAt = 0.5
const strongest = (entry: CatalogEntry, { question }: Verdict): Need[] => {
  const capable = capabilitiesOf(entry)
  const { weights } = knowledge.contentTypes[question.contentType]
  const part = (need: Need) => (weights[need] ?? 0) * capable[need]
  return needs
    .filter((need) => part(need) > 0 && capable[need] >= goodAt)
    .sort((a, b) => part(b) - part(a))
    .slice(0, 2)
}

export function overBudgetText(offer: Offer, verdict: Verdict): string {
  const { limit, question } = verdict
  const by = limitedBy(question.state)
  if (by === 'day') return `${formatUsd(offer.micros ?? 0)}, and today's paid renders are used up`
  const shorter = longestAffordable(offer, verdict)
  const what =
    by === 'max_cost' ? `the cap of ${formatUsd(limit ?? 0)}` : `the ${formatUsd(limit ?? 0)} that is left`
  const over = `${formatUsd(offer.micros ?? 0)} is over ${what}`
  return shorter === undefined ? over : `${over}; ${shorter} s would fit`
}

function adaptationsOf(offer: Ranked, verdict: Verdict): string[] {
  const seconds = nearestSeconds(offer.entry, offer.seconds)
  const ratio = nearestRatio(offer, verdict)
  return [
    ...(offer.reasons.includes('duration_unsupported') && seconds !== offer.seconds
      ? [`durationSec ${offer.seconds} → ${seconds}`]
      : []),
    ...(ratio !== offer.ratio ? [`aspectRatio ${offer.ratio} → ${ratio}`] : []),
    ...unmetNeeds(offer).map((need) => `unmet:${need}`),
  ]
}

export function excludedOf(offer: Offer, verdict: Verdict): Excluded {
  return {
    id: offer.id,
    label: labelOf(offer),
    reasons: offer.reasons,
    text: offer.reasons.map((reason) => reasonText(reason, offer, verdict)).join('; '),
  }
}

/** The single strongest reason comes first: offers.ts lists hard before negotiable. */
export function reasonText(
  reason: ExclusionReason,
  { entry, seconds, ratio }: Offer,
  { question }: Verdict,
): string {
  const { min, max, allowed, step = 1 } = entry.durationSec
  const lengths = allowed ? allowed.join(', ') : `${min}–${max} s${step > 1 ? ` in steps of ${step}` : ''}`
  const texts: Record<ExclusionReason, string> = {
    shutdown: entry.sunsetAt ? `shut down on ${entry.sunsetAt.slice(0, 10)}` : 'has been shut down',
    denied_by_user: 'you asked not to use it',
    other_model_preferred: 'another model of the same provider will do',
    policy_real_person: 'refuses recognisable public figures without their consent',
    policy_app_store: 'App Store previews may show only captures of the app itself',
    needs_avatar: 'makes no face that speaks',
    needs_footage:
      entry.kind === 'avatar' ? 'makes speaking presenters, not new footage' : 'makes no new footage',
    needs_audio: 'is silent',
    needs_image_input: 'takes no picture',
    image_required: 'needs a picture to start from',
    too_many_images: `takes at most ${entry.imagesMax} picture${entry.imagesMax === 1 ? '' : 's'}`,
    script_unsupported: 'rewrites a script instead of speaking it word for word',
    needs_determinism: 'gives something else on every run',
    needs_offline: 'sends your material to a service',
    duration_unsupported: `makes ${lengths}, not ${seconds} s`,
    ratio_unsupported: `makes ${ratiosOf(entry, question.withImage).join(', ')}, not ${question.ratios[0] ?? ratio}`,
  }
  return texts[reason]
}
