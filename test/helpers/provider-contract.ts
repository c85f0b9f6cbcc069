/**
 * What every paid provider keeps, whatever it speaks. A provider's own test calls this with its dialect; the fault server
 * answers in that dialect and counts.
 */

import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Call, Json, Provider, SubmitAnswer, VideoRequest } from '../../src/providers/provider.ts'
import { Secret } from '../../src/secret.ts'
import type { Misbehaviour } from './fault-server/faults.ts'
import type { DialectName } from './fault-server/world.ts'
import { type FaultServer, startFaultServer } from './fault-server.ts'
import { canary, testHttp } from './http.ts'
import { intent, requestFor } from './requests.ts'

export interface ContractCase {
  provider: Provider
  dialect: DialectName
  /** The request of most checks. */
  modelId: string
  /** Words of the dialect. */
  words: { running: readonly string[]; done: string; failed: string }
  /** A 2xx answer to a submit with this id in it. */
  acceptedBody(id: unknown): string
}

export interface Bench {
  server: FaultServer
  call: Call
  log: unknown[]
}

export async function benchFor(
  dialect: DialectName,
  key: Secret | undefined = new Secret(canary),
): Promise<Bench> {
  const server = await startFaultServer()
  onTestFinished(server.close)
  const { http, log, signal } = await testHttp()
  const call: Call = {
    http,
    baseUrl: server.baseUrl(dialect),
    key,
    clock: systemClock,
    signal,
    log: (tag, event, fields = {}) => log.push({ ts: '', tag, event, fields }),
  }
  return { server, call, log }
}

export async function submitWith(
  provider: Provider,
  call: Call,
  request: VideoRequest,
): Promise<SubmitAnswer> {
  return provider.submit(call, request, intent, await provider.prepare?.(call, request))
}

export async function accepted(provider: Provider, call: Call, request: VideoRequest): Promise<Json> {
  const answer = await submitWith(provider, call, request)
  if (answer.outcome !== 'accepted') throw new Error(JSON.stringify(answer))
  return answer.operation
}

