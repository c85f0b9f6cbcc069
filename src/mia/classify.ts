/**
 * What kind of video a request asks for. In this order: the flag; structure (pictures, data, script, platform); words; else what
 * the platform is mostly used for, with low confidence. Everything that counted is kept as evidence.
 *
 * A wrong type among neighbours costs little, because neighbours need the same kind of generator; what must be right is whether
 * a face has to speak, whether new footage is wanted, or neither.
 */

import { type BriefText, fold, readBrief } from './brief-text.ts'
import { contentTypeAliases } from './knowledge.ts'
import { type Platform, platformOf } from './platforms.ts'
import { readSignals, type Signals } from './signals.ts'
import { type ContentType, contentTypes, type Inferred, type RecommendRequest } from './types.ts'

export interface Reading {
  contentType: Inferred['contentType']
  signals: Signals
  /** Points per type; needs.ts asks whether a presenter or a scene is among them. */
  points: Readonly<Record<ContentType, number>>
}

type Points = Record<ContentType, number>

/** Below this a type is a guess. */
const enough = 1.2
/** Somebody who explains is a presenter by another name. */
const personSpeaks = 2.5
/** From here on a user's own video is named as such. */
const ownVideo = 2.5
/** A lead smaller than this over a type that needs another kind of generator is a guess, too. */
const clearLead = 0.5

export function classify(request: RecommendRequest): Reading {
  const text = readBrief(request.brief ?? '')
  const signals = readSignals(text)
  const platform = platformOf(request.platform)
  const evidence: Partial<Record<ContentType, string[]>> = {}
  const points = Object.fromEntries(contentTypes.map((type) => [type, signals.weight[type] ?? 0])) as Points
  for (const type of contentTypes) evidence[type] = [...(signals.evidence[type] ?? [])]
  const add = (type: ContentType, weight: number, why: string): void => {
    points[type] += weight
    evidence[type]?.push(why)
  }
  filmedScenes(signals, points, evidence)
  if (signals.personSpeaks) add('talking-head', personSpeaks, signals.personSpeaks)
  writtenThings(text, points, add)
  givenThings(request, points, add)
  // What makes a video look like a user's own says more than that somebody speaks in it.
  if (points['ugc-ad'] >= ownVideo) points['ugc-ad'] += points['talking-head'] * 0.6
  if (platform) platformLeaning(platform, points)
  if (signals.weight.text_only) textOnly(points, signals)
  if (text.whole !== '' && speechDenied(text)) points['ugc-ad'] = 0

  const flag = asContentType(request.contentType)
  if (flag)
    return { contentType: { value: flag, from: 'flag', evidence: [], confidence: 'high' }, signals, points }
  return { contentType: choose(points, evidence, platform), signals, points }
}

/** The language of filming, what is seen in a scene and things shot for sale become points of the two filmed types. */
function filmedScenes(
  { weight, evidence: seen }: Signals,
  points: Points,
  evidence: Partial<Record<ContentType, string[]>>,
): void {
  const camera = Math.min(weight.camera ?? 0, 6)
  const scene = weight.scene ?? 0
  const thing = weight.object ?? 0
  points['cinematic-broll'] += camera + scene
  evidence['cinematic-broll']?.push(...(seen.camera ?? []), ...(seen.scene ?? []))
  // A thing alone is a word; a thing on velvet, turning, is a shot of it.
  if (points['product-shot'] > 0 || thing > 1) {
    points['product-shot'] += thing + Math.min(camera, 2.6) * 0.5 + scene * 0.4
    evidence['product-shot']?.push(...(seen.object ?? []))
  }
}

const dated =
  /(?<![a-z])(?:\d{1,2}(?:st|nd|rd|th)?\.?\s(?:of\s)?(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|marz|mai|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|fevrier|avril|juin|juillet|aout|decembre)|(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|marz|mai|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|fevrier|avril|juin|juillet|aout|decembre)\s\d{1,2}|\d{1,2}:\d{2})/
const weekday =
  /(?<![a-z])(?:on|until|from|this|next)\s(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend)/
const offer = /-\s?\d{1,2}\s?%|\d{1,2}\s?% (?:off|rabatt|de descuento|desconto|de reduction|di sconto)/
const numbered = /(?:(?<![a-z])v|version |versao |versione |release )\d+(?:\.\d+)+|\d+\.\d+\.\d+/
const figure = /\d+(?:[.,]\d+)?\s?(?:%|percent|prozent|[mk](?![a-z])|bn|million|€|\$)|[$€£]\s?\d/g
const ours =
  /(?<![a-z])(?:we|our|us|wir|unser|unsere|unseren|nuestr[oa]s?|notre|nos|noss[oa]s?|nostr[oaie])(?![a-z])/

