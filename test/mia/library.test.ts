/** What another program gets with `import … from 'vidgen/mia'`: pure functions, quick, with types, from the packed files alone. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { applyCatalogPatch, recommend, renderText } from '../../src/mia/index.ts'
import { temporaryFolder } from '../helpers/run.ts'
import { heldSet, labelledSet } from './labelled.ts'

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFrozen(inner)
    Object.freeze(value)
  }
  return value
}

describe('recommend', () => {
  it('changes none of its arguments and answers the same, byte for byte', () => {
    const catalog = deepFrozen(structuredClone(labelledSet.catalog))
    for (const { request, state } of [...labelledSet.cases, ...heldSet.cases]) {
      const frozen = [deepFrozen(structuredClone(request)), deepFrozen(structuredClone(state))] as const
      const [first, second] = [recommend(...frozen, catalog), recommend(...frozen, catalog)]
      expect(JSON.stringify(second)).toBe(JSON.stringify(first))
      const patched = recommend(...frozen, applyCatalogPatch(catalog, state.catalogPatch ?? {}))
      expect(JSON.stringify(patched)).toBe(JSON.stringify(first))
      expect(renderText(deepFrozen(first), { explain: true })).toBe(renderText(second, { explain: true }))
    }
  })
})

const program = `
import { applyCatalogPatch, type Catalog, platformOf, type Recommendation, recommend, renderText } from 'vidgen/mia'
const catalog: Catalog = { runway: { kind: 'clip', durationSec: { min: 2, max: 10 }, ratios: ['16:9'], pricePerSecUsd: 0.12 } }
const state = { connected: ['runway'], budgetRemainingUsd: 10, now: '2026-11-22' }
const answer: Recommendation = recommend({ brief: 'Drone shot over a fjord', durationSec: 8 }, state, applyCatalogPatch(catalog, {}))
// @ts-expect-error a brief is needed
recommend({}, state, catalog)
console.log(answer.best?.id, answer.best?.costUsd, platformOf('reels')?.id, renderText(answer).length > 99)
`

describe('the packed library', () => {
  it('is imported, with its types, where nothing else is installed', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const home = temporaryFolder()
    const target = join(home, 'node_modules', 'vidgen')
    mkdirSync(target, { recursive: true })
    const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', home], {
      cwd: root,
      encoding: 'utf8',
    }).trim()
    execFileSync('tar', ['xzf', join(home, packed), '-C', target, '--strip-components', '1'])
    writeFileSync(join(home, 'package.json'), '{"type":"module"}')
    writeFileSync(join(home, 'a.ts'), program)
    const options = [
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--strict',
      '--types',
      '',
      '--lib',
      'es2023,dom',
    ]
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [compiler, ...options, 'a.ts'], { cwd: home, stdio: 'pipe' })
    const printed = execFileSync(process.execPath, ['a.js'], { cwd: home, encoding: 'utf8' })
    expect(printed).toBe('runway 0.96 instagram-reels true\n')
  })
})
