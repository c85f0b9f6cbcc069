/**
 * What Mia is asked, what she is told, and what she answers. Codes are the contract, prose is for people.
 *
 * Request, state and catalogue have the shape of the labelled set (test/mia/fixtures); everything that a caller may leave out is
 * optional, and `null` always means "not said".
 */

export type Kind = 'renderer' | 'clip' | 'avatar'

export const needs = ['text', 'brand', 'data', 'face', 'footage', 'camera', 'voice', 'repro'] as const
export type Need = (typeof needs)[number]
export type NeedVector = Readonly<Partial<Record<Need, number>>>

export const contentTypes = [
  'talking-head',
  'ugc-ad',
  'product-demo',
  'product-shot',
  'cinematic-broll',
  'social-teaser',
  'announcement-card',
  'changelog',
  'tutorial',
  'data-story',
  'slideshow',
  'logo-sting',
  'background-loop',
  'app-preview',
] as const
export type ContentType = (typeof contentTypes)[number]

/** Decide who may take part at all; `public_figure` is a policy flag. */
export const hardNeeds = [
  'avatar',
  'footage',
  'native_audio',
  'image_input',
  'deterministic',
  'offline',
  'public_figure',
] as const
export type HardNeed = (typeof hardNeeds)[number]

/**
 * What the user said by flag. `true` makes it a hard need; `false` says it is not needed, whatever the brief reads like, and
 * excludes nobody; `null` or absent leaves it to the brief.
 */
export interface NeedFlags {
  audio?: boolean | null
  avatar?: boolean | null
  offline?: boolean | null
  deterministic?: boolean | null
  footage?: boolean | null
  image_input?: boolean | null
  public_figure?: boolean | null
}

export interface RecommendRequest {
  brief: string
  platform?: string | null
  contentType?: string | null
  /** Asked for by flag: strict. */
  durationSec?: number | null
  /** `w:h`; absent: whatever the platform takes. */
  aspectRatio?: string | null
  inputs?: { images?: number; videos?: number; script?: boolean; data?: boolean } | null
  needs?: NeedFlags | null
  /** For the commands of the answer: the brief where it is typed otherwise (`-`), and what files are called. */
  asTyped?: { brief?: string; imagePaths?: readonly string[]; scriptPath?: string } | null
  /** The whole list of hard needs, known beforehand (tests, other programs): nothing is read from the brief then. */
  hardNeeds?: readonly string[] | null
}

export interface OwnHistory {
  runs: number
  ok: number
  latencyP50Sec?: number | null
  costPerSecUsd?: number | null
}

export interface RecommendState {
  connected?: readonly string[]
  budgetRemainingUsd?: number | null
  /** What the budget counts: dollars of a month, or renders of a day (then it is none left, or no limit). */
  budgetOf?: 'month' | 'day'
  /** The smaller of the two governs. */
  maxCostUsd?: number | null
  /** By provider id, the last 90 days. */
  history?: Readonly<Record<string, OwnHistory>>
  /** ISO date or time. */
  now?: string
  ci?: boolean
  /** RFC 7396 merge patch, applied here; applying it beforehand as well changes nothing. */
  catalogPatch?: unknown
  /** Providers that the user does not want. */
  denied?: readonly string[]
}

export interface CatalogEntry {
  kind: Kind
  label?: string
  status?: 'active' | 'deprecated' | 'shutdown'
  /** From this day on it is never ranked. */
  sunsetAt?: string | null
  requiresKey?: boolean
  offline?: boolean
  deterministic?: boolean
  /** `null` or absent: unknown. */
  pricePerSecUsd?: number | null
  minUsd?: number
  priceReadAt?: string
  durationSec: { min: number; max: number; step?: number; allowed?: readonly number[]; approximate?: boolean }
  defaultDurationSec?: number
  ratios: readonly string[]
  ratiosWithImage?: readonly string[]
  audio?: 'none' | 'native' | 'optional' | 'always'
  imageInput?: boolean
  /** It does nothing without a picture. */
  imageRequired?: boolean
  /** Absent: not known, and not held against it. */
  imagesMax?: number
  videoInput?: boolean
  speakingAvatar?: boolean
  /** Of an avatar: speaks a script word for word. Absent: not known. */
  script?: boolean
  /** Arena score among silent text-to-video clips; `null`: unrated. */
  elo?: number | null
  eloWithImage?: number | null
  eloReadAt?: string
  latencyP50Sec?: number
  capabilityOverrides?: NeedVector
  note?: string
}

