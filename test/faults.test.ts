/** The table of faults is complete, and every test it names exists. */

import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** Rows of the fault catalogue. */
const catalogue = 143

const table = readFileSync(new URL('./faults.md', import.meta.url), 'utf8')
const rows = [...table.matchAll(/^\| (\d+) \| (.+?) \| (.+) \|$/gm)].map(([, number, fault, where]) => ({
  number: Number(number),
  fault: fault ?? '',
  where: where ?? '',
}))

it('has each row of the catalogue once, in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: catalogue }, (_, index) => index + 1))
})

it.each(rows)('$number: $fault', ({ where }) => {
  const references = [...where.matchAll(/`([\w/-]+)` ("[^"]+"(?:, "[^"]+")*)/g)]
  const isExcused = /^(not here|not applicable|cannot|no bundle|none is ever)/.test(where)
  expect(references.length > 0 || isExcused, 'a test, or a reason').toBe(true)
  for (const [, file, titles] of references) {
    const paths = [`./${file}.test.ts`, `./${file}.ts`].map((path) => new URL(path, import.meta.url))
    const path = paths.find((candidate) => existsSync(candidate))
    expect(path, file).toBeDefined()
    const source = readFileSync(path as URL, 'utf8')
    for (const [, title] of (titles ?? '').matchAll(/"([^"]+)"/g)) expect(source, file).toContain(title)
  }
})
