/** A result is fetched whole or not at all, and the key stays where it belongs. */

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DownloadRequest, HttpOptions } from '../../src/http.ts'
import { clipOf, startFaultServer } from '../helpers/fault-server.ts'
import { canary, testHttp } from '../helpers/http.ts'
import { temporaryFolder } from '../helpers/run.ts'

const clip = clipOf(5)

async function setup(options: Partial<HttpOptions> = {}) {
  const server = await startFaultServer()
  onTestFinished(server.close)
  const { http, log, signal } = await testHttp(options)
  const part = join(temporaryFolder(), 'clip.part')
  writeFileSync(part, 'left over from before')
  const fetchClip = (
    request: Partial<DownloadRequest> = {},
    onProgress?: (bytes: number, total: number | undefined) => void,
  ) =>
    http.download(
      { url: `${server.url}/files/x.mp4?_jwt=signed`, baseUrl: server.baseUrl('runway'), ...request },
      part,
      signal,
      onProgress,
    )
  return { server, log, part, fetchClip }
}

const sameAsClip = (part: string) =>
  createHash('sha256').update(readFileSync(part)).digest('hex') ===
  createHash('sha256').update(clip).digest('hex')

describe('download', () => {
  it('fetches the bytes, says how many, and tells how far it is', async () => {
    const { fetchClip, part, server } = await setup()
    const seen: unknown[] = []
    expect(await fetchClip({}, (bytes, total) => seen.push([bytes, total]))).toEqual({
      bytes: clip.length,
      lengthProven: true,
      contentType: 'video/mp4',
    })
    expect(sameAsClip(part)).toBe(true)
    expect(seen.at(-1)).toEqual([clip.length, clip.length])
    expect(server.requests[0]?.headers['accept-encoding']).toBe('identity')
  })

  it('goes on behind what it has after a cut, where the file is provably the same', async () => {
    const { fetchClip, part, server } = await setup()
    server.fail(
      { on: 'content', do: { kind: 'cut', bytes: 1000, how: 'reset' } },
      { on: 'content', do: { kind: 'cut', bytes: 500, how: 'end' } },
    )
    expect(await fetchClip()).toMatchObject({ bytes: clip.length, lengthProven: true })
    expect(sameAsClip(part)).toBe(true)
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([
      undefined,
      'bytes=1000-',
      'bytes=1500-',
    ])
  })

  it.each(['ignored', 'shifted', 'other-etag'] as const)('starts over when the range is %s', async (how) => {
    const { fetchClip, part, server } = await setup()
    server.fail(
      { on: 'content', do: { kind: 'cut', bytes: 1000, how: 'reset' } },
      { on: 'content', do: { kind: 'bad-range', how } },
    )
    expect(await fetchClip()).toMatchObject({ bytes: clip.length })
    expect(sameAsClip(part)).toBe(true)
  })

  it('trusts no weak etag', async () => {
    const { fetchClip, part, server } = await setup()
    const weak = { kind: 'headers', headers: { etag: 'W/"1"' } } as const
    server.fail({ on: 'content', do: weak, times: 2 })
    await fetchClip()
    server.fail({
      on: 'content',
      do: { kind: 'answer', status: 200, headers: { etag: 'W/"1"', 'content-length': '99' }, body: 'short' },
    })
    await fetchClip().catch(() => {})
    expect(server.requests.every(({ headers }) => headers.range === undefined)).toBe(true)
    expect(part).toBeTruthy()
  })

  it('gives up after five cuts', async () => {
    const { fetchClip, server } = await setup()
    server.fail({ on: 'content', do: { kind: 'cut', bytes: 10, how: 'reset' }, times: 9 })
    await expect(fetchClip()).rejects.toMatchObject({ kind: 'unavailable' })
    expect(server.requests.length).toBe(5)
  })

  it('says when only the file itself can tell that it is whole', async () => {
    const { fetchClip, server } = await setup()
    server.fail({ on: 'content', do: { kind: 'cut', bytes: 1000, how: 'end', length: 'undeclared' } })
    expect(await fetchClip()).toMatchObject({ bytes: 1000, lengthProven: false })
  })

  it('is not confused by early hints', async () => {
    const { fetchClip, server } = await setup()
    server.fail({ on: 'content', do: { kind: 'hints' } })
    expect(await fetchClip()).toMatchObject({ bytes: clip.length, lengthProven: true })
    expect(server.requests.length).toBe(1)
  })

  it('takes no more than was declared', async () => {
    const { fetchClip, part, server } = await setup()
    server.fail({ on: 'content', do: { kind: 'surplus', bytes: 500 } })
    expect(await fetchClip()).toMatchObject({ bytes: clip.length })
    expect(sameAsClip(part)).toBe(true)
  })

  it.each([
    ['an encoding', { kind: 'headers', headers: { 'content-encoding': 'gzip' } }, 'download.encoded'],
    [
      'a page',
      {
        kind: 'answer',
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<html>',
      },
      'download.not_video',
    ],
    [
      'an error in JSON',
      { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: '{}' },
      'download.not_video',
    ],
    [
      'a promise of 3 GB',
      { kind: 'answer', status: 200, headers: { 'content-length': '3000000000' }, body: '' },
      'download.too_large',
    ],
  ] as const)('refuses %s', async (_name, fault, code) => {
    const { fetchClip, server } = await setup()
    server.fail({ on: 'content', do: fault, times: 9 })
    await expect(fetchClip()).rejects.toMatchObject({ kind: 'unavailable', code })
    expect(server.requests.length).toBe(1)
  })

  it('says when the URL has lapsed, and does not insist', async () => {
    for (const status of [401, 403, 404, 410]) {
      const { fetchClip, server } = await setup()
      server.fail({ on: 'content', do: { kind: 'answer', status, body: 'Request has expired' }, times: 9 })
      await expect(fetchClip()).rejects.toMatchObject({ code: 'download.expired' })
      expect(server.requests.length).toBe(1)
    }
  })

  it('waits out a busy host', async () => {
    const { fetchClip, server } = await setup()
    server.fail({ on: 'content', do: { kind: 'answer', status: 503, body: '' }, times: 2 })
    expect(await fetchClip()).toMatchObject({ bytes: clip.length })
  })

  it('takes the next URL when one answers 4xx', async () => {
    const { fetchClip, server, part } = await setup()
    server.fail({ on: 'content', do: { kind: 'answer', status: 400, body: 'use the url' } })
    expect(await fetchClip({ fallbackUrls: [`${server.url}/files/other.mp4`] })).toMatchObject({
      bytes: clip.length,
    })
    expect(sameAsClip(part)).toBe(true)
  })

  it('gives up on a stall, even one that drips', async () => {
    for (const fault of [
      { kind: 'hang', when: 'after-reading' },
      { kind: 'trickle', bytesPerSecond: 300 },
    ] as const) {
      const { fetchClip, server } = await setup({ stallTimeoutSeconds: 0.3 })
      server.fail({ on: 'content', do: fault, times: 9 })
      await expect(fetchClip()).rejects.toMatchObject({ kind: 'unavailable', code: 'timeout.stall' })
      expect(server.requests.length).toBe(5)
    }
  })

  it('blames the disk for what the disk did', async () => {
    const { http, signal } = await testHttp()
    const { server } = await setup()
    const request = { url: `${server.url}/files/x.mp4`, baseUrl: server.baseUrl('runway') }
    await expect(http.download(request, '/dev/full', signal)).rejects.toMatchObject({
      kind: 'environment',
      code: 'disk.full',
    })
    await expect(
      http.download(request, join(temporaryFolder(), 'nobody-made-it'), signal),
    ).rejects.toMatchObject({ kind: 'environment' })
  })
})

