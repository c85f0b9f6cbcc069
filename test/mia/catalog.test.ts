/** The catalogue made from the registry: one entry per provider, its other models behind it, facts carried over unchanged. */

import { describe, expect, it } from 'vitest'
import { applyCatalogPatch, catalogOf } from '../../src/mia/catalog.ts'
import { recommend } from '../../src/mia/rank.ts'
import { catalogEntrySchema } from '../../src/mia/schema.ts'
import { providers } from '../../src/providers/index.ts'

const catalog = catalogOf(providers)
const now = '2026-11-22'
const connected = ['runway', 'heygen']

describe('catalogOf', () => {
  it('has every provider under its id and every other model behind it', () => {
    const models = providers.reduce((count, provider) => count + provider.models.length, 0)
    expect(Object.keys(catalog)).toHaveLength(models)
    for (const { id } of providers) expect(catalog[id]).toBeDefined()
    expect(catalog['heygen/avatar']?.speakingAvatar).toBe(true)
  })

  it('makes entries that the schema of catalog.json takes', () => {
    for (const [id, entry] of Object.entries(catalog))
      expect(catalogEntrySchema.safeParse(entry).error, id).toBeUndefined()
  })

  it('carries price, lengths and shapes over', () => {
    expect(catalog.runway).toMatchObject({
      kind: 'clip',
      pricePerSecUsd: 0.12,
      requiresKey: true,
      elo: 1214,
      durationSec: { min: 2, max: 10 },
    })
    expect(catalog.template).toMatchObject({
      kind: 'renderer',
      pricePerSecUsd: 0,
      requiresKey: false,
      offline: true,
      deterministic: true,
    })
  })

  it('takes another default model when told to', () => {
    const other = catalogOf(providers, (provider) =>
      provider.id === 'heygen' ? 'avatar' : provider.defaultModel,
    )
    expect(other.heygen?.pricePerSecUsd).toBe(0.0667)
    expect(other['heygen/video-agent']?.pricePerSecUsd).toBe(0.0333)
  })
})

describe('the models of one provider', () => {
  it('are one choice: its usual one where that will do', () => {
    const answer = recommend(
      { brief: 'Aerial shot of a fjord at dawn', durationSec: 8 },
      { connected, now },
      catalog,
    )
    expect(answer.ranking.map(({ id }) => id).filter((id) => id.startsWith('runway'))).toEqual(['runway'])
    expect(answer.excluded.find(({ id }) => id === 'runway/veo3.1')?.reasons).toEqual([
      'other_model_preferred',
    ])
  })

  it('let another stand in for what the usual one cannot do', () => {
    const answer = recommend(
      { brief: 'A presenter explains our plan', aspectRatio: '4:5' },
      { connected, now },
      catalog,
    )
    expect(answer.best?.id).toBe('heygen/avatar')
    expect(answer.best?.next[0]).toContain('--provider heygen --model avatar')
    expect(answer.ready?.id).toBe('heygen/avatar')
  })

  it('let a cheaper one stand in for what the budget does not take', () => {
    const cheap = { ...catalog, 'heygen/cheap': { ...catalog.heygen!, pricePerSecUsd: 0.001 } }
    const request = { brief: 'A presenter explains our plan', durationSec: 60 }
    const answer = recommend(request, { connected, now, budgetRemainingUsd: 1 }, cheap)
    expect(answer.best).toMatchObject({ id: 'heygen/cheap', group: 'A' })
    expect(answer.ranking.at(-1)).toMatchObject({ id: 'heygen', group: 'C' })
  })
})

describe('applyCatalogPatch', () => {
  it('merges, replaces and removes as RFC 7396 says, and changes neither argument', () => {
    const base = {
      a: { kind: 'clip', durationSec: { min: 1, max: 5 }, ratios: ['16:9'] },
      b: catalog.template!,
    } as const
    const before = JSON.stringify(base)
    const patched = applyCatalogPatch(base, {
      a: { ratios: ['1:1'], durationSec: { max: 9 } },
      b: null,
      c: { kind: 'clip', note: null },
    })
    expect(patched).toEqual({
      a: { kind: 'clip', durationSec: { min: 1, max: 9 }, ratios: ['1:1'] },
      c: { kind: 'clip' },
    })
    expect(JSON.stringify(base)).toBe(before)
  })

  it('keeps a hostile key a key', () => {
    const patched = applyCatalogPatch({}, JSON.parse('{"__proto__": {"polluted": true}}'))
    expect(Object.keys(patched)).toEqual(['__proto__'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('what ages', () => {
  it('warns of a price older than 90 days and a rating older than 180, and lets the rating fade', () => {
    const request = { brief: 'Aerial shot of a fjord at dawn', durationSec: 8 }
    const rated = applyCatalogPatch(catalog, { runway: { elo: 1400 } })
    const today = recommend(request, { connected, now }, rated).best!
    const later = recommend(request, { connected, now: '2027-08-01' }, rated).best!
    expect(today.warnings).not.toContain('stale_price:runway')
    expect(later.warnings).toEqual(expect.arrayContaining(['stale_price:runway', 'stale_rating:runway']))
    expect(today.terms.quality.u).toBeGreaterThan(0.65)
    expect(later.terms.quality.u).toBeLessThan(today.terms.quality.u)
    expect(later.terms.quality.u).toBeGreaterThan(0.5)
  })
})
