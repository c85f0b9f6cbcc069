/** A program for tests: renders the scene of a file into another and says how long it took. Ctrl-C aborts, as in vidgen. */

import { readFileSync } from 'node:fs'
import { renderScene } from '../../src/template/render.ts'
import { checkScene } from '../../src/template/scene-file.ts'

const [sceneFile, outputPath] = process.argv.slice(2) as [string, string]
const controller = new AbortController()
process.on('SIGINT', () => controller.abort(new Error('stopped')))
process.stderr.write('ready\n')
try {
  await renderScene(checkScene(JSON.parse(readFileSync(sceneFile, 'utf8'))), outputPath, {
    signal: controller.signal,
    onProgress: (fraction) => process.stderr.write(`${fraction}\n`),
    onWarning: () => {},
  })
  const residentMegabytes = process.resourceUsage().maxRSS / 1_024
  process.stdout.write(JSON.stringify({ seconds: performance.now() / 1_000, residentMegabytes }))
} catch (error) {
  const { message, code } = error as Error & { code?: string }
  process.stderr.write(`${code}: ${message}`)
  process.exitCode = 8
}
