/**
 * Builds the programs in dist/: called by `npm run build`, which adds the library's types, and for the variants of test/mutants.
 *
 * The program is bundled, split so that a command loads only what it uses, and each chunk is turned into CommonJS: the loader of
 * ES modules alone costs a third of Node's own start (measured in test/bench/start-up.ts). The library and the programs that run
 * in a thread or process of their own stay ES modules.
 */

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build, transform } from 'esbuild'

const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

const common = {
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // commander, a development dependency, is bundled: without its comments it starts in half the time.
  external: Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((name) => [name, `${name}/*`]),
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
}

/** Packages that are CommonJS themselves: required like our own chunks. The others exist as ES modules only. */
const commonJsPackages = ['better-sqlite3', 'cli-table3']

rmSync('dist', { recursive: true, force: true })
await build({
  ...common,
  entryPoints: ['src/main.ts'],
  splitting: true,
  outExtension: { '.js': '.cjs' },
  plugins: [withoutChildProcess()],
})
await Promise.all(readdirSync('dist').map((file) => toCommonJs(`dist/${file}`)))
await build({
  ...common,
  entryPoints: ['src/mia/index.ts', 'src/template/render-worker.ts', 'src/keys/keychain-child.js'],
})

async function toCommonJs(file) {
  const { code } = await transform(readFileSync(file, 'utf8'), {
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    define: { 'import.meta.url': 'importMetaUrl' },
  })
  const url = code.includes('importMetaUrl')
    ? 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;\n'
    : ''
  writeFileSync(file, url + code.replace(/\bimport\(\s*"([^"]+)"\s*\)/g, required))
}

/** commander loads it for subcommands that are programs of their own, which we have none of; it costs every start 1.6 ms. */
function withoutChildProcess() {
  return {
    name: 'without-child-process',
    setup(build) {
      build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
        importer.includes('commander') ? { path: 'none', namespace: 'nothing' } : undefined,
      )
      build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}' }))
    },
  }
}

/** `import()` of what is CommonJS: the same promise, without the loader. */
function required(original, name) {
  if (name.startsWith('.')) return `Promise.resolve().then(() => require("${name}"))`
  if (commonJsPackages.includes(name))
    return `Promise.resolve().then(() => ({ default: require("${name}") }))`
  return original
}
