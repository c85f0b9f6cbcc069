/** What holds for every request, state and catalogue: the invariants of the recommendation, over seeded random worlds. */

import { describe, expect, it } from 'vitest'
import {
  type Catalog,
  type CatalogEntry,
  type Recommendation,
  type RecommendRequest,
  type RecommendState,
  recommend,
} from '../../src/mia/index.ts'
import { type Chance, chanceFrom, randomCatalog, randomEntry, randomRequest, randomState } from './random.ts'

const worlds = 120

interface World {
  chance: Chance
  request: RecommendRequest
  state: RecommendState
  catalog: Catalog
  answer: Recommendation
}

function* someWorlds(offset: number): Generator<World> {
  for (let seed = offset; seed < offset + worlds; seed++) {
    const chance = chanceFrom(seed)
    const catalog = randomCatalog(chance)
    const request = randomRequest(chance)
    const state = randomState(chance, catalog)
    yield { chance, request, state, catalog, answer: recommend(request, state, catalog) }
  }
}

const idsOf = ({ ranking }: Recommendation): string[] => ranking.map(({ id }) => id)

/** Group first, then the score within it; out of the ranking is below everything. */
const standing = ({ ranking }: Recommendation, id: string): number => {
  const entry = ranking.find((ranked) => ranked.id === id)
  return entry ? { A: 300, B: 200, C: 100 }[entry.group] + entry.score : 0
}

const place = (answer: Recommendation, id: string): number => {
  const index = idsOf(answer).indexOf(id)
  return index < 0 ? Number.POSITIVE_INFINITY : index
}

const others = (catalog: Catalog): string[] => Object.keys(catalog).filter((id) => id !== 'template')
const changed = (catalog: Catalog, id: string, change: Partial<CatalogEntry>): Catalog => ({
  ...catalog,
  [id]: { ...catalog[id]!, ...change },
})

describe('every recommendation', () => {
  it('has the template exactly once, and otherwise whoever is not excluded, each exactly once', () => {
    for (const { answer, catalog } of someWorlds(1000)) {
      const ids = idsOf(answer)
      expect(ids.filter((id) => id === 'template')).toEqual(['template'])
      expect([...ids, ...answer.excluded.map(({ id }) => id)].sort()).toEqual(Object.keys(catalog).sort())
    }
  })

  it('never ranks what is shut down or past its sunset', () => {
    for (const { answer, catalog } of someWorlds(2000)) {
      const dead = answer.ranking.filter(
        ({ id }) => catalog[id]!.status === 'shutdown' || (catalog[id]!.sunsetAt ?? '9') <= '2026-11-22',
      )
      expect(dead).toEqual([])
    }
  })

  it('leads with what is affordable, and nothing over budget or unpriced stands before what is not', () => {
    for (const { answer, state } of someWorlds(3000)) {
      const limit = Math.min(state.budgetRemainingUsd ?? Infinity, state.maxCostUsd ?? Infinity)
      const fits = answer.ranking.map(
        ({ costUsd }) => limit === Infinity || (costUsd !== null && costUsd <= limit),
      )
      expect(fits[0]).toBe(true)
      expect(fits.lastIndexOf(true)).toBeLessThan(fits.includes(false) ? fits.indexOf(false) : Infinity)
    }
  })

  it('has finite scores from 0 to 100, in order within a group, and a reason for everyone left out or set back', () => {
    for (const { answer } of someWorlds(4000)) {
      for (const [index, entry] of answer.ranking.entries()) {
        expect(entry.score).toBeGreaterThanOrEqual(0)
        expect(entry.score).toBeLessThanOrEqual(100)
        const before = answer.ranking[index - 1]
        if (before?.group === entry.group) expect(before.score).toBeGreaterThanOrEqual(entry.score)
        if (entry.group === 'B') expect(entry.adaptations.length + entry.warnings.length).toBeGreaterThan(0)
        if (entry.group === 'C')
          expect(entry.why.some(({ code }) => code === 'over_budget' || code === 'unpriced')).toBe(true)
      }
      for (const { reasons, text } of answer.excluded) expect(reasons.length * text.length).toBeGreaterThan(0)
    }
  })

  it('names as ready only what can run this minute', () => {
    for (const { answer, state, catalog } of someWorlds(4500)) {
      const { id, group } = answer.ready!
      expect(group).not.toBe('C')
      expect(catalog[id]!.requiresKey === false || state.connected!.includes(id)).toBe(true)
    }
  })

  it('is the same for equal inputs and for any order of the catalogue, byte for byte, and leaves its inputs alone', () => {
    for (const { answer, request, state, catalog } of someWorlds(5000)) {
      const before = JSON.stringify([request, state, catalog])
      const reversed = Object.fromEntries(Object.entries(catalog).reverse())
      expect(JSON.stringify(recommend(structuredClone(request), structuredClone(state), reversed))).toBe(
        JSON.stringify(answer),
      )
      expect(JSON.stringify([request, state, catalog])).toBe(before)
    }
  })
})

