/**
 * Is a download as quick as curl's, with flat memory? 1 GB (or as many MB as the first argument says) from a server in its own
 * process to a file, three times each in turn; the best of each counts. Ends with 1 below 0.7 of curl's speed or above 150 MB.
 */

import { execFileSync, fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/clock.ts'
import { createHttp } from '../../src/http.ts'

const megabytes = Number(process.argv[2] ?? 1000)
const rounds = 3
const allowedRatio = 0.7
const allowedMegabytes = 150

if (process.send) serve()
else await measure()

function serve(): void {
  const chunk = Buffer.alloc(1_000_000, 7)
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': megabytes * 1_000_000, 'content-type': 'video/mp4' })
    let left = megabytes
    const go = (): void => {
      while (left > 0) {
        left -= 1
        if (!response.write(chunk)) return void response.once('drain', go)
      }
      response.end()
    }
    go()
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
}

async function measure(): Promise<void> {
  const child = fork(process.argv[1] as string, [String(megabytes)], { execArgv: process.execArgv })
  const port = await new Promise<number>((done) => child.once('message', (message) => done(Number(message))))
  const folder = mkdtempSync(join(tmpdir(), 'vidgen-bench-'))
  const [part, url] = [join(folder, 'clip.part'), `http://127.0.0.1:${port}/clip.mp4`]
  const http = await createHttp({
    env: {},
    clock: systemClock,
    log: () => {},
    random: () => 0,
    scrub: (text) => text,
  })
  let peak = 0
  const stop = systemClock.every(20, () => {
    peak = Math.max(peak, process.memoryUsage.rss())
  })
  const best = { ours: Number.POSITIVE_INFINITY, curl: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round += 1) {
    writeFileSync(part, '')
    const started = performance.now()
    await http.download({ url, baseUrl: url }, part, new AbortController().signal)
    best.ours = Math.min(best.ours, (performance.now() - started) / 1000)
    rmSync(part)
    best.curl = Math.min(
      best.curl,
      Number(execFileSync('curl', ['-s', '-o', part, '-w', '%{time_total}', url])),
    )
    rmSync(part)
  }
  stop()
  await http.close()
  child.kill()
  rmSync(folder, { recursive: true })
  const ratio = best.curl / best.ours
  const peakMegabytes = peak / 1e6
  console.log(
    `${megabytes} MB: ours ${best.ours.toFixed(2)} s, curl ${best.curl.toFixed(2)} s → ${ratio.toFixed(2)} of curl's speed, peak ${peakMegabytes.toFixed(0)} MB`,
  )
  process.exitCode = ratio < allowedRatio || peakMegabytes > allowedMegabytes ? 1 : 0
}
