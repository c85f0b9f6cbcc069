/** Who may import whom. Reads the import lines of src and holds them against this table, the only one of its kind. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../src', import.meta.url))

/** Plain facts and rules that touch nothing outside: every file may import them. */
const ground = [
  /^(errors|secret|clock|terminal|log|nearest|version|tunables|address)\.ts$/,
  /^ledger\/(money|ledger)\.ts$/,
  /^providers\/provider\.ts$/,
  /^mia\//,
]

interface Layer {
  name: string
  files: RegExp
  /** Beside the ground and the layer's own folder. */
  mayImport: readonly RegExp[]
}

/** First match wins. */
const layers: readonly Layer[] = [
  { name: 'mia', files: /^mia\//, mayImport: [] },
  { name: 'program', files: /^(main|cli|program|usage|app)\.ts$/, mayImport: [/./] },
  {
    name: 'ground',
    files:
      /^(errors|secret|clock|terminal|log|nearest|version|tunables|address)\.ts$|^ledger\/(money|ledger)\.ts$|^providers\/provider\.ts$/,
    mayImport: [/^http\.ts$/],
  },
  { name: 'registry', files: /^providers\/index\.ts$/, mayImport: [/^providers\//] },
  { name: 'built-in provider', files: /^providers\/template\.ts$/, mayImport: [/^template\//] },
  { name: 'provider', files: /^providers\//, mayImport: [/^http\.ts$/] },
  { name: 'template', files: /^template\//, mayImport: [/^media\//] },
  {
    name: 'jobs',
    files: /^jobs\//,
    mayImport: [
      /^app\.ts$/,
      /^files\//,
      /^media\//,
      /^http/,
      /^keys\/store\.ts$/,
      /^ledger\/outbox\.ts$/,
      /^providers\/index\.ts$/,
    ],
  },
  {
    name: 'commands',
    files: /^commands\//,
    mayImport: [
      /^(app|cli|output|prompt|scrub|config|places)\.ts$/,
      /^jobs\//,
      /^ledger\/(export|outbox)\.ts$/,
      /^providers\/index\.ts$/,
      /^template\//,
      /^keys\//,
      /^files\//,
    ],
  },
  { name: 'network', files: /^http(\.ts$|\/)/, mayImport: [/^http(\.ts$|\/)/] },
  {
    name: 'means',
    files: /^(http|files|output|prompt|scrub|config|places|log-file|keys|ledger|media)/,
    mayImport: [/^files\/(own-text|make-folder)\.ts$/],
  },
]

/** A package that only certain files may know. */
const packages: readonly { name: RegExp; files: RegExp }[] = [
  { name: /^undici$/, files: /^http/ },
  { name: /^(ora|cli-table3)$/, files: /^output\.ts$/ },
  { name: /^@inquirer\//, files: /^prompt\.ts$/ },
  { name: /^better-sqlite3$/, files: /^(ledger|keys)\// },
  { name: /^@napi-rs\/keyring$/, files: /^keys\// },
  { name: /^@napi-rs\/canvas$|^node-av|^@fontsource|^@expo-google-fonts/, files: /^template\// },
  { name: /^commander$/, files: /^((cli|program|usage)\.ts|commands\/)/ },
]

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()

const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1]!,
  )

const layerOf = (file: string) => layers.find((layer) => layer.files.test(file))

describe('layers', () => {
  it('has a place for every file', () => {
    expect(files.filter((file) => !layerOf(file))).toEqual([])
    expect(files.length).toBeGreaterThan(20)
  })

  it('lets nobody reach up or across', () => {
    const wrong = files.flatMap((file) => {
      const layer = layerOf(file)!
      return importsOf(file)
        .filter((target) => target.startsWith('.'))
        .map((target) => relative(root, join(root, dirname(file), target)))
        .filter(
          (target) =>
            !ground.some((rule) => rule.test(target)) &&
            dirname(target) !== dirname(file) &&
            !target.startsWith(`${file.split('/')[0]}/`),
        )
        .filter((target) => !layer.mayImport.some((rule) => rule.test(target)))
        .map((target) => `${file} → ${target}`)
    })
    expect(wrong).toEqual([])
  })

  it('keeps providers apart', () => {
    const wrong = files
      .filter((file) => layerOf(file)!.name === 'provider')
      .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
      .filter(({ file, target }) => {
        const other = /^\.\/(runway|openai-videos|heygen|template)/.exec(target)?.[1]
        return other !== undefined && !file.startsWith(`providers/${other}`)
      })
    expect(wrong).toEqual([])
  })

  it('keeps each package behind its own file', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => packages.some((rule) => rule.name.test(target) && !rule.files.test(file)))
        .map((target) => `${file} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('reads the process, the clock and chance only where they live', () => {
    // Programs of their own (threads, children) have a process of their own.
    const own = /^(main|clock)\.ts$|-worker\.ts$|-child\.ts$/
    const wrong = files
      .filter((file) => !own.test(file))
      .filter((file) => {
        const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        return /\bprocess\.(env|argv|exit|stdout|stderr|stdin|on)\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bsetTimeout\(|\bconsole\./.test(
          code,
        )
      })
    expect(wrong).toEqual([])
  })
})
