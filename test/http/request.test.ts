import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FaultServerOptions, startFaultServer } from '../helpers/fault-server.ts'
import { canary, impatientClock, testHttp } from '../helpers/http.ts'
import { startProxy } from '../helpers/proxy.ts'

async function server(options?: FaultServerOptions) {
  const started = await startFaultServer(options)
  onTestFinished(started.close)
  return started
}

const check = (base: string, extra = {}) => ({
  method: 'GET' as const,
  url: `${base}/models`,
  headers: { authorization: `Bearer ${canary}` },
  ...extra,
})

describe('request', () => {
  it('reads JSON', async () => {
    const { http, signal, log } = await testHttp()
    const answer = await http.request(check((await server()).baseUrl('sora')), signal)
    expect(answer).toMatchObject({ status: 200, complete: true, json: { object: 'list' } })
    expect(log).toMatchObject([
      { tag: 'HTTP:REQUEST', event: 'answered', fields: { status: 200, path: '/sora/v1/models' } },
    ])
  })

  it.each([408, 425, 429, 500, 502, 503, 504, 520])('asks again after %s', async (status) => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    faulty.fail({ on: 'check', do: { kind: 'answer', status, body: 'later' }, times: 2 })
    expect((await http.request(check(faulty.baseUrl('sora')), signal)).status).toBe(200)
    expect(faulty.requests.length).toBe(3)
  })

  it('gives the last answer when it stays bad, and does not ask again what cannot get better', async () => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    faulty.fail({ on: 'check', do: { kind: 'answer', status: 503, body: 'no' }, times: 9 })
    expect((await http.request(check(faulty.baseUrl('sora')), signal)).status).toBe(503)
    expect(faulty.requests.length).toBe(3)
    expect((await http.request(check(faulty.baseUrl('sora'), { attempts: 1 }), signal)).status).toBe(503)
    expect(faulty.requests.length).toBe(4)
    const other = await server()
    other.fail({ on: 'check', do: { kind: 'answer', status: 400, body: 'no' } })
    expect((await http.request(check(other.baseUrl('sora')), signal)).status).toBe(400)
    expect(other.requests.length).toBe(1)
  })

  it('waits as long as it is told, within reason', async () => {
    const waits: number[] = []
    const { http, signal } = await testHttp({ clock: impatientClock(waits), random: () => 0.5 })
    const faulty = await server()
    for (const retryAfter of ['7', '1e9', '99999'])
      faulty.fail({
        on: 'check',
        do: { kind: 'answer', status: 429, headers: { 'retry-after': retryAfter } },
      })
    await http.request(check(faulty.baseUrl('sora'), { attempts: 4 }), signal)
    expect(waits).toEqual([7000, 1000, 120_000])
  })

  it.each([
    ['reset', 'before-reading'],
    ['reset', 'after-reading'],
    ['end', 'after-reading'],
  ] as const)('asks again after a %s %s', async (kind, when) => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    faulty.fail({ on: 'check', do: { kind, when } })
    expect((await http.request(check(faulty.baseUrl('sora')), signal)).status).toBe(200)
  })

  it('never follows a redirect', async () => {
    const { http, signal } = await testHttp()
    const [one, other] = [await server(), await server()]
    one.fail({
      on: 'check',
      do: { kind: 'answer', status: 307, headers: { location: `${other.url}/sora/v1/models` } },
    })
    await expect(http.request(check(one.baseUrl('sora')), signal)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'provider.redirected',
    })
    expect(other.requests).toEqual([])
  })

  it.each(['huge', 'bomb'] as const)('drops a %s answer at 4 MB', async (kind) => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    faulty.fail({ on: 'check', do: { kind, size: 100 * 1024 * 1024 }, times: 3 })
    const before = process.memoryUsage.rss()
    await expect(http.request(check(faulty.baseUrl('sora'), { attempts: 1 }), signal)).rejects.toMatchObject({
      code: 'provider.bad_response',
    })
    // The server shares the process: it made 100–200 MB itself; what must not happen is a second copy of it.
    expect(process.memoryUsage.rss() - before).toBeLessThan(450 * 1024 * 1024)
  })

  it('takes JSON nested 200,000 deep for no JSON', async () => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    faulty.fail({ on: 'check', do: { kind: 'deep', size: 200_000 } })
    expect(await http.request(check(faulty.baseUrl('sora')), signal)).toMatchObject({
      status: 200,
      json: undefined,
    })
  })

  it('gives up on a server that says nothing, or almost nothing', async () => {
    const { http, signal } = await testHttp()
    for (const fault of [
      { kind: 'hang', when: 'after-reading' },
      { kind: 'trickle', bytesPerSecond: 10 },
    ] as const) {
      const faulty = await server()
      faulty.fail({ on: 'check', do: fault })
      await expect(
        http.request(check(faulty.baseUrl('sora'), { attempts: 1, timeoutSeconds: 0.4 }), signal),
      ).rejects.toMatchObject({ kind: 'unavailable', code: 'timeout.total' })
    }
  })

  it('stops at once when its caller does', async () => {
    const { http } = await testHttp()
    const faulty = await server()
    faulty.fail({ on: 'check', do: { kind: 'hang', when: 'after-reading' } })
    const caller = new AbortController()
    const waiting = http.request(check(faulty.baseUrl('sora')), caller.signal)
    caller.abort(new Error('stopped by hand'))
    await expect(waiting).rejects.toThrow('stopped by hand')
  })

  it('says why a server cannot be reached', async () => {
    const { http, signal } = await testHttp()
    const gone = await startFaultServer()
    await gone.close()
    const failed = (base: string) => expect(http.request(check(base, { attempts: 1 }), signal)).rejects
    await failed(gone.baseUrl('sora')).toMatchObject({ kind: 'unavailable', code: 'network.refused' })
    await failed('http://no-such-host.invalid/v1').toMatchObject({ kind: 'unavailable', code: 'network.dns' })
  })

  it('finds a server by name, whichever address it listens on', async () => {
    const { http, signal } = await testHttp()
    const base = (await server()).baseUrl('sora').replace('127.0.0.1', 'localhost')
    expect((await http.request(check(base, { attempts: 1 }), signal)).status).toBe(200)
    expect((await http.submitOnce({ url: `${base}/videos`, json: { prompt: 'a fox' } }, signal)).sent).toBe(
      'answered',
    )
  })

  it('sends nothing over plain http to the public internet', async () => {
    const { http, signal } = await testHttp()
    await expect(http.request(check('http://8.8.8.8/v1'), signal)).rejects.toMatchObject({
      code: 'url.insecure',
    })
    await expect(http.request(check('ftp://127.0.0.1/v1'), signal)).rejects.toMatchObject({
      code: 'url.scheme',
    })
    await expect(http.request(check('http://u:p@127.0.0.1/v1'), signal)).rejects.toMatchObject({
      code: 'url.userinfo',
    })
  })
})

