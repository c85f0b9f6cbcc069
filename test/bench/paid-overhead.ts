/**
 * What vidgen adds to a paid job: against an ideal client that submits, asks again the very moment the job is done, and downloads.
 * An instant job may take 400 ms longer, one of 60 s (or as many as the first argument says) 5 % longer. Ends with 1 above that.
 */

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clipOf } from '../helpers/fault-server.ts'

const longSeconds = Number(process.argv[2] ?? 60)
const allowedMs = 400
const allowedShare = 0.05

/** Runway's dialect, as little of it as a render needs; the task is done this long after its submit. */
function provider(seconds: () => number): Promise<{ url: string; close(): void }> {
  const clip = clipOf(5)
  let doneAt = 0
  const server = createServer((request, response) => {
    const json = (value: object) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    request.resume().on('end', () => {
      if (request.url?.startsWith('/files')) return response.setHeader('content-type', 'video/mp4').end(clip)
      if (request.method === 'POST') {
        doneAt = performance.now() + seconds() * 1000
        return json({ id: 'task-1' })
      }
      const host = `http://${request.headers.host}`
      const isDone = performance.now() >= doneAt
      json({
        id: 'task-1',
        status: isDone ? 'SUCCEEDED' : 'RUNNING',
        ...(isDone && { output: [`${host}/files/a.mp4`], cost: { credits: 60 } }),
      })
    })
  })
  return new Promise((ready) =>
    server.listen(0, '127.0.0.1', () =>
      ready({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => server.close(),
      }),
    ),
  )
}

const ask = async (url: string, init?: RequestInit) =>
  (await (await fetch(url, init)).json()) as { id: string; output?: string[] }

async function ideal(url: string, seconds: number): Promise<number> {
  const started = performance.now()
  const { id } = await ask(`${url}/v1/text_to_video`, { method: 'POST', body: '{}' })
  await new Promise((done) => setTimeout(done, seconds * 1000))
  const { output } = await ask(`${url}/v1/tasks/${id}`)
  await (await fetch(output?.[0] ?? '')).arrayBuffer()
  return performance.now() - started
}

async function ours(url: string): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'vidgen-bench-'))
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [
      process.env.VIDGEN_TEST_PROGRAM ?? 'bin/vidgen.js',
      'render',
      'A fox',
      '-p',
      'runway',
      '-o',
      join(home, 'fox.mp4'),
      '--quiet',
    ],
    {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        VIDGEN_HOME: join(home, 'vidgen'),
        RUNWAYML_API_SECRET: `key_${'0'.repeat(64)}`,
        RUNWAYML_BASE_URL: url,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const code = await new Promise((done) => child.on('close', done))
  const took = performance.now() - started
  rmSync(home, { recursive: true })
  if (code !== 0) throw new Error(`vidgen ended with ${code}`)
  return took
}

async function overheadMs(seconds: number, rounds: number): Promise<{ idealMs: number; overMs: number }> {
  const server = await provider(() => seconds)
  let [idealMs, oursMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < rounds; round += 1) {
    idealMs = Math.min(idealMs, await ideal(server.url, seconds))
    oursMs = Math.min(oursMs, await ours(server.url))
  }
  server.close()
  return { idealMs, overMs: oursMs - idealMs }
}

const instant = await overheadMs(0, 5)
console.log(`instant job: ${instant.overMs.toFixed(0)} ms over an ideal client (allowed ${allowedMs})`)
const long = await overheadMs(longSeconds, 1)
const share = long.overMs / long.idealMs
console.log(
  `job of ${longSeconds} s: ${long.overMs.toFixed(0)} ms over, ${(share * 100).toFixed(1)} % (allowed ${allowedShare * 100} %)`,
)
process.exitCode = instant.overMs > allowedMs || share > allowedShare ? 1 : 0
