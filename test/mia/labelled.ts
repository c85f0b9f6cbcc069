/** The labelled set as an outside harness would run it: two modes, every label checked, every failure a sentence. */

import { readFileSync } from 'node:fs'
import {
  applyCatalogPatch,
  type Catalog,
  type Recommendation,
  type RecommendRequest,
  type RecommendState,
  recommend,
} from '../../src/mia/index.ts'

export interface Labels {
  contentType: string[]
  hardNeeds: string[]
  top: string[]
  runnable: string[]
  acceptWithAdaptation: Record<string, string>
  never: string[]
  order: [string, string][]
  excluded: Record<string, string[]>
  costUsd: Record<string, number>
  nextActionAnyOf: string[]
  warningsInclude: string[]
}

export interface Case {
  id: string
  stratum: string
  request: RecommendRequest
  state: RecommendState & { catalogPatch?: unknown }
  labels: Labels
}

export interface Mutation {
  label: string
  patch?: unknown
  briefTransform?: string
  reverseCatalog?: boolean
  repeat?: number
  expectTop?: string[]
}

export interface Metamorphic {
  id: string
  base: string
  mutations: Mutation[]
  expect: { kind: string; provider?: string }
}

export interface LabelledSet {
  catalog: Catalog
  cases: Case[]
  metamorphic: Metamorphic[]
}

export const labelledSet = JSON.parse(
  readFileSync(new URL('./fixtures/recommend-cases.json', import.meta.url), 'utf8'),
) as LabelledSet

/**
 * A second set, written in the schema of the first by somebody who had not read the lexicon, before it was run: 65 cases (H), then
 * 40 harder ones (J). At first sight end to end led right in 65 and 37, read the type right in 63 and 36.
 */
export const heldSet: LabelledSet = {
  catalog: labelledSet.catalog,
  ...(JSON.parse(readFileSync(new URL('./fixtures/held-cases.json', import.meta.url), 'utf8')) as Omit<
    LabelledSet,
    'catalog'
  >),
}

export type Mode = 'end-to-end' | 'oracle-flags' | 'oracle-list' | 'oracle-strict-flags'

/** The ways in which a harness might hand the labelled type and needs over. */
export function requestIn(mode: Mode, { request, labels }: Case): RecommendRequest {
  if (mode === 'end-to-end') return request
  const contentType = labels.contentType[0]!
  if (mode === 'oracle-list') return { ...request, contentType, hardNeeds: labels.hardNeeds }
  const flag = (need: string) => labels.hardNeeds.includes(need) || (mode === 'oracle-flags' ? null : false)
  const flags = {
    audio: flag('native_audio'),
    avatar: flag('avatar'),
    offline: flag('offline'),
    deterministic: flag('deterministic'),
  }
  const further = {
    footage: flag('footage'),
    image_input: flag('image_input'),
    public_figure: flag('public_figure'),
  }
  return { ...request, contentType, needs: mode === 'oracle-flags' ? flags : { ...flags, ...further } }
}

export function runCase(set: LabelledSet, one: Case, mode: Mode): Recommendation {
  const catalog = applyCatalogPatch(set.catalog, one.state.catalogPatch ?? {})
  return recommend(requestIn(mode, one), one.state, catalog)
}

export function firstChoiceRight({ labels }: Case, answer: Recommendation): boolean {
  const top = answer.best?.id ?? ''
  return (
    labels.top.includes(top) ||
    (top in labels.acceptWithAdaptation && (answer.best?.adaptations.length ?? 0) > 0)
  )
}

/** Everything but the first choice and the content type. */
export function brokenLabels({ labels }: Case, answer: Recommendation): string[] {
  const ids = answer.ranking.map(({ id }) => id)
  const broken: string[] = []
  const expectThat = (holds: boolean, what: string) => {
    if (!holds) broken.push(what)
  }
  expectThat(
    labels.runnable.includes(answer.ready?.id ?? ''),
    `ready ${answer.ready?.id}, not ${labels.runnable}`,
  )
  for (const id of labels.never) expectThat(!ids.includes(id), `${id} is ranked`)
  for (const [x, y] of labels.order)
    expectThat(
      ids.includes(x) && (!ids.includes(y) || ids.indexOf(x) < ids.indexOf(y)),
      `${x} not before ${y}`,
    )
  for (const [id, reasons] of Object.entries(labels.excluded)) {
    const given = answer.excluded.find((entry) => entry.id === id)?.reasons ?? []
    expectThat(
      !ids.includes(id) && given.some((reason) => reasons.includes(reason)),
      `${id} excluded for ${given}, not ${reasons}`,
    )
  }
  for (const [id, usd] of Object.entries(labels.costUsd)) {
    const shown = answer.ranking.find((entry) => entry.id === id)?.costUsd
    expectThat(typeof shown === 'number' && Math.abs(shown - usd) <= 0.01, `${id} costs ${shown}, not ${usd}`)
  }
  const { nextActionAnyOf: actions, warningsInclude: warnings } = labels
  expectThat(
    actions.length === 0 || actions.some((code) => answer.nextActions.includes(code)),
    `no action of ${actions} in ${answer.nextActions}`,
  )
  for (const code of warnings)
    expectThat(answer.warnings.includes(code), `no warning ${code} in ${answer.warnings}`)
  return broken
}

const transforms: Record<string, (brief: string) => string> = {
  upper: (brief) => brief.toUpperCase(),
  double_spaces: (brief) => brief.replace(/ /g, '  '),
  append_emoji: (brief) => `${brief} 🎬✨`,
}

/** One recommendation per mutation, after that of the base. */
export function runMutations(set: LabelledSet, item: Metamorphic, mode: Mode): Recommendation[] {
  const base = set.cases.find(({ id }) => id === item.base)!
  const answers = [runCase(set, base, mode)]
  for (const mutation of item.mutations) {
    const { request, state } = applyCatalogPatch(
      { request: base.request, state: base.state } as never,
      mutation.patch ?? {},
    ) as unknown as { request: RecommendRequest; state: Case['state'] }
    const change = mutation.briefTransform
    const brief = !change
      ? request.brief
      : change.startsWith('append:')
        ? `${request.brief} ${change.slice(7)}`
        : transforms[change]!(request.brief)
    const catalog = applyCatalogPatch(set.catalog, state.catalogPatch ?? {})
    const ordered = mutation.reverseCatalog ? Object.fromEntries(Object.entries(catalog).reverse()) : catalog
    answers.push(recommend(requestIn(mode, { ...base, request: { ...request, brief } }), state, ordered))
  }
  return answers
}