/** A certificate of nobody anyone trusts, for 127.0.0.1. */
function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'vidgen-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=127.0.0.1',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  )
  return { key: readFileSync(key), cert: readFileSync(cert) }
}

describe('TLS', () => {
  it('sends nothing to a server it cannot trust, and does not try again', async () => {
    const { http, signal, log } = await testHttp()
    const tls = await server({ tls: selfSigned() })
    await expect(http.request(check(tls.baseUrl('sora')), signal)).rejects.toMatchObject({
      code: 'tls.untrusted',
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    })
    expect(tls.requests).toEqual([])
    expect(log.length).toBe(1)
  })

  it('refuses to work with checks turned off, except on loopback', async () => {
    const { http, signal } = await testHttp({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })
    await expect(http.request(check('https://api.example.com'), signal)).rejects.toMatchObject({
      kind: 'environment',
      code: 'tls.verification_disabled',
    })
    expect((await http.request(check((await server()).baseUrl('sora')), signal)).status).toBe(200)
  })
})

describe('proxies', () => {
  it('are used, except for loopback and NO_PROXY', async () => {
    const [through, faulty] = [await startProxy(), await server()]
    const port = new URL(faulty.url).port
    const { http, signal } = await testHttp({
      env: { HTTP_PROXY: `http://${through.at}`, no_proxy: 'direct.invalid' },
    })
    expect((await http.request(check(`http://gpu.lan:${port}/sora/v1`), signal)).status).toBe(200)
    expect(through.seen).toEqual([`gpu.lan:${port}`])
    expect((await http.request(check(faulty.baseUrl('sora')), signal)).status).toBe(200)
    await expect(
      http.request(check(`http://direct.invalid:${port}`, { attempts: 1 }), signal),
    ).rejects.toMatchObject({ code: 'network.dns' })
    expect(through.seen.length).toBe(1)
  })

  it('that want a password are told apart, and the password never shows', async () => {
    const through = await startProxy(`Basic ${Buffer.from('me:right').toString('base64')}`)
    const faulty = await server()
    const url = `http://gpu.lan:${new URL(faulty.url).port}/sora/v1`
    const wrong = await testHttp({ env: { HTTP_PROXY: `http://me:wrong-password@${through.at}` } })
    const error = await wrong.http
      .request(check(url, { attempts: 1 }), wrong.signal)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'proxy.auth' })
    expect(JSON.stringify([error, (error as Error).message, wrong.log])).not.toContain('wrong-password')
    const right = await testHttp({ env: { HTTP_PROXY: `http://me:right@${through.at}` } })
    expect((await right.http.request(check(url), right.signal)).status).toBe(200)
  })
})