describe('where a download may go', () => {
  const publicBase = { baseUrl: 'https://api.example.com' }

  it.each([
    ['http://cdn.example.com/x.mp4', 'download.unsafe_url'],
    ['file:///etc/passwd', 'download.unsafe_url'],
    ['data:video/mp4;base64,AAAA', 'download.unsafe_url'],
    ['https://user:pass@cdn.example.com/x.mp4', 'download.unsafe_url'],
    ['https://cdn.example.com:8443/x.mp4', 'download.unsafe_url'],
    ['not a url', 'download.unsafe_url'],
    ['https://169.254.169.254/latest/meta-data', 'download.blocked_address'],
    ['https://127.0.0.1/x', 'download.blocked_address'],
    ['https://2130706433/x', 'download.blocked_address'],
    ['https://①②⑦.0.0.1/x', 'download.blocked_address'],
    ['https://localhost./x', 'download.blocked_address'],
    ['https://10.0.0.8/x', 'download.blocked_address'],
    ['https://100.64.1.1/x', 'download.blocked_address'],
    ['https://[::1]/x', 'download.blocked_address'],
    ['https://[::ffff:7f00:1]/x', 'download.blocked_address'],
    ['https://[64:ff9b::a9fe:a9fe]/x', 'download.blocked_address'],
  ])('with a public provider, not to %s', async (url, code) => {
    const { fetchClip } = await setup()
    await expect(fetchClip({ ...publicBase, url })).rejects.toMatchObject({ kind: 'unavailable', code })
  })

  it('with a public provider, not to a name that resolves to this machine', async () => {
    const { fetchClip, log } = await setup()
    // The machine's own name stands in /etc/hosts as a loopback or private address.
    const { hostname } = await import('node:os')
    await expect(fetchClip({ ...publicBase, url: `https://${hostname()}/x.mp4` })).rejects.toMatchObject({
      code: 'download.blocked_address',
    })
    expect(log.length).toBe(0)
  })

  it('with a private provider, to private hosts, but not to cloud metadata', async () => {
    const { fetchClip, server } = await setup()
    expect(
      await fetchClip({ baseUrl: 'http://192.168.1.20:8091/v1', url: `${server.url}/files/x.mp4` }),
    ).toMatchObject({ bytes: clip.length })
    await expect(
      fetchClip({ baseUrl: 'http://192.168.1.20:8091/v1', url: 'http://169.254.169.254/x' }),
    ).rejects.toMatchObject({ code: 'download.blocked_address' })
    await expect(
      fetchClip({ baseUrl: 'http://192.168.1.20:8091/v1', url: 'http://8.8.8.8/x' }),
    ).rejects.toMatchObject({ code: 'download.unsafe_url' })
  })
})

