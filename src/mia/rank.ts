/**
 * The recommendation: hard rules first, arithmetic second, three groups last. Pure: no clock, file, network or chance; time,
 * budget, connections and history are arguments. A brief describes content; it never moves budget or routing.
 */

import { nextActions } from './actions.ts'
import { applyCatalogPatch } from './catalog.ts'
import { classify } from './classify.ts'
import { entryOf, excludedOf } from './explain.ts'
import { builtInTemplate, knowledge } from './knowledge.ts'
import { findNeeds } from './needs.ts'
import {
  instantMs,
  isConnected,
  isTemplate,
  makeOffer,
  type Offer,
  providerOf,
  type Question,
} from './offers.ts'
import { platformOf } from './platforms.ts'
import { affordable, limitedBy, limitMicros } from './price.ts'
import type { Catalog, Group, Inferred, Recommendation, RecommendRequest, RecommendState } from './types.ts'
import { overallWarnings } from './warnings.ts'

export interface Ranked extends Offer {
  group: Group
}

/** Everything that the words of the answer are made from. */
export interface Verdict {
  question: Question
  inferred: Inferred
  limit: number | null
  ranked: readonly Ranked[]
  excluded: readonly Offer[]
}

/** Under this gap the second is as good an answer as the first. */
const clearMargin = 5

export function recommend(
  request: RecommendRequest,
  state: RecommendState,
  catalog: Catalog,
): Recommendation {
  const verdict = judge(request, state, completed(catalog, state))
  const { ranked, inferred } = verdict
  const ranking = ranked.map((offer) => entryOf(offer, verdict))
  const ready = ranked.find(({ id, entry, group }) => group !== 'C' && isConnected(id, entry, state))
  const margin = marginOf(ranked)
  const unsure = inferred.contentType.confidence === 'low' || (margin !== null && margin < clearMargin)
  return {
    best: ranking[0] ?? null,
    ready: ready
      ? { id: ready.id, group: ready.group, costUsd: ready.micros === null ? null : ready.micros / 1e6 }
      : null,
    ranking,
    excluded: verdict.excluded.map((offer) => excludedOf(offer, verdict)),
    inferred,
    nextActions: nextActions(verdict),
    warnings: overallWarnings(verdict, ranking),
    margin: margin === null ? null : Math.round(margin * 100) / 100,
    confidence: unsure ? 'low' : 'high',
    limitUsd: verdict.limit === null ? null : verdict.limit / 1e6,
    limitedBy: limitedBy(state),
    knowledgeAsOf: knowledge.asOf,
  }
}

/** With the user's patch, and with the renderer that is part of the program. */
function completed(catalog: Catalog, state: RecommendState): Catalog {
  const patched = state.catalogPatch ? applyCatalogPatch(catalog, state.catalogPatch) : catalog
  return patched.template ? patched : { ...patched, template: builtInTemplate }
}

function judge(request: RecommendRequest, state: RecommendState, catalog: Catalog): Verdict {
  const reading = classify(request)
  const needs = findNeeds(request, state, reading)
  const platform = platformOf(request.platform)
  const ratio = request.aspectRatio ?? undefined
  const now = instantMs(state.now)
  const question: Question = {
    request,
    state,
    contentType: reading.contentType.value,
    hard: new Set(needs.map(({ need }) => need)),
    duration: request.durationSec ?? undefined,
    ratios: ratio ? [ratio] : (platform?.ratios ?? []),
    withImage: (request.inputs?.images ?? 0) > 0,
    platform,
    // Without a time nothing that has an end may be taken for alive beyond the day the facts were read.
    nowMs: Number.isNaN(now) ? instantMs(knowledge.asOf) : now,
  }
  const offers = Object.entries(catalog).map(([id, entry]) => makeOffer(id, entry, question))
  const limit = limitMicros(state)
  const { ranked, spare } = oneModelEach(offers.flatMap((offer) => grouped(offer, limit)).sort(inOrder))
  const inferred: Inferred = {
    contentType: reading.contentType,
    hardNeeds: needs,
    aspectRatio: {
      value: ranked[0]?.ratio ?? '16:9',
      from: ratio ? 'flag' : platform ? `platform ${platform.id}` : 'provider',
    },
    durationSec: {
      value: question.duration ?? null,
      from: question.duration === undefined ? 'provider' : 'flag',
    },
  }
  const excluded = [
    ...offers.filter(({ id, reasons }) => reasons.length > 0 && !isTemplate(id)),
    ...spare,
  ].sort(byId)
  return { question, inferred, limit, ranked, excluded }
}

function grouped(offer: Offer, limit: number | null): Ranked[] {
  const able = offer.reasons.length === 0
  if (able && affordable(offer.micros, limit)) return [{ ...offer, group: 'A' }]
  if (isTemplate(offer.id)) return [{ ...offer, group: 'B' }]
  return able ? [{ ...offer, group: 'C' }] : []
}

/**
 * A dozen models of one service are one choice for a person: its usual one, or the best that can do what that cannot. One that is
 * too dear stays beside the cheaper one that is not.
 */
function oneModelEach(sorted: readonly Ranked[]): { ranked: Ranked[]; spare: Offer[] } {
  const isUsual = ({ id }: Offer): boolean => id === providerOf(id)
  const usual = new Map(sorted.filter(isUsual).map(({ id, group }) => [id, group]))
  const settled = new Set<string>()
  const ranked: Ranked[] = []
  const spare: Offer[] = []
  for (const offer of sorted) {
    const provider = providerOf(offer.id)
    const spared = settled.has(provider) || usual.get(provider) === 'A' || usual.get(provider) === offer.group
    if (!isUsual(offer) && spared) spare.push({ ...offer, reasons: ['other_model_preferred'] })
    else ranked.push(offer)
    if (!isUsual(offer)) settled.add(provider)
  }
  return { ranked, spare }
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Group, score, then lower price, shorter wait, id by code point: never the order of the catalogue, never the locale. */
const inOrder = (a: Ranked, b: Ranked): number =>
  (a.group < b.group ? -1 : a.group > b.group ? 1 : 0) ||
  b.score - a.score ||
  compare(a.micros ?? Number.POSITIVE_INFINITY, b.micros ?? Number.POSITIVE_INFINITY) ||
  compare(
    a.entry.latencyP50Sec ?? Number.POSITIVE_INFINITY,
    b.entry.latencyP50Sec ?? Number.POSITIVE_INFINITY,
  ) ||
  byId(a, b)

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

function marginOf(ranked: readonly Ranked[]): number | null {
  const [first, second] = ranked
  return first && second && first.group === second.group ? first.score - second.score : null
}
