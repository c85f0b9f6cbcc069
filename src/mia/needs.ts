/** What a request cannot do without: from flags first, then from its content type, then from the brief. Each with its evidence. */

import type { Reading } from './classify.ts'
import { knowledge } from './knowledge.ts'
import type { ContentType, HardNeed, Inferred, NeedFlags, RecommendRequest, RecommendState } from './types.ts'
import { hardNeeds } from './types.ts'

type Found = Inferred['hardNeeds'][number]

/** From here on a presenter is named, a scene is described. */
const presenterNamed = 2.5
const sceneDescribed = 1.5

/** Types in which a named presenter is the point. Elsewhere (a demo with a bubble, a slideshow) either answer is honest. */
const presentable: readonly ContentType[] = [
  'tutorial',
  'announcement-card',
  'social-teaser',
  'changelog',
  'data-story',
]
const filmable: readonly ContentType[] = ['social-teaser', 'background-loop']
/** People can be seen in these; a card that quotes somebody famous shows nobody. */
const peopled: readonly ContentType[] = [
  'talking-head',
  'ugc-ad',
  'cinematic-broll',
  'product-shot',
  'social-teaser',
  'background-loop',
]

export function findNeeds(request: RecommendRequest, state: RecommendState, reading: Reading): Found[] {
  if (request.hardNeeds) return named(request.hardNeeds)
  const found = new Map<HardNeed, string[]>()
  for (const [need, evidence] of [
    ...fromType(reading),
    ...fromBrief(reading),
    ...fromGiven(request, state),
  ]) {
    if (!found.has(need)) found.set(need, evidence)
  }
  applyFlags(request.needs, found)
  const soundless = !found.has('footage') && !found.has('avatar')
  // "The sound of the sea" in a text about a podcast asks for nothing: only moving pictures have sound of their own.
  if (soundless && found.get('native_audio')?.[0] !== 'flag') found.delete('native_audio')
  return hardNeeds.filter((need) => found.has(need)).map((need) => ({ need, evidence: found.get(need)! }))
}

const spellings: Readonly<Record<string, HardNeed>> = {
  audio: 'native_audio',
  imageInput: 'image_input',
  publicFigure: 'public_figure',
}

const asNeed = (name: string): HardNeed | undefined =>
  hardNeeds.find((need) => need === name) ?? spellings[name]

const named = (names: readonly string[]): Found[] => {
  const wanted = new Set(names.map(asNeed))
  return hardNeeds.filter((need) => wanted.has(need)).map((need) => ({ need, evidence: ['given'] }))
}

/** `true` adds, `false` takes away; also under the names of the hard needs themselves. */
function applyFlags(flags: NeedFlags | null | undefined, found: Map<HardNeed, string[]>): void {
  for (const [name, value] of Object.entries(flags ?? {})) {
    const need = asNeed(name)
    if (!need || value === null || value === undefined) continue
    if (value) found.set(need, ['flag'])
    else found.delete(need)
  }
}

function* fromType({
  contentType: { value: type, evidence },
  signals,
  points,
}: Reading): Generator<[HardNeed, string[]]> {
  const textOnly = (signals.weight.text_only ?? 0) > 0
  for (const need of knowledge.contentTypes[type].hard) yield [need, evidence.length > 0 ? evidence : [type]]
  if (!textOnly && presentable.includes(type) && points['talking-head'] >= presenterNamed)
    yield ['avatar', [...(signals.evidence['talking-head'] ?? [])]]
  const scene = (signals.weight.camera ?? 0) + (signals.weight.scene ?? 0)
  if (!textOnly && filmable.includes(type) && scene >= sceneDescribed && scene > points['announcement-card'])
    yield ['footage', [...(signals.evidence.camera ?? []), ...(signals.evidence.scene ?? [])]]
}

function* fromBrief({
  contentType: { value: type },
  signals: { evidence },
}: Reading): Generator<[HardNeed, string[]]> {
  if (evidence.sound) yield ['native_audio', [...evidence.sound]]
  if (evidence.public_figure && peopled.includes(type)) yield ['public_figure', [...evidence.public_figure]]
  if (evidence.offline) yield ['offline', [...evidence.offline]]
  if (evidence.deterministic) yield ['deterministic', [...evidence.deterministic]]
}

function* fromGiven(request: RecommendRequest, state: RecommendState): Generator<[HardNeed, string[]]> {
  const images = request.inputs?.images ?? 0
  if (images > 0) yield ['image_input', [images === 1 ? 'a picture' : `${images} pictures`]]
  if (state.ci && (state.connected ?? []).length === 0) yield ['deterministic', ['CI without a key']]
}
