/** A recommendation as a person reads it: the pick, what can run now, why not the others, the next command. */

import { formatUsd } from '../ledger/money.ts'
import { explained } from './explained-text.ts'
import { type RankedEntry, type Recommendation, termNames } from './types.ts'

export interface RenderTextOptions {
  /** With the points of every term. */
  explain?: boolean
}

const usd = (amount: number): string => formatUsd(Math.round(amount * 1e6))

export function renderText(
  recommendation: Recommendation,
  { explain = false }: RenderTextOptions = {},
): string {
  const { best, ready, ranking } = recommendation
  if (!best) return 'nothing can make this\n'
  const [next, then] = best.next
  const lines = [
    pickLine(best, recommendation),
    ...readyLine(recommendation),
    ...ranking
      .filter(({ id }) => id !== best.id && id !== ready?.id)
      .map((entry) => `  ${entry.id}: ${whyNot(entry, best)}`),
    ...recommendation.excluded
      .filter(({ id }) => !id.includes('/'))
      .map(({ id, text }) => `  ${id}: ${text.split('; ')[0]}`),
    ...recommendation.warnings.flatMap((code) => noteFor(code)).map((note) => `note: ${note}`),
    ...recommendation.nextActions
      .flatMap((code) => adviceFor(code, recommendation))
      .map((advice) => `or: ${advice}`),
    `next: ${next}`,
    ...(then === undefined ? [] : [`then: ${then}`]),
  ]
  return `${(explain ? [...lines, '', ...explained(recommendation)] : lines).join('\n')}\n`
}

function pickLine(best: RankedEntry, { limitedBy }: Recommendation): string {
  const fits = best.group === 'B' ? /^fallback$/ : /^fit_/
  const why = best.why.filter(({ code }) => fits.test(code)).map(({ text }) => text)
  const left =
    best.budgetAfterUsd === null || limitedBy !== 'month'
      ? ''
      : `, ${usd(best.budgetAfterUsd)} left afterwards`
  const adapted = best.adaptations.length > 0 ? ` (${best.adaptations.map(adaptation).join(', ')})` : ''
  return `${best.id}: ${why.join(', ') || 'can make it as asked'}; ${priceOf(best)} for ${best.durationSec} s${left}${adapted}`
}

const priceOf = ({ costUsd }: RankedEntry): string =>
  costUsd === null ? 'price unknown' : costUsd === 0 ? 'free' : usd(costUsd)

const unmet: Readonly<Record<string, string>> = {
  avatar: 'without a speaking face',
  footage: 'without new footage',
  native_audio: 'without sound of its own',
  image_input: 'without your picture',
  deterministic: 'not the same on every run',
  offline: 'not offline',
}

const adaptation = (code: string): string =>
  unmet[code.replace(/^unmet:/, '')] ??
  code
    .replace(/^durationSec (\S+) → (\S+)$/, '$2 s instead of $1 s')
    .replace(/^\S+ (\S+) → (\S+)$/, '$2 instead of $1')

const readyLine = ({ best, ready, ranking }: Recommendation): string[] => {
  if (!ready || ready.id === best?.id) return []
  const entry = ranking.find(({ id }) => id === ready.id)
  const adapted = entry?.adaptations.length ? ` (${entry.adaptations.map(adaptation).join(', ')})` : ''
  return [`ready now: ${ready.id}${adapted}${entry ? `, ${priceOf(entry)}` : ''}`]
}

/** Its single strongest reason: what it cannot do, then money, then the term that costs it most. */
function whyNot(entry: RankedEntry, best: RankedEntry): string {
  if (entry.adaptations.length > 0) return entry.adaptations.map(adaptation).join(', ')
  const money = entry.why.find(({ code }) => code === 'over_budget' || code === 'unpriced')
  if (money) return money.text
  const lost = [...termNames].sort(
    (a, b) => best.terms[b].points - entry.terms[b].points - (best.terms[a].points - entry.terms[a].points),
  )[0]!
  const texts: Record<(typeof termNames)[number], string> = {
    fit: 'fits this kind of video less',
    quality: 'rated lower by voters',
    cost: `costs ${priceOf(entry)}`,
    ready: 'not connected',
    latency: 'takes longer',
    history: 'failed more often for you',
  }
  const points = `${entry.score.toFixed(1)} against ${best.score.toFixed(1)}`
  return `${texts[lost]} (${points}${lost === 'cost' ? '' : `, ${priceOf(entry)}`})`
}

const notes: Readonly<Record<string, string>> = {
  silent: 'the clip has no sound',
  ai_disclosure: 'platforms and EU law ask for a label on realistic generated people and scenes',
  approximate_length: 'the length may differ from what was asked for',
  provider_sunset_soon: '% will be shut down soon',
  provider_deprecated: '% is deprecated',
  provider_shutdown: '% has been shut down; a key does not revive it',
  unknown_price: 'the price of % is not known; set it in catalog.json',
  stale_price: 'the price of % was read more than 90 days ago',
  stale_rating: 'the rating of % is more than 180 days old',
  unreliable: '% failed more than half of your own runs',
  policy_real_person: 'services refuse recognisable public figures without consent, and may bill the refusal',
  app_store_captures_only: 'App Store previews may show only captures of the app itself (guideline 2.3.4)',
  too_long_for_platform: 'longer than the platform accepts',
  too_short_for_platform: 'shorter than the platform accepts',
}

function noteFor(code: string): string[] {
  const [name, id = ''] = code.split(':')
  const note = notes[name!]
  return note === undefined ? [] : [note.replace('%', id)]
}

/** `connect` is the next command already. */
const advice: Readonly<Record<string, string>> = {
  shorten: 'a shorter video would let % do it',
  lengthen: 'a longer video would let % do it',
  split: 'several shorter clips from %',
  'add-image': 'a picture to start from would let % do it',
  'change-ratio': 'another ratio would let % do it',
  'drop-audio': '% would do it without sound',
  'set-price': 'name the price of % in catalog.json',
  'use-fictional-presenter': 'describe a fictional presenter instead',
}

const raise: Readonly<Record<NonNullable<Recommendation['limitedBy']>, string>> = {
  month: 'raise the budget: vidgen ledger budget set --monthly <usd>',
  day: 'wait for tomorrow, or allow more: vidgen ledger budget set --daily-renders <n>',
  max_cost: 'allow more: --max-cost',
}

function adviceFor(code: string, { ranking, limitedBy }: Recommendation): string[] {
  const [name, id = ''] = code.split(':')
  if (name === 'raise-budget') {
    const dear = ranking.find(({ group, costUsd }) => group === 'C' && costUsd !== null)
    const enough = limitedBy === 'max_cost' && dear ? ` ${dear.costUsd}` : ''
    return limitedBy === null ? [] : [`${raise[limitedBy]}${enough}`]
  }
  const entry = ranking.find((candidate) => candidate.id === id)
  const reason = entry?.why.find(({ code: why }) => why === 'over_budget')?.text ?? ''
  const seconds = /(\d+) s would fit$/.exec(reason)?.[1]
  if (name === 'shorten' && seconds) return [`${seconds} s from ${id}: ${entry?.next.at(-1)}`]
  const text = advice[name!]
  return text === undefined ? [] : [text.replace('%', id)]
}