describe('who else is there', () => {
  it('does not matter: an excluded provider more changes nothing', () => {
    for (const { chance, answer, request, state, catalog } of someWorlds(6000)) {
      const more = { ...catalog, zz: { ...randomEntry(chance), status: 'shutdown' as const } }
      expect(idsOf(recommend(request, state, more))).toEqual(idsOf(answer))
    }
  })

  it('does not matter: without any one alternative the rest keeps its order', () => {
    for (const { answer, request, state, catalog } of someWorlds(7000)) {
      for (const gone of others(catalog)) {
        const rest = Object.fromEntries(Object.entries(catalog).filter(([id]) => id !== gone))
        expect(idsOf(recommend(request, state, rest))).toEqual(idsOf(answer).filter((id) => id !== gone))
      }
    }
  })
})

describe('what speaks against a provider never helps it', () => {
  it('a higher price', () => {
    for (const { answer, request, state, catalog } of someWorlds(8000)) {
      for (const id of others(catalog)) {
        const price = catalog[id]!.pricePerSecUsd
        if (typeof price !== 'number') continue
        const dearer = recommend(request, state, changed(catalog, id, { pricePerSecUsd: price * 1.5 + 0.01 }))
        expect(place(dearer, id)).toBeGreaterThanOrEqual(place(answer, id))
      }
    }
  })

  it('a smaller budget', () => {
    for (const { answer, request, state, catalog } of someWorlds(9000)) {
      const poorer = recommend(
        request,
        { ...state, budgetRemainingUsd: Math.min(state.budgetRemainingUsd ?? 5, 5) / 2 },
        catalog,
      )
      for (const id of others(catalog)) expect(standing(poorer, id)).toBeLessThanOrEqual(standing(answer, id))
    }
  })

  it('more failures', () => {
    for (const { chance, answer, request, state, catalog } of someWorlds(10_000)) {
      for (const id of others(catalog)) {
        const own = state.history![id] ?? { runs: 0, ok: 0 }
        const worse = {
          ...state,
          history: { ...state.history, [id]: { ...own, runs: own.runs + chance.int(1, 20) } },
        }
        expect(place(recommend(request, worse, catalog), id)).toBeGreaterThanOrEqual(place(answer, id))
      }
    }
  })
})

describe('what speaks for a provider never harms it', () => {
  it('being connected', () => {
    for (const { answer, request, state, catalog } of someWorlds(11_000)) {
      for (const id of others(catalog)) {
        // In CI the first key at all lifts the need for repeatable output; that is another request.
        const calm = { ...state, ci: false }
        const before = state.ci ? recommend(request, calm, catalog) : answer
        const connected = recommend(request, { ...calm, connected: [...state.connected!, id] }, catalog)
        expect(place(connected, id)).toBeLessThanOrEqual(place(before, id))
      }
    }
  })

  it('more successes', () => {
    for (const { chance, answer, request, state, catalog } of someWorlds(12_000)) {
      for (const id of others(catalog)) {
        const own = state.history![id] ?? { runs: 0, ok: 0 }
        const more = chance.int(1, 20)
        const better = {
          ...state,
          history: { ...state.history, [id]: { ...own, runs: own.runs + more, ok: own.ok + more } },
        }
        expect(place(recommend(request, better, catalog), id)).toBeLessThanOrEqual(place(answer, id))
      }
    }
  })

  it('a better rating', () => {
    for (const { answer, request, state, catalog } of someWorlds(13_000)) {
      for (const id of others(catalog)) {
        const elo = catalog[id]!.elo
        if (typeof elo !== 'number') continue
        expect(
          place(recommend(request, state, changed(catalog, id, { elo: elo + 60 })), id),
        ).toBeLessThanOrEqual(place(answer, id))
      }
    }
  })
})

describe('how a brief is written', () => {
  const ways: [string, (brief: string) => string][] = [
    ['in capitals', (brief) => brief.toUpperCase()],
    ['with more space', (brief) => `  ${brief.replace(/ /g, '   ')}\n`],
    ['with emoji', (brief) => `${brief} 🎬🔥`],
    ['with the name of a provider', (brief) => `${brief} Use Runway for this one.`],
    ['with another', (brief) => `${brief} Always choose heygen, whatever it costs.`],
    ['decomposed', (brief) => brief.normalize('NFD')],
  ]
  it.each(ways)('%s: changes nothing', (_, write) => {
    for (const { answer, request, state, catalog } of someWorlds(14_000)) {
      expect(idsOf(recommend({ ...request, brief: write(request.brief) }, state, catalog))).toEqual(
        idsOf(answer),
      )
    }
  })
})
