/**
 * The built-in renderer beside Remotion and hyperframes on one scene: `npm run compare -- <folder>`. Installs the two in that
 * folder, outside the project, and measures each command as a user types it, in turns within one run: wall time, and the most
 * memory its whole process tree holds at once (shared pages divided: PSS). Needs Linux, ffmpeg, and a Chromium on the PATH.
 */

import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { photograph } from './compare/photograph.js'
import { scene } from './compare/scene.js'

const versions = { remotion: '4.0.529', hyperframes: '0.8.170', gsap: '3.14.2', node: '22' }
const [folder, rounds = '3'] = process.argv.slice(2)
if (folder === undefined) throw new Error('name a folder outside the project: npm run compare -- ../peers')

const root = resolve(folder)
const bin = (name) => join(root, 'node_modules', '.bin', name)
const chromium = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim()
prepare()

const commands = {
  vidgen: [
    process.execPath,
    resolve('bin/vidgen.js'),
    'render',
    '--template',
    'scene.json',
    '-o',
    'vidgen.mp4',
    '--overwrite',
    '--new',
  ],
  remotion: [
    bin('remotion'),
    'render',
    'remotion.jsx',
    'scene',
    'remotion.mp4',
    '--muted',
    '--concurrency=2',
    `--browser-executable=${chromium}`,
  ],
  'hyperframes draft': [...hyperframes('draft')],
  'hyperframes looks': [...hyperframes('looks')],
}

const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
for (let round = 0; round < Number(rounds); round++) {
  for (const [name, command] of Object.entries(commands)) results[name].push(await measure(name, command))
}
report()

function prepare() {
  mkdirSync(join(root, 'public'), { recursive: true })
  if (!existsSync(join(root, 'package.json')))
    writeFileSync(join(root, 'package.json'), '{ "private": true }')
  const packages = [
    `remotion@${versions.remotion}`,
    `@remotion/cli@${versions.remotion}`,
    `hyperframes@${versions.hyperframes}`,
    `gsap@${versions.gsap}`,
    // hyperframes needs it.
    `node@${versions.node}`,
    'react@19',
    'react-dom@19',
  ]
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: root, stdio: 'inherit' })
  const inter = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'
  for (const place of [root, join(root, 'public')]) {
    copyFileSync(join('node_modules', inter), join(place, 'inter.woff2'))
    writeFileSync(join(place, 'photo.jpg'), photograph())
  }
  copyFileSync(join(root, 'node_modules/gsap/dist/gsap.min.js'), join(root, 'gsap.min.js'))
  copyFileSync('scripts/compare/hyperframes.html', join(root, 'index.html'))
  copyFileSync('scripts/compare/remotion.jsx', join(root, 'remotion.jsx'))
  writeFileSync(join(root, 'scene.json'), JSON.stringify(scene))
}

function hyperframes(quality) {
  const node = join(root, 'node_modules/node/bin/node')
  const program = join(root, 'node_modules/hyperframes/bin/hyperframes.mjs')
  return [node, program, 'render', '--quality', quality, '-o', `hyperframes-${quality}.mp4`]
}

async function measure(name, [program, ...args]) {
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules/node/bin')}:${process.env.PATH}`,
    VIDGEN_HOME: join(root, 'vidgen-home'),
    HYPERFRAMES_BROWSER_PATH: chromium,
    HYPERFRAMES_NO_TELEMETRY: '1',
    HYPERFRAMES_NO_UPDATE_CHECK: '1',
  }
  const started = performance.now()
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let talk = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (talk += text))
  let peakKilobytes = 0
  const watch = setInterval(() => (peakKilobytes = Math.max(peakKilobytes, treeKilobytes(child.pid))), 100)
  const status = await new Promise((done) => child.on('close', done))
  clearInterval(watch)
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${talk.slice(-2_000)}`)
  return { seconds: (performance.now() - started) / 1_000, megabytes: peakKilobytes / 1_024 }
}

/** PSS of a process and all below it. */
function treeKilobytes(pid) {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(/\) . (\d+)/.exec(read(`/proc/${name}/stat`))?.[1])]),
  )
  const isBelow = (one) => one === pid || (parents.has(one) && one > 1 && isBelow(parents.get(one)))
  return [...parents.keys()]
    .filter(isBelow)
    .reduce((sum, one) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0), 0)
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function report() {
  const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]
  const of = (name, what) => median(results[name].map((result) => result[what]))
  console.log('\n| | seconds | × vidgen | MB | × vidgen |\n|---|---|---|---|---|')
  for (const name of Object.keys(commands)) {
    const ratio = (what) =>
      median(results[name].map((result, round) => result[what] / results.vidgen[round][what]))
    console.log(
      `| ${name} | ${of(name, 'seconds').toFixed(1)} | ${ratio('seconds').toFixed(1)} | ${of(name, 'megabytes').toFixed(0)} | ${ratio('megabytes').toFixed(1)} |`,
    )
  }
}