describe('redirects', () => {
  const keyed = (server: { url: string; baseUrl(dialect: 'sora'): string }): Partial<DownloadRequest> => ({
    url: `${server.url}/files/x.mp4`,
    baseUrl: server.baseUrl('sora'),
    headers: { authorization: `Bearer ${canary}`, 'x-api-key': canary },
    authorize: true,
  })
  const to = (location: string) =>
    ({ on: 'content', do: { kind: 'answer', status: 302, headers: { location } } }) as const

  it('keep the key on its origin and lose it for good on another', async () => {
    const { fetchClip, server } = await setup()
    const other = await startFaultServer()
    onTestFinished(other.close)
    server.fail(to('/files/again.mp4'), to(`${other.url}/files/far.mp4`))
    other.fail(to(`${server.url}/files/back.mp4`))
    expect(await fetchClip(keyed(server))).toMatchObject({ bytes: clip.length })
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${canary}`,
      `Bearer ${canary}`,
      undefined,
    ])
    expect(JSON.stringify(other.requests)).not.toContain(canary)
  })

  it('send no key at all where the URL is not the provider', async () => {
    const { fetchClip, server } = await setup()
    await fetchClip({ ...keyed(server), baseUrl: 'http://127.0.0.1:1/v1' })
    await fetchClip({ ...keyed(server), authorize: false })
    expect(JSON.stringify(server.requests)).not.toContain(canary)
  })

  it('end after five hops, and never at an unsafe place', async () => {
    const { fetchClip, server } = await setup()
    server.fail({ ...to('/files/loop.mp4'), times: 99 })
    await expect(fetchClip()).rejects.toMatchObject({ code: 'download.unsafe_redirect' })
    expect(server.requests.length).toBe(6)
    const cases: readonly [string, string][] = [
      ['file:///etc/passwd', 'download.unsafe_redirect'],
      ['data:video/mp4,x', 'download.unsafe_redirect'],
      ['http://169.254.169.254/latest', 'download.blocked_address'],
    ]
    for (const [location, code] of cases) {
      const next = await setup()
      next.server.fail(to(location))
      await expect(next.fetchClip()).rejects.toMatchObject({ code })
    }
  })

  it('leave no query string in the log', async () => {
    const { fetchClip, log } = await setup()
    await fetchClip()
    expect(JSON.stringify(log)).not.toContain('signed')
    expect(log.length).toBe(1)
  })
})