/** What is written in a video leaves marks: quotations, dates, offers, version numbers, figures. */
function writtenThings(
  text: BriefText,
  points: Points,
  add: (type: ContentType, weight: number, why: string) => void,
): void {
  if (text.quotations > 0) add('announcement-card', 1.2, 'words in quotation marks')
  const digits = /\d/.test(text.whole)
  if ((digits && dated.test(text.whole)) || weekday.test(text.whole)) add('announcement-card', 0.9, 'a date')
  if (digits && offer.test(text.whole)) add('announcement-card', 1.5, 'an offer')
  if (/#[0-9a-f]{6}(?![0-9a-f])/.test(text.whole)) add('announcement-card', 0.4, 'a brand colour')
  if (digits && numbered.test(text.whole)) add('changelog', 2, 'a version number')
  const figures = digits ? (text.whole.match(figure)?.length ?? 0) : 0
  if (figures >= 2) add('data-story', figures >= 3 ? 2 : 1.2, `${figures} figures`)
  if (ours.test(text.wanted)) {
    points['announcement-card'] += 0.3
    points['cinematic-broll'] = Math.max(0, points['cinematic-broll'] - 0.4)
  }
}

/** What was handed over says more than words. */
function givenThings(
  { inputs }: RecommendRequest,
  points: Points,
  add: (type: ContentType, weight: number, why: string) => void,
): void {
  const images = inputs?.images ?? 0
  if (images >= 3) add('slideshow', 2.5, `${images} pictures`)
  if (images === 1 || images === 2) points['product-shot'] += points['product-shot'] > 0 ? 1 : 0.4
  if (inputs?.data) add('data-story', 2.5, 'a data file')
  if (inputs?.script && points['talking-head'] + points['ugc-ad'] > 0) add('talking-head', 0.8, 'a script')
  if ((inputs?.videos ?? 0) > 0) {
    add('product-demo', 1, 'a recording')
    points.tutorial += 0.4
  }
}

function platformLeaning(platform: Platform, points: Points): void {
  // A page for captures of an app, and a bot's comment, are for one thing.
  if (platform.capturesOnly) points['app-preview'] += 8
  else points[platform.usual] += platform.usual === 'changelog' ? 2 : 0.3
}

function textOnly(points: Points, signals: Signals): void {
  for (const type of ['talking-head', 'ugc-ad', 'cinematic-broll', 'product-shot'] as const)
    points[type] *= 0.2
  points['announcement-card'] += signals.weight.text_only ?? 0
}

const speechless =
  /(?<![a-z])(?:no talking|nobody (?:talk|speak)|without (?:talking|speaking|speech)|no one (?:talk|speak)|no voice|no speech|hands only|silent)/

/** A user's own video in which nobody says anything needs no face that speaks. */
const speechDenied = (text: BriefText): boolean => speechless.test(text.whole)

export function asContentType(name: string | null | undefined): ContentType | undefined {
  if (!name) return undefined
  const wanted = fold(name).replace(/ /g, '-')
  return contentTypes.find((type) => type === wanted) ?? contentTypeAliases[wanted]
}

const filmed: readonly ContentType[] = ['cinematic-broll', 'product-shot']
const spoken: readonly ContentType[] = ['talking-head', 'ugc-ad']
const family = (type: ContentType): string =>
  filmed.includes(type) ? 'footage' : spoken.includes(type) ? 'face' : 'composed'

function choose(
  points: Points,
  evidence: Partial<Record<ContentType, string[]>>,
  platform: Platform | undefined,
): Inferred['contentType'] {
  // Equal points keep the order of contentTypes.
  const order = [...contentTypes].sort((a, b) => points[b] - points[a])
  const first = order[0]!
  if (points[first] < enough) {
    const usual = platform?.usual ?? 'announcement-card'
    return {
      value: points[first] > 0.5 ? first : usual,
      from: points[first] > 0.5 ? 'brief' : 'platform',
      evidence: evidence[first] ?? [],
      confidence: 'low',
    }
  }
  const rival = order.find((type) => family(type) !== family(first))!
  const clear = points[first] - points[rival] >= clearLead
  const from = evidence[first]?.length ? 'brief' : 'structure'
  return { value: first, from, evidence: evidence[first] ?? [], confidence: clear ? 'high' : 'low' }
}