export function describeProvider({ provider, dialect, modelId, words, acceptedBody }: ContractCase): void {
  const request = requestFor(provider, modelId)
  const submitFault = async (fault: Misbehaviour) => {
    const bench = await benchFor(dialect)
    bench.server.fail({ on: 'submit', do: fault, times: 9 })
    return { ...bench, answer: await submitWith(provider, bench.call, request) }
  }

  describe(`${provider.id}: facts`, () => {
    it('name a default model, sane lengths, and a price with source and date', () => {
      expect(provider.models.map(({ id }) => id)).toContain(provider.defaultModel)
      for (const { id, durations, ratios, price, promptMax, usualWaitSeconds } of provider.models) {
        expect(durations.min, id).toBeLessThanOrEqual(durations.default)
        expect(durations.default, id).toBeLessThanOrEqual(durations.max)
        expect((durations.default - durations.min) % durations.step, id).toBe(0)
        expect(
          ratios.every((ratio) => /^\d+:\d+$|^auto$/.test(ratio)),
          id,
        ).toBe(true)
        expect(price.source, id).not.toBe('')
        for (const date of [price.readAt, usualWaitSeconds.readAt])
          expect(date, id).toMatch(/^2026-\d\d-\d\d$/)
        for (const { usdPerSecond } of price.rates)
          expect(usdPerSecond === null || (usdPerSecond > 0 && usdPerSecond < 5), id).toBe(true)
        expect(promptMax, id).toBeGreaterThan(0)
      }
      expect(new Set(provider.models.map(({ id }) => id)).size).toBe(provider.models.length)
    })

    it('preview what is sent, and no secret', async () => {
      const { server, call } = await benchFor(dialect)
      await submitWith(provider, call, request)
      const preview = provider.preview?.(request, call.baseUrl) as {
        url: string
        body: Record<string, unknown>
      }
      const sent = server.requests.find(({ operation }) => operation === 'submit')
      expect(new URL(preview.url).pathname).toBe(sent?.path)
      expect(Object.keys(server.truth().jobs[0]?.body ?? {})).toEqual(
        expect.arrayContaining(Object.keys(preview.body)),
      )
    })
  })

  describe(`${provider.id}: check`, () => {
    it('costs nothing and tells a good key from a bad one', async () => {
      const { server, call } = await benchFor(dialect)
      server.world.keys[dialect] = canary
      expect((await provider.check(call)).status).toBe('ok')
      expect((await provider.check({ ...call, key: new Secret('another') })).status).toBe('bad_key')
      expect(server.requests.every(({ method }) => method === 'GET')).toBe(true)
    })

    it('is not taken in by a portal, and says when nobody is there', async () => {
      const { server, call } = await benchFor(dialect)
      server.fail({
        on: 'check',
        do: {
          kind: 'answer',
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: '<!doctype html><p>Log in',
        },
      })
      expect((await provider.check(call)).status).toBe('unreachable')
      server.fail({ on: 'check', do: { kind: 'answer', status: 403, body: '{}' }, times: 9 })
      server.fail({ on: 'choices', do: { kind: 'answer', status: 403, body: '{}' }, times: 9 })
      expect((await provider.check(call)).status).toBe('forbidden')
    })
  })

  describe(`${provider.id}: the whole way`, () => {
    it('submits once, polls, and names a result', async () => {
      const { server, call } = await benchFor(dialect)
      server.course({ states: [...words.running, words.done] })
      // Through JSON and back, as the ledger keeps it.
      const operation = JSON.parse(JSON.stringify(await accepted(provider, call, request))) as Json
      for (const _ of words.running) expect((await provider.poll(call, operation)).status).toBe('waiting')
      const state = await provider.poll(call, operation)
      if (state.status !== 'done') throw new Error(JSON.stringify(state))
      const result = await provider.result(call, JSON.parse(JSON.stringify(state.video)) as Json, operation)
      expect(result).toMatchObject({ source: 'download', url: expect.stringContaining(server.url) })
      expect(server.truth()).toMatchObject({ posts: 1, charges: 1 })
      // Keys and signed URLs are never stored.
      expect(JSON.stringify([operation, state])).not.toMatch(/canary|signed-url-secret/)
    })

    it('writes no key, prompt, body or signed URL into the log', async () => {
      const { call, log } = await benchFor(dialect)
      const operation = await accepted(provider, call, request)
      const state = await provider.poll(call, operation)
      if (state.status === 'done') await provider.result(call, state.video, operation)
      expect(log.length).toBeGreaterThan(3)
      expect(JSON.stringify(log)).not.toMatch(/canary|fresh snow|signed-url-secret/)
    })
  })

  describe(`${provider.id}: submit`, () => {
    it.each([
      [400, 'rejected'],
      [402, 'budget'],
      [403, 'auth'],
      [401, 'auth'],
      [404, 'rejected'],
      [405, 'rejected'],
      [413, 'rejected'],
      [415, 'rejected'],
      [422, 'rejected'],
      [301, 'rejected'],
      [307, 'rejected'],
      [308, 'rejected'],
    ] as const)('takes %s for a refusal (%s)', async (status, kind) => {
      const { answer, server } = await submitFault({
        kind: 'answer',
        status,
        body: '{"error":{"message":"no"}}',
      })
      expect(answer).toMatchObject({ outcome: 'rejected', kind })
      expect(server.truth().posts).toBe(1)
    })

    it.each([425, 429])('takes %s for busy', async (status) => {
      const { answer, server } = await submitFault({
        kind: 'answer',
        status,
        headers: { 'retry-after': '7' },
        body: '',
      })
      expect(answer).toMatchObject({ outcome: 'busy', retryAfterSeconds: 7 })
      expect(server.truth().posts).toBe(1)
    })

    it.each([408, 409, 302, 303, 500, 502, 503, 504, 520, 524])(
      'takes %s for ambiguous and sends nothing more',
      async (status) => {
        const { answer, server } = await submitFault({
          kind: 'answer',
          status,
          body: 'gateway',
          charged: true,
        })
        expect(answer).toMatchObject({
          outcome: 'ambiguous',
          evidence: expect.stringContaining(String(status)),
        })
        expect(server.truth()).toMatchObject({ posts: 1 })
      },
    )

    const lost: readonly [string, Misbehaviour][] = [
      ['a reset after charging', { kind: 'reset', when: 'charged' }],
      ['an end after charging', { kind: 'end', when: 'charged' }],
      ['a cut answer', { kind: 'cut', bytes: 15, how: 'reset' }],
      ['a cut answer of no declared length', { kind: 'cut', bytes: 15, how: 'end', length: 'undeclared' }],
      [
        '200 with a page',
        {
          kind: 'answer',
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: '<html>ok</html>',
          charged: true,
        },
      ],
      ['200 with nothing', { kind: 'answer', status: 200, body: '', charged: true }],
      [
        '200 with an error inside',
        { kind: 'answer', status: 200, body: '{"error":{"message":"oops"}}', charged: true },
      ],
      ['JSON that is too deep', { kind: 'deep', size: 200_000 }],
      ['JSON that is too large', { kind: 'huge', size: 6_000_000 }],
      ['a gzip bomb', { kind: 'bomb', size: 30_000_000 }],
      ['no id', { kind: 'answer', status: 200, body: acceptedBody(undefined), charged: true }],
      ['a number for an id', { kind: 'answer', status: 200, body: acceptedBody(7), charged: true }],
      ['an empty id', { kind: 'answer', status: 200, body: acceptedBody(''), charged: true }],
      [
        'an id of 10 KB',
        { kind: 'answer', status: 200, body: acceptedBody('x'.repeat(10_000)), charged: true },
      ],
      ['an id with a line end', { kind: 'answer', status: 200, body: acceptedBody('a\nb'), charged: true }],
    ]
    it.each(lost)('takes %s for ambiguous, one POST', async (_name, fault) => {
      const { answer, server } = await submitFault(fault)
      expect(answer.outcome).toBe('ambiguous')
      expect(server.truth().posts).toBe(1)
    })

    it('proves a request unsent that met a closed door', async () => {
      const { server, call } = await benchFor(dialect)
      const prepared = await provider.prepare?.(call, request)
      await server.close()
      expect(await provider.submit(call, request, intent, prepared)).toMatchObject({
        outcome: 'unsent',
        code: 'network.refused',
      })
    })

    it('sees an empty account for what it is', async () => {
      const { server, call } = await benchFor(dialect)
      server.world.broke = true
      expect(await submitWith(provider, call, request)).toMatchObject({
        outcome: 'rejected',
        kind: 'budget',
        code: 'provider.no_credit',
      })
      expect(server.truth().charges).toBe(0)
    })

    it('repeats no key that the service echoes', async () => {
      const { answer, log } = await submitFault({
        kind: 'answer',
        status: 400,
        body: JSON.stringify({ error: { message: `bad key ${canary}\u001b[31m` } }),
      })
      expect(JSON.stringify([answer, log])).not.toContain(canary)
      expect(JSON.stringify(answer)).not.toContain('\\u001b')
    })
  })

  describe(`${provider.id}: poll`, () => {
    const pollFault = async (fault: Misbehaviour) => {
      const { server, call } = await benchFor(dialect)
      const operation = await accepted(provider, call, request)
      server.fail({ on: 'poll', do: fault, times: 9 })
      return { server, polled: () => provider.poll(call, operation) }
    }

    it.each(['dancing', 'Completed?', 'SUCCESSFUL_PERHAPS', ''])(
      'waits on the unknown word %j',
      async (word) => {
        const { server, call } = await benchFor(dialect)
        server.course({ states: [word] })
        expect((await provider.poll(call, await accepted(provider, call, request))).status).toBe('waiting')
      },
    )

    it('asks once and leaves asking again to the schedule', async () => {
      const { server, polled } = await pollFault({ kind: 'answer', status: 503, body: 'busy' })
      await expect(polled()).rejects.toMatchObject({ kind: 'unavailable' })
      expect(server.requests.filter(({ operation }) => operation === 'poll').length).toBe(1)
    })

    it.each([
      ['a page', { kind: 'answer', status: 200, body: '<html>' }],
      [
        'a null status',
        { kind: 'answer', status: 200, body: '{"id":"x","status":null,"data":{"id":"x","status":null}}' },
      ],
      [
        'a number for a status',
        { kind: 'answer', status: 200, body: '{"id":"x","status":3,"data":{"id":"x","status":3}}' },
      ],
      ['a list', { kind: 'answer', status: 200, body: '[]' }],
      ['too deep', { kind: 'deep', size: 200_000 }],
      ['a cut answer', { kind: 'cut', bytes: 10, how: 'reset' }],
    ] as const)('takes %s for no answer', async (_name, fault) => {
      await expect((await pollFault(fault)).polled()).rejects.toMatchObject({ kind: 'unavailable' })
    })

    it('blames the key for 401 and 403, not the job', async () => {
      for (const status of [401, 403])
        await expect(
          (await pollFault({ kind: 'answer', status, body: '{}' })).polled(),
        ).rejects.toMatchObject({ kind: 'auth' })
    })

    it('passes on how long to wait', async () => {
      expect(
        await (
          await pollFault({ kind: 'answer', status: 429, headers: { 'retry-after': '9' }, body: '' })
        ).polled(),
      ).toMatchObject({ status: 'waiting', retryAfterSeconds: 9 })
    })

    it('gives a new job two minutes to appear, and calls an old one vanished', async () => {
      const { server, call } = await benchFor(dialect)
      server.course({ vanishes: true })
      const operation = await accepted(provider, call, request)
      expect((await provider.poll(call, operation)).status).toBe('waiting')
      const later = { ...systemClock, now: () => new Date(Date.now() + 130_000) }
      expect(await provider.poll({ ...call, clock: later }, operation)).toMatchObject({
        status: 'failed',
        reason: 'vanished',
        charged: 'unknown',
      })
    })

    it('takes a failed job for a value', async () => {
      const { server, call } = await benchFor(dialect)
      server.course({ states: [words.failed] })
      expect(await provider.poll(call, await accepted(provider, call, request))).toMatchObject({
        status: 'failed',
        message: expect.any(String),
      })
    })

    it('waits for a result that is not there yet, and never believes a silly progress', async () => {
      const { server, call } = await benchFor(dialect)
      server.course(
        { fields: { output: [], video_url: null } },
        { states: [words.running[0] as string], fields: { progress: 1e9 } },
      )
      const first = await provider.poll(call, await accepted(provider, call, request))
      if (dialect !== 'sora') expect(first.status).toBe('waiting')
      const second = await provider.poll(call, await accepted(provider, call, request))
      expect(second.status === 'waiting' && (second.progress ?? 0) <= 1).toBe(true)
    })

    it('cannot be led to another path by an id', async () => {
      const { server, call } = await benchFor(dialect)
      const operation = provider.operationOf?.('../../v1/organization?x=#y') ?? null
      await provider.poll(call, operation).catch(() => {})
      expect(server.requests.at(-1)?.path).toContain('..%2F..%2Fv1%2Forganization%3Fx%3D%23y')
    })
  })
}
