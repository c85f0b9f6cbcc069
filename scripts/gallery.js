/** npm run gallery [folder] [filter]: bundles scripts/gallery.ts, which Node 20 cannot load by itself, and runs it. */

import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { build } from 'esbuild'

// Inside the project, so that packages are found; removed again whatever happens.
const outfile = 'scripts/.gallery.mjs'
await build({
  entryPoints: ['scripts/gallery.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'error',
})
try {
  process.exitCode =
    spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(outfile, { force: true })
}
