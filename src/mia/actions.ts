/** What the user could do next, as codes, the most useful first. Only steps that would bring a better answer than the leader. */

import { isConnected, type Offer, providerOf, ratiosOf, takesSeconds } from './offers.ts'
import type { Ranked, Verdict } from './rank.ts'
import type { ExclusionReason } from './types.ts'

/** Reasons that a different request would lift. */
const negotiable: readonly ExclusionReason[] = [
  'duration_unsupported',
  'ratio_unsupported',
  'needs_audio',
  'image_required',
]

export function nextActions(verdict: Verdict): string[] {
  const { ranked, question } = verdict
  const ready = ranked.find(({ id, entry, group }) => group !== 'C' && isConnected(id, entry, question.state))
  const ahead = ranked
    .slice(0, ready ? ranked.indexOf(ready) : ranked.length)
    .filter(({ group }) => group === 'A')
  const actions = [
    ...ahead.map(({ id }) => `connect:${providerOf(id)}`),
    ...ranked
      .filter((offer) => offer.group === 'C' && beatsLeader(offer, verdict))
      .flatMap((offer) => overBudget(offer, verdict)),
    ...verdict.excluded
      .filter((offer) => isAnotherProvider(offer, verdict) && beatsLeader(offer, verdict))
      .flatMap((offer) => negotiated(offer, verdict)),
    ...(question.hard.has('public_figure') ? ['use-fictional-presenter'] : []),
  ]
  return [...new Set(actions)]
}

/** A template that falls short, or a lower score: only then is another answer worth a step. */
const beatsLeader = (offer: Offer, { ranked: [leader] }: Verdict): boolean =>
  leader === undefined || leader.group !== 'A' || offer.score > leader.score

/** Its usual model only, and not where another of its models leads already. */
const isAnotherProvider = ({ id }: Offer, { ranked: [leader] }: Verdict): boolean =>
  id === providerOf(id) && (leader === undefined || id !== providerOf(leader.id))

function overBudget(offer: Ranked, verdict: Verdict): string[] {
  if (offer.micros === null) return [`set-price:${offer.id}`, 'raise-budget']
  return longestAffordable(offer, verdict) === undefined
    ? ['raise-budget']
    : [`shorten:${offer.id}`, 'raise-budget']
}

/** The longest whole length that the limit pays for, if the provider makes clips as short as that. */
export function longestAffordable({ entry, seconds }: Offer, { limit }: Verdict): number | undefined {
  const rate = entry.pricePerSecUsd
  if (limit === null || typeof rate !== 'number' || rate <= 0 || (entry.minUsd ?? 0) * 1e6 > limit)
    return undefined
  const { min, step = 1 } = entry.durationSec
  // Guards against 0.72 ÷ 0.12 = 5.999…
  const fits = Math.min(seconds, Math.floor(limit / 1e6 / rate + 1e-9))
  const whole = step > 0 ? min + Math.floor((fits - min) / step) * step : fits
  return fits >= min && takesSeconds(entry, whole) ? whole : undefined
}

function negotiated(offer: Offer, { question }: Verdict): string[] {
  const { id, entry, reasons } = offer
  if (!reasons.every((reason) => negotiable.includes(reason))) return []
  const { min, max } = entry.durationSec
  const seconds = question.duration ?? 0
  const has = (reason: ExclusionReason) => reasons.includes(reason)
  const steps: [string, boolean][] = [
    [`split:${id}`, has('duration_unsupported') && seconds > max && entry.kind === 'clip'],
    [`shorten:${id}`, has('duration_unsupported') && seconds > min],
    [`lengthen:${id}`, has('duration_unsupported') && seconds < min],
    [
      `add-image:${id}`,
      has('image_required') ||
        (has('ratio_unsupported') && imageHelps(offer, question.ratios, question.withImage)),
    ],
    [`change-ratio:${id}`, has('ratio_unsupported')],
    [`drop-audio:${id}`, has('needs_audio')],
  ]
  return steps.filter(([, helps]) => helps).map(([code]) => code)
}

const imageHelps = ({ entry }: Offer, ratios: readonly string[], withImage: boolean): boolean =>
  !withImage && entry.imageInput === true && ratios.some((ratio) => ratiosOf(entry, true).includes(ratio))
