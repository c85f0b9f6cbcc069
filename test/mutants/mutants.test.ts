/** Shows that the suites have teeth: each broken variant is built beside the program and must fail the test named for it. */

import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/run.ts'
import { type Mutant, mutants } from './mutants.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const source = (file: string) => readFileSync(join(project, 'src', file), 'utf8')

describe('each variant', () => {
  it.each(mutants)('$name: can be made, and its test exists', ({ edits, caughtBy }) => {
    for (const { file, from } of edits) expect(source(file).split(from).length, from).toBe(2)
    const text = readFileSync(join(project, caughtBy.file), 'utf8')
    for (const name of caughtBy.test.split('|')) expect(text).toContain(name)
  })
})

describe.skipIf(process.env.VIDGEN_SOAK === undefined)('is caught', () => {
  it.each(mutants)(
    '$name',
    (mutant) => {
      const program = buildVariant(mutant)
      const healthy = runTests(program, {
        file: 'test/e2e/spending.test.ts',
        test: 'books what the server charged',
      })
      expect(healthy.status, `the variant works on a good day: ${healthy.said}`).toBe(0)
      const { status, said } = runTests(program, mutant.caughtBy)
      expect(status, said).toBe(1)
      expect(said).toMatch(/AssertionError/)
    },
    600_000,
  )
})

function runTests(program: string, { file, test }: Mutant['caughtBy']) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', file, '-t', test],
    {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, VIDGEN_TEST_PROGRAM: program, VIDGEN_SOAK: undefined },
    },
  )
  return { status, said: stdout + stderr }
}

function buildVariant({ edits }: Mutant): string {
  const folder = temporaryFolder()
  cpSync(join(project, 'src'), join(folder, 'src'), { recursive: true })
  for (const name of ['bin', 'scripts', 'package.json'])
    cpSync(join(project, name), join(folder, name), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
  for (const { file, from, to } of edits) {
    const path = join(folder, 'src', file)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(from, () => to),
    )
  }
  execFileSync(process.execPath, ['scripts/build.js'], { cwd: folder })
  return join(folder, 'bin', 'vidgen.js')
}
