/** Builds dist/: one bundle split in chunks, so that a command loads only what it uses. Called by `npm run build` and `prepare`. */

import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

// Programs that run in a process or thread of their own are entry points beside the program and the library.
const entryPoints = [
  'src/main.ts',
  'src/mia/index.ts',
  'src/template/render-worker.ts',
  'src/keys/keychain-child.js',
]

rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: entryPoints.filter((file) => existsSync(file)),
  outdir: 'dist',
  outbase: 'src',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  minifySyntax: true,
  legalComments: 'none',
})
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], {
  stdio: 'inherit',
})
