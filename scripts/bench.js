/** Runs the benches of test/bench (all, or those that are named, with their arguments): each is bundled and run on its own, so that one does not warm another. */

import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

const [name, ...args] = process.argv.slice(2)
const all = readdirSync('test/bench')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
let failed = 0

for (const bench of name ? [name] : all) {
  // Inside the project, so that packages are found; removed again whatever happens.
  const outfile = `test/bench/.${bench}.mjs`
  await build({
    entryPoints: [`test/bench/${bench}.ts`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  })
  console.log(`\n## ${bench}\n`)
  const { status } = spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit' })
  rmSync(outfile)
  if (status !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
