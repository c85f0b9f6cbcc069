/**
 * One provider against one request: what rules it out (all reasons, not the first), what it would cost, what its score is. Nothing
 * here looks at any other provider, so that adding or removing one can never reorder the rest.
 */

import { toUsd } from '../ledger/money.ts'
import { knowledge } from './knowledge.ts'
import type { KnownPlatform } from './platforms.ts'
import { expectedUsd, learned, priceMicros, pseudoRuns, pseudoSuccesses } from './price.ts'
import {
  type CatalogEntry,
  type ContentType,
  type ExclusionReason,
  type HardNeed,
  type Need,
  needs,
  type OwnHistory,
  type RecommendRequest,
  type RecommendState,
  type Term,
  type TermName,
  termNames,
} from './types.ts'

/** A request with everything decided that does not depend on the provider. */
export interface Question {
  request: RecommendRequest
  state: RecommendState
  contentType: ContentType
  hard: ReadonlySet<HardNeed>
  /** Explicit seconds, or undefined. */
  duration?: number
  /** Any of these will do; the first is preferred. */
  ratios: readonly string[]
  withImage: boolean
  platform?: KnownPlatform
  nowMs: number
}

export interface Offer {
  id: string
  entry: CatalogEntry
  reasons: ExclusionReason[]
  seconds: number
  ratio: string
  micros: number | null
  terms: Record<TermName, Term>
  /** 0–100, six decimals: what ties are decided on. */
  score: number
}

export const dayMs = 24 * 3600 * 1000

/** A date is the first moment of its day. */
export const instantMs = (iso: string | null | undefined): number =>
  iso ? Date.parse(/^\d{4}-\d\d-\d\d$/.test(iso) ? `${iso}T00:00:00Z` : iso) : Number.NaN

/** `runway/gen4_turbo` is opened by runway's key and has runway's history. */
export const providerOf = (id: string): string => id.split('/')[0]!

export const isTemplate = (id: string): boolean => id === 'template'

export const isConnected = (id: string, entry: CatalogEntry, state: RecommendState): boolean =>
  entry.requiresKey === false ||
  isTemplate(id) ||
  [id, providerOf(id)].some((name) => (state.connected ?? []).includes(name))

export function makeOffer(id: string, entry: CatalogEntry, question: Question): Offer {
  const seconds = question.duration ?? usualSeconds(entry)
  const offered = ratiosOf(entry, question.withImage)
  const ratio =
    question.ratios.find((wanted) => offered.includes(wanted)) ?? question.ratios[0] ?? offered[0] ?? '16:9'
  const micros = priceMicros(entry, seconds)
  const terms = termsOf(id, entry, question, micros)
  const total = termNames.reduce((sum, name) => sum + terms[name].u * terms[name].w, 0) * 100
  return {
    id,
    entry,
    reasons: reasonsAgainst(id, entry, question),
    seconds,
    ratio,
    micros,
    terms,
    score: Math.round(total * 1e6) / 1e6,
  }
}

export const usualSeconds = ({ durationSec: { min, max }, defaultDurationSec }: CatalogEntry): number =>
  Math.min(max, Math.max(min, defaultDurationSec ?? min))

export const ratiosOf = (entry: CatalogEntry, withImage: boolean): readonly string[] =>
  (withImage ? entry.ratiosWithImage : undefined) ?? entry.ratios

export function takesSeconds({ durationSec }: CatalogEntry, seconds: number): boolean {
  const { min, max, step = 1, allowed, approximate } = durationSec
  if (allowed) return allowed.includes(seconds)
  if (seconds < min || seconds > max) return false
  if (approximate || step <= 0) return true
  const steps = (seconds - min) / step
  return Math.abs(steps - Math.round(steps)) < 1e-6
}

export const makesSound = (entry: CatalogEntry): boolean => (entry.audio ?? 'none') !== 'none'

export const isShutDown = (entry: CatalogEntry, nowMs: number): boolean =>
  entry.status === 'shutdown' || instantMs(entry.sunsetAt) <= nowMs

/** From here on a kind of generator makes footage, not decoration. */
const makesFootage = 0.5

function reasonsAgainst(id: string, entry: CatalogEntry, question: Question): ExclusionReason[] {
  const { hard, duration, ratios, withImage, state } = question
  const { images = 0, script = false } = question.request.inputs ?? {}
  const generates = entry.kind !== 'renderer'
  const capable = capabilitiesOf(entry)
  const checks: [ExclusionReason, boolean][] = [
    ['shutdown', isShutDown(entry, question.nowMs)],
    ['denied_by_user', [id, providerOf(id)].some((name) => (state.denied ?? []).includes(name))],
    ['policy_real_person', hard.has('public_figure') && generates],
    ['policy_app_store', question.platform?.capturesOnly === true && generates],
    ['needs_avatar', hard.has('avatar') && entry.speakingAvatar !== true],
    ['needs_footage', hard.has('footage') && capable.footage < makesFootage],
    ['needs_audio', hard.has('native_audio') && !makesSound(entry)],
    ['needs_image_input', hard.has('image_input') && entry.imageInput !== true],
    ['image_required', entry.imageRequired === true && !withImage],
    ['too_many_images', entry.imagesMax !== undefined && entry.imagesMax > 0 && images > entry.imagesMax],
    ['script_unsupported', script && entry.kind === 'avatar' && entry.script === false],
    ['needs_determinism', hard.has('deterministic') && entry.deterministic !== true],
    ['needs_offline', hard.has('offline') && entry.offline !== true],
    ['duration_unsupported', duration !== undefined && !takesSeconds(entry, duration)],
    [
      'ratio_unsupported',
      ratios.length > 0 && !ratios.some((ratio) => ratiosOf(entry, withImage).includes(ratio)),
    ],
  ]
  return checks.filter(([, against]) => against).map(([reason]) => reason)
}

