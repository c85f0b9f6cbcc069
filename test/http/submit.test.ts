/** The paid POST: never twice, and "not sent" only where that is proven. The server's own count is the truth. */

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { PaidRequest } from '../../src/http.ts'
import type { Misbehaviour } from '../helpers/fault-server/faults.ts'
import { startFaultServer } from '../helpers/fault-server.ts'
import { canary, testHttp } from '../helpers/http.ts'
import { startProxy } from '../helpers/proxy.ts'

async function server() {
  const started = await startFaultServer()
  onTestFinished(started.close)
  return started
}

const post = (base: string, extra: Partial<PaidRequest> = {}): PaidRequest => ({
  url: `${base}/videos`,
  headers: { authorization: `Bearer ${canary}` },
  json: { prompt: 'a fox', seconds: '4' },
  ...extra,
})

describe('submitOnce', () => {
  it('brings the answer back, on a connection of its own', async () => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    const receipt = await http.submitOnce(post(faulty.baseUrl('sora')), signal)
    expect(receipt).toMatchObject({
      sent: 'answered',
      answer: { status: 200, complete: true, json: { status: 'queued' } },
    })
    expect(faulty.requests[0]?.headers.connection).toBe('close')
    expect(faulty.truth()).toMatchObject({ posts: 1, charges: 1 })
  })

  const afterwards: readonly [string, Misbehaviour, number][] = [
    ['a reset after the body was read', { kind: 'reset', when: 'after-reading' }, 0],
    ['a reset after charging', { kind: 'reset', when: 'charged' }, 1],
    ['an end after charging', { kind: 'end', when: 'charged' }, 1],
    ['silence after charging', { kind: 'hang', when: 'charged' }, 1],
    ['a reset before the body was read', { kind: 'reset', when: 'before-reading' }, 0],
  ]
  it.each(afterwards)('does not claim "not sent" after %s', async (_name, fault, charges) => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    faulty.fail({ on: 'submit', do: fault })
    const receipt = await http.submitOnce(post(faulty.baseUrl('sora'), { timeoutSeconds: 0.5 }), signal)
    expect(receipt.sent).toBe('maybe')
    expect(faulty.truth().charges).toBe(charges)
    expect(faulty.requests.length).toBe(1)
  })

  it.each([
    ['reset', 'declared'],
    ['end', 'declared'],
    ['end', 'undeclared'],
  ] as const)('keeps a status line whose body was cut by %s, length %s', async (how, length) => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    faulty.fail({ on: 'submit', do: { kind: 'cut', bytes: 20, how, length } })
    const receipt = await http.submitOnce(post(faulty.baseUrl('sora')), signal)
    // Without a length nobody can see the cut; the JSON does not parse, and that is enough.
    expect(receipt).toMatchObject({ sent: 'answered', answer: { status: 200, json: undefined } })
    expect(faulty.requests.length).toBe(1)
  })

  it.each([408, 409, 425, 429, 500, 502, 503, 504, 520])(
    'sends once though the answer is %s',
    async (status) => {
      const { http, signal } = await testHttp()
      const faulty = await server()
      faulty.fail({
        on: 'submit',
        do: { kind: 'answer', status, body: '{"error":{"message":"no"}}', charged: true },
      })
      expect(await http.submitOnce(post(faulty.baseUrl('sora')), signal)).toMatchObject({
        sent: 'answered',
        answer: { status },
      })
      expect(faulty.truth().posts).toBe(1)
    },
  )

  it.each([301, 302, 303, 307, 308])('leaves a %s alone', async (status) => {
    const { http, signal } = await testHttp()
    const [one, other] = [await server(), await server()]
    one.fail({
      on: 'submit',
      do: { kind: 'answer', status, headers: { location: `${other.baseUrl('sora')}/videos` } },
    })
    expect(await http.submitOnce(post(one.baseUrl('sora')), signal)).toMatchObject({
      sent: 'answered',
      answer: { status },
    })
    expect(other.requests).toEqual([])
  })

  it('prefers an early answer to the reset behind it', async () => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    faulty.fail({
      on: 'submit',
      do: { kind: 'answer-early', status: 413, body: '{"error":{"message":"too large"}}' },
    })
    const receipt = await http.submitOnce(
      post(faulty.baseUrl('sora'), { json: { prompt: 'x'.repeat(6_000_000) } }),
      signal,
    )
    expect(receipt).toMatchObject({ sent: 'answered', answer: { status: 413 } })
  })

  it('waits for the answer behind early hints', async () => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    faulty.fail({ on: 'submit', do: { kind: 'hints' } })
    expect(await http.submitOnce(post(faulty.baseUrl('sora')), signal)).toMatchObject({
      answer: { status: 200 },
    })
  })

  it('is over after its time, however slowly bytes come', async () => {
    const { http, signal } = await testHttp({ submitTimeoutSeconds: 0.5 })
    const faulty = await server()
    faulty.fail({ on: 'submit', do: { kind: 'trickle', bytesPerSecond: 40 } })
    const started = performance.now()
    expect(await http.submitOnce(post(faulty.baseUrl('sora'), { timeoutSeconds: 60 }), signal)).toMatchObject(
      { sent: 'maybe', code: 'timeout.total' },
    )
    expect(performance.now() - started).toBeLessThan(3000)
    expect(faulty.truth().charges).toBe(1)
  })

  it('proves that nothing was sent: refused, unknown name, no TLS, and a caller that stopped before', async () => {
    const { http, signal } = await testHttp()
    const gone = await startFaultServer()
    await gone.close()
    const faulty = await server()
    expect(await http.submitOnce(post(gone.baseUrl('sora')), signal)).toMatchObject({
      sent: 'no',
      code: 'network.refused',
    })
    expect(await http.submitOnce(post('http://no-such-host.invalid'), signal)).toMatchObject({
      sent: 'no',
      code: 'network.dns',
    })
    expect(
      await http.submitOnce(post(faulty.baseUrl('sora').replace('http:', 'https:')), signal),
    ).toMatchObject({ sent: 'no', code: expect.stringMatching(/^tls\.|network\.reset/) })
    const stopped = AbortSignal.abort(new Error('stopped'))
    expect(await http.submitOnce(post(faulty.baseUrl('sora')), stopped)).toMatchObject({ sent: 'no' })
    expect(faulty.truth().posts).toBe(0)
  })

  it('does not send on a connection that came too late', async () => {
    // The clock jumps as if the machine had slept between the intent and the connection.
    const { systemClock } = await import('../../src/clock.ts')
    let calls = 0
    const clock = {
      ...systemClock,
      now: () => new Date(Date.parse('2026-11-25T10:00:00Z') + (calls++ === 0 ? 0 : 60_000)),
    }
    const { http, signal } = await testHttp({ clock })
    const faulty = await server()
    expect(await http.submitOnce(post(faulty.baseUrl('sora')), signal)).toMatchObject({
      sent: 'no',
      code: 'timeout.connect',
    })
    expect(faulty.truth().posts).toBe(0)
  })

  it('tells twenty at once apart', async () => {
    const { http, signal } = await testHttp()
    const faulty = await server()
    const silent = createServer((socket) => socket.destroy())
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
    onTestFinished(() => void silent.close())
    const dead = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/sora/v1`
    const gone = await startFaultServer()
    await gone.close()
    const receipts = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        http.submitOnce(
          post(
            [faulty.baseUrl('sora'), gone.baseUrl('sora'), dead, faulty.baseUrl('sora')][index % 4] as string,
          ),
          signal,
        ),
      ),
    )
    expect(receipts.filter(({ sent }) => sent === 'answered').length).toBe(10)
    expect(receipts.filter((_, index) => index % 4 === 1).map(({ sent }) => sent)).toEqual(
      Array(5).fill('no'),
    )
    expect(receipts.filter((_, index) => index % 4 === 2).every(({ sent }) => sent !== 'answered')).toBe(true)
    expect(faulty.truth().posts).toBe(10)
  })

  it('knows through a proxy, too, what was sent and what was not', async () => {
    const through = await startProxy()
    const { http, signal } = await testHttp({ env: { http_proxy: `http://${through.at}` } })
    const faulty = await server()
    const base = `http://gpu.lan:${new URL(faulty.url).port}/sora/v1`
    expect(await http.submitOnce(post(base), signal)).toMatchObject({
      sent: 'answered',
      answer: { status: 200 },
    })
    faulty.fail({ on: 'submit', do: { kind: 'reset', when: 'charged' } })
    expect((await http.submitOnce(post(base), signal)).sent).toBe('maybe')
    const locked = await startProxy('Basic another')
    const refused = await testHttp({ env: { http_proxy: `http://${locked.at}` } })
    expect(await refused.http.submitOnce(post(base), signal)).toMatchObject({
      sent: 'no',
      code: 'proxy.auth',
    })
    expect(faulty.truth().posts).toBe(2)
  })

  it('shows no key in what it says', async () => {
    const { http, signal, log } = await testHttp()
    const faulty = await server()
    faulty.fail({
      on: 'submit',
      do: { kind: 'answer', status: 400, body: `{"error":{"message":"bad key ${canary}"}}` },
    })
    const receipt = await http.submitOnce(post(faulty.baseUrl('sora')), signal)
    expect(JSON.stringify([receipt, log])).not.toContain(canary)
    expect(JSON.stringify(receipt)).toContain('[redacted]')
  })
})
