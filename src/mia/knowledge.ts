/**
 * What Mia believes: two small tables (what each content type needs, what each kind of generator can do) and the weights of the
 * score. Editorial judgements informed by the sources named beside them, not measurements; the labelled cases test them.
 * Checked by knowledge-schema.ts in a test, not at start: zod takes longer to load than everything here takes to run.
 */

import type { CatalogEntry, ContentType, HardNeed, Kind, Need, NeedVector, TermName } from './types.ts'

export interface Knowledge {
  version: number
  /** YYYY-MM-DD: the day the facts were last gone through. */
  asOf: string
  kinds: Readonly<Record<Kind, Readonly<Record<Need, number>>>>
  contentTypes: Readonly<Record<ContentType, { weights: NeedVector; hard: readonly HardNeed[] }>>
  weights: Readonly<Record<TermName, number>>
  arena: Readonly<
    Record<'textToVideo' | 'imageToVideo', { anchorElo: number; source: string; readAt: string }>
  >
}

const arenaSource = 'artificialanalysis.ai video arena, silent pool, rounded'

export const knowledge: Knowledge = {
  version: 1,
  asOf: '2026-11-22',
  kinds: {
    // Composes exactly what it is given; invents nothing.
    renderer: { text: 1, brand: 1, data: 1, face: 0, footage: 0.1, camera: 0.3, voice: 0.2, repro: 1 },
    // `voice` is that of a silent model; one that makes sound has 1 (capabilityOf). `camera` would be .9; voters put it lower.
    clip: {
      text: 0.35,
      brand: 0.3,
      data: 0.05,
      face: 0.15,
      footage: 0.95,
      camera: 0.85,
      voice: 0,
      repro: 0.2,
    },
    avatar: { text: 0.5, brand: 0.5, data: 0.3, face: 1, footage: 0.25, camera: 0.1, voice: 1, repro: 0.3 },
  },
  contentTypes: {
    'talking-head': { weights: { face: 0.5, voice: 0.3, text: 0.1, brand: 0.1 }, hard: ['avatar'] },
    'ugc-ad': {
      weights: { face: 0.4, voice: 0.25, footage: 0.2, brand: 0.1, camera: 0.05 },
      hard: ['avatar'],
    },
    'product-demo': { weights: { data: 0.35, text: 0.25, brand: 0.2, voice: 0.1, repro: 0.1 }, hard: [] },
    'product-shot': { weights: { footage: 0.5, camera: 0.25, brand: 0.2, text: 0.05 }, hard: ['footage'] },
    'cinematic-broll': { weights: { footage: 0.6, camera: 0.35, repro: 0.05 }, hard: ['footage'] },
    'social-teaser': {
      weights: { text: 0.3, footage: 0.25, brand: 0.25, camera: 0.15, voice: 0.05 },
      hard: [],
    },
    'announcement-card': { weights: { text: 0.5, brand: 0.35, repro: 0.15 }, hard: [] },
    changelog: { weights: { text: 0.4, data: 0.25, brand: 0.2, repro: 0.15 }, hard: [] },
    tutorial: { weights: { text: 0.3, data: 0.3, voice: 0.2, brand: 0.1, repro: 0.1 }, hard: [] },
    'data-story': { weights: { data: 0.5, text: 0.25, brand: 0.15, repro: 0.1 }, hard: [] },
    slideshow: { weights: { brand: 0.4, text: 0.25, repro: 0.2, camera: 0.15 }, hard: [] },
    'logo-sting': { weights: { brand: 0.6, text: 0.15, repro: 0.15, camera: 0.1 }, hard: [] },
    'background-loop': { weights: { footage: 0.35, brand: 0.25, camera: 0.2, repro: 0.2 }, hard: [] },
    'app-preview': { weights: { data: 0.5, brand: 0.25, text: 0.15, repro: 0.1 }, hard: [] },
  },
  weights: { fit: 0.45, quality: 0.1, cost: 0.15, ready: 0.15, latency: 0.05, history: 0.1 },
  // The middle of the board on that day. A constant and not the median of the catalogue at hand: who else is listed must not
  // move anybody's score.
  arena: {
    textToVideo: { anchorElo: 1214, source: arenaSource, readAt: '2026-09-23' },
    imageToVideo: { anchorElo: 1263, source: arenaSource, readAt: '2026-09-23' },
  },
}

/** Names by which content types are also known. */
export const contentTypeAliases: Readonly<Record<string, ContentType>> = {
  testimonial: 'ugc-ad',
  ugc: 'ugc-ad',
  quote: 'announcement-card',
  'quote-card': 'announcement-card',
  announcement: 'announcement-card',
  card: 'announcement-card',
  'release-note': 'changelog',
  'release-notes': 'changelog',
  presenter: 'talking-head',
  explainer: 'talking-head',
  cinematic: 'cinematic-broll',
  'b-roll': 'cinematic-broll',
  broll: 'cinematic-broll',
  demo: 'product-demo',
  teaser: 'social-teaser',
  logo: 'logo-sting',
  loop: 'background-loop',
  chart: 'data-story',
}

/** The built-in renderer, for a catalogue that forgot it: it is always there, because it is in the program. */
export const builtInTemplate: CatalogEntry = {
  kind: 'renderer',
  label: 'Local template renderer',
  status: 'active',
  sunsetAt: null,
  requiresKey: false,
  offline: true,
  deterministic: true,
  pricePerSecUsd: 0,
  durationSec: { min: 4, max: 60, step: 1, approximate: false },
  defaultDurationSec: 15,
  ratios: ['16:9', '9:16', '1:1', '4:5'],
  ratiosWithImage: ['16:9', '9:16', '1:1', '4:5'],
  audio: 'none',
  imageInput: true,
  videoInput: true,
  speakingAvatar: false,
  elo: null,
  latencyP50Sec: 15,
}