/** What its kind can do, with what this one says of itself: a model with sound has a voice, one with a speaking face has a face. */
export function capabilitiesOf(entry: CatalogEntry): Record<Need, number> {
  const own = { ...knowledge.kinds[entry.kind] }
  if (entry.kind === 'clip' && makesSound(entry)) own.voice = 1
  if (entry.kind === 'avatar' && !makesSound(entry)) own.voice = 0
  if (entry.speakingAvatar === true) own.face = 1
  else if (entry.kind === 'avatar') own.face = knowledge.kinds.clip.face
  return { ...own, ...entry.capabilityOverrides }
}

/** Its own, else that of its provider. */
export const historyOf = (id: string, { history }: RecommendState): OwnHistory | undefined =>
  history?.[id] ?? history?.[providerOf(id)]

export const expectedLatencySeconds = (entry: CatalogEntry, history: OwnHistory | undefined): number =>
  learned(entry.latencyP50Sec ?? unknownLatencySeconds, history?.latencyP50Sec, history?.ok ?? 0)

/** The scale on which each term is half spent: a dollar, two minutes. */
const halfCostUsd = 1
const halfLatencySeconds = 120
/** Where a catalogue does not say how long one waits: neither quick nor slow. */
const unknownLatencySeconds = 120

function termsOf(
  id: string,
  entry: CatalogEntry,
  question: Question,
  micros: number | null,
): Record<TermName, Term> {
  const history = historyOf(id, question.state)
  const latency = expectedLatencySeconds(entry, history)
  const units: Record<TermName, number> = {
    fit: fitOf(entry, question.contentType),
    quality: qualityOf(entry, question),
    // An unknown price may be any price: it earns nothing for being low.
    cost: micros === null ? 0 : 1 / (1 + expectedUsd(entry, micros, history) / halfCostUsd),
    ready: isConnected(id, entry, question.state) ? 1 : 0,
    latency: 1 / (1 + Math.max(0, latency) / halfLatencySeconds),
    history: reliabilityOf(history),
  }
  return Object.fromEntries(
    termNames.map((name) => {
      const u = Math.min(1, Math.max(0, units[name]))
      const w = knowledge.weights[name]
      return [name, { u, w, points: 100 * u * w }]
    }),
  ) as Record<TermName, Term>
}

function fitOf(entry: CatalogEntry, type: ContentType): number {
  const capable = capabilitiesOf(entry)
  const { weights } = knowledge.contentTypes[type]
  return needs.reduce((sum, need) => sum + (weights[need] ?? 0) * capable[need], 0)
}

const reliabilityOf = (history: OwnHistory | undefined): number => {
  const runs = Math.max(0, history?.runs ?? 0)
  const ok = Math.min(runs, Math.max(0, history?.ok ?? 0))
  return (ok + pseudoSuccesses) / (runs + pseudoRuns)
}

/** Ratings lose their meaning within a year; a kind without an arena is neither good nor bad. */
const eloLifeDays = 365

/** The chance that a voter prefers this clip to the middle of the board, fading to even with age. */
function qualityOf(entry: CatalogEntry, { withImage, nowMs }: Question): number {
  const imagePool = withImage && typeof entry.eloWithImage === 'number'
  const elo = imagePool ? entry.eloWithImage : entry.elo
  if (entry.kind !== 'clip' || typeof elo !== 'number') return 0.5
  const board = imagePool ? knowledge.arena.imageToVideo : knowledge.arena.textToVideo
  const preferred = 1 / (1 + 10 ** ((board.anchorElo - elo) / 400))
  const ageDays = (nowMs - instantMs(entry.eloReadAt ?? board.readAt)) / dayMs
  const left = Number.isNaN(ageDays) ? 1 : Math.min(1, Math.max(0, 1 - ageDays / eloLifeDays))
  return 0.5 + (preferred - 0.5) * left
}

/** What an adapted template would do about length and shape. */
export function nearestSeconds(
  { durationSec: { min, max, step = 1 } }: CatalogEntry,
  seconds: number,
): number {
  const within = Math.min(max, Math.max(min, seconds))
  return step > 0 ? min + Math.floor((within - min) / step + 1e-9) * step : within
}

/** Dollars for people and JSON, or null. */
export const usdOf = (micros: number | null): number | null => (micros === null ? null : toUsd(micros))
