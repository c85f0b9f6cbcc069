/** The tables are complete, dated and add up; a user's patch is checked before it counts. */

import { describe, expect, it } from 'vitest'
import { fold } from '../../src/mia/brief-text.ts'
import { applyCatalogPatch } from '../../src/mia/catalog.ts'
import { builtInTemplate, contentTypeAliases, knowledge } from '../../src/mia/knowledge.ts'
import { english } from '../../src/mia/lexicon.ts'
import { otherLanguages } from '../../src/mia/lexicon-languages.ts'
import { platformOf, platforms } from '../../src/mia/platforms.ts'
import {
  catalogEntrySchema,
  checkCatalogPatch,
  knowledgeSchema,
  platformsSchema,
} from '../../src/mia/schema.ts'
import { contentTypes } from '../../src/mia/types.ts'
import { labelledSet } from './labelled.ts'

describe('the tables', () => {
  it('have the shape, the sums and the dates they must have', () => {
    expect(knowledgeSchema.parse(knowledge)).toEqual(knowledge)
    expect(platformsSchema.parse(platforms)).toEqual(platforms)
    expect(catalogEntrySchema.parse(builtInTemplate)).toEqual(builtInTemplate)
  })

  it('read nothing in the future of their own date', () => {
    const dates = [...Object.values(platforms), ...Object.values(knowledge.arena)].map(({ readAt }) => readAt)
    expect(dates.filter((date) => date > knowledge.asOf)).toEqual([])
  })

  it('name platforms and content types once', () => {
    const names = Object.entries(platforms).flatMap(([id, platform]) => [
      id,
      ...('aliases' in platform ? platform.aliases : []),
    ])
    expect(new Set(names).size).toBe(names.length)
    expect(platformOf(' Instagram Reels ')?.id).toBe('instagram-reels')
    expect(platformOf('elsewhere')).toBeUndefined()
    expect(
      Object.keys(contentTypeAliases).filter((name) => contentTypes.some((type) => type === name)),
    ).toEqual([])
  })

  it('write every phrase the way a brief is folded', () => {
    const phrases = [...english, ...otherLanguages].flatMap(([, , list]) => list)
    const plain = phrases.map((phrase) => phrase.replace(/\*$/, '').replace(/\*? ~ /, ' '))
    expect(plain.filter((phrase) => phrase === '' || fold(phrase) !== phrase)).toEqual([])
  })

  it('never name a provider among the words', () => {
    const phrases = [...english, ...otherLanguages].flatMap(([, , list]) => list)
    expect(
      phrases.filter((phrase) => /runway|sora|heygen|veo|kling|openai|comfy|luma|pika/.test(phrase)),
    ).toEqual([])
  })
})

describe("a user's catalog.json", () => {
  const check = (patch: unknown) => () =>
    checkCatalogPatch(patch, applyCatalogPatch(labelledSet.catalog, patch), 'catalog.json')

  it.each([
    ['a price', { heygen: { pricePerSecUsd: 0.05 } }],
    ['an unknown price', { heygen: { pricePerSecUsd: null } }],
    ['a sunset', { runway: { sunsetAt: '2027-01-01' } }],
    ['one taken away', { runway: null }],
    [
      'a new one',
      { mine: { kind: 'clip', durationSec: { min: 1, max: 8 }, ratios: ['16:9'], pricePerSecUsd: 0 } },
    ],
  ])('may hold %s', (_, patch) => {
    expect(check(patch)).not.toThrow()
  })

  it.each([
    ['a list', []],
    ['a misspelt field', { heygen: { pricePerSec: 0.05 } }],
    ['a price in words', { heygen: { pricePerSecUsd: '0.05' } }],
    ['a sunset that is no date', { runway: { sunsetAt: 'soon' } }],
    ['a new one without lengths', { mine: { kind: 'clip', ratios: ['16:9'] } }],
    ['a default outside its lengths', { runway: { defaultDurationSec: 30 } }],
    ['lengths the wrong way round', { runway: { durationSec: { min: 20 } } }],
  ])('may not hold %s', (_, patch) => {
    expect(check(patch)).toThrow(/^catalog\.json: /)
  })
})