/**
 * By id. `provider/model` is another model of a provider: its key and its history are the provider's, and it takes part only
 * where the provider's own entry cannot do it or is too dear; one such model at most is ranked.
 */
export type Catalog = Readonly<Record<string, CatalogEntry>>

export type ExclusionReason =
  | 'shutdown'
  | 'duration_unsupported'
  | 'ratio_unsupported'
  | 'needs_avatar'
  | 'needs_footage'
  | 'needs_audio'
  | 'needs_image_input'
  | 'needs_determinism'
  | 'needs_offline'
  | 'image_required'
  | 'too_many_images'
  | 'script_unsupported'
  | 'policy_real_person'
  | 'policy_app_store'
  | 'denied_by_user'
  /** Another model of a provider whose usual one will do. */
  | 'other_model_preferred'

export const termNames = ['fit', 'quality', 'cost', 'ready', 'latency', 'history'] as const
export type TermName = (typeof termNames)[number]
/** `u` is 0–1, `points` is 100·w·u. */
export interface Term {
  u: number
  w: number
  points: number
}

export interface Reason {
  code: string
  text: string
}

export interface Learned {
  runs: number
  ok: number
  /** As it ranks: the published figure moved by one's own. */
  latencySec: number
  costUsd: number | null
}

/** A: can do it and is affordable. B: the template where it is not in A. C: can do it, over budget or unpriced. */
export type Group = 'A' | 'B' | 'C'

export interface RankedEntry {
  id: string
  label: string
  group: Group
  score: number
  /** Price of exactly this request; `null`: unknown. */
  costUsd: number | null
  /** What the tighter of budget and cap leaves after it; `null`: no limit, or no price. */
  budgetAfterUsd: number | null
  durationSec: number
  aspectRatio: string
  terms: Record<TermName, Term>
  /** What its own runs made of wait and price; `null`: it has none. */
  learned: Learned | null
  why: Reason[]
  warnings: string[]
  /** What this provider would do differently from what was asked: `durationSec 120 → 60`, `unmet:avatar`. */
  adaptations: string[]
  /** Commands to run. */
  next: string[]
}

export interface Excluded {
  id: string
  label: string
  reasons: ExclusionReason[]
  text: string
}

export interface Inferred {
  contentType: {
    value: ContentType
    from: 'flag' | 'structure' | 'brief' | 'platform'
    evidence: string[]
    confidence: 'high' | 'low'
  }
  hardNeeds: { need: HardNeed; evidence: string[] }[]
  aspectRatio: { value: string; from: string }
  durationSec: { value: number | null; from: 'flag' | 'provider' }
}

export interface Recommendation {
  best: RankedEntry | null
  /** What can run this minute; differs from `best` when a key is missing. */
  ready: { id: string; group: Group; costUsd: number | null } | null
  ranking: RankedEntry[]
  excluded: Excluded[]
  inferred: Inferred
  /** `connect:<id>`, `shorten:<id>`, `raise-budget`, …: the most useful first. */
  nextActions: string[]
  warnings: string[]
  /** Points between the first two of the leading group; `null` where one stands alone. */
  margin: number | null
  confidence: 'high' | 'low'
  limitUsd: number | null
  limitedBy: 'month' | 'day' | 'max_cost' | null
  knowledgeAsOf: string
}
