import { describe, expect, it } from 'vitest'
import { nearest } from '../src/nearest.ts'

describe('nearest', () => {
  const commands = ['render', 'recommend', 'providers', 'jobs', 'ledger']

  it.each([
    ['rendr', 'render'],
    ['redner', 'render'],
    ['RENDER', 'render'],
    ['job', 'jobs'],
    ['provider', 'providers'],
  ])('%s → %s', (word, expected) => {
    expect(nearest(word, commands)).toBe(expected)
  })

  it('suggests nothing where nothing is near', () => {
    expect(nearest('quantum', commands)).toBeUndefined()
    expect(nearest('x', [])).toBeUndefined()
  })
})
