import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { heygen } from '../../src/providers/heygen.ts'
import { violations } from '../helpers/json-schema.ts'
import { accepted, benchFor, describeProvider, submitWith } from '../helpers/provider-contract.ts'
import { intent, picture, requestFor } from '../helpers/requests.ts'

describeProvider({
  provider: heygen,
  dialect: 'heygen',
  modelId: 'avatar',
  words: { running: ['waiting', 'pending', 'processing'], done: 'completed', failed: 'failed' },
  acceptedBody: (id) => JSON.stringify({ data: { video_id: id, status: 'waiting' } }),
})

const spec = JSON.parse(
  readFileSync(new URL('../fixtures/specs/heygen-v3.json', import.meta.url), 'utf8'),
) as {
  requests: Record<string, object>
  responses: Record<string, object>
}

const sent = async (modelId: string, extra = {}) => {
  const bench = await benchFor('heygen')
  const answer = await submitWith(heygen, bench.call, requestFor(heygen, modelId, extra))
  expect(answer.outcome, JSON.stringify(answer)).toBe('accepted')
  const submitted = bench.server.requests.find(({ operation }) => operation === 'submit')
  return { ...bench, answer, submitted, body: bench.server.truth().jobs[0]?.body ?? {} }
}

describe('heygen: requests', () => {
  it.each([
    ['video-agent', {}],
    ['video-agent', { ratio: '9:16', avatar: 'look-1', voice: 'voice-1', images: [picture(), picture()] }],
    ['avatar', {}],
    [
      'avatar',
      {
        script: 'Hello there.',
        avatar: 'look-1',
        voice: 'voice-1',
        ratio: '4:5',
        resolution: '720p',
        inputs: { engine: 'avatar_iii' },
      },
    ],
    ['image', { script: 'Hello there.', images: [picture()] }],
    ['image', { images: [picture()], ratio: 'auto', voice: 'voice-1' }],
  ])('%s %j keeps to the published schema', async (modelId, extra) => {
    const { body, submitted } = await sent(modelId, extra)
    const path = submitted?.path.replace('/heygen', '') ?? ''
    expect(violations(body, spec.requests[path]), JSON.stringify(body).slice(0, 500)).toEqual([])
  })

  it('sends the key in x-api-key only, and an idempotency key with the paid POST', async () => {
    const { server, submitted } = await sent('video-agent')
    expect(submitted?.headers['idempotency-key']).toBe(intent.idempotencyKey)
    expect(intent.idempotencyKey).toMatch(/^[\w:.-]{1,255}$/)
    for (const { headers } of server.requests) {
      expect(headers.authorization).toBeUndefined()
      expect(headers['x-api-key']).toBeDefined()
    }
  })

  it('tells the agent the length in words, for there is no field', async () => {
    expect((await sent('video-agent', { durationSeconds: 45 })).body).toMatchObject({
      prompt: 'A fox in fresh snow\n\nLength: about 45 seconds.',
      mode: 'generate',
      orientation: 'landscape',
    })
  })

  it('picks a stock look with a voice, in the shape of the picture, where none is named', async () => {
    expect((await sent('avatar')).body).toMatchObject({
      type: 'avatar',
      avatar_id: 'look-landscape',
      script: 'A fox in fresh snow',
      aspect_ratio: '16:9',
    })
    expect((await sent('avatar', { ratio: '9:16' })).body).toMatchObject({ avatar_id: 'look-portrait' })
    expect((await sent('avatar', { avatar: 'mine', voice: 'own' })).body).toMatchObject({
      avatar_id: 'mine',
      voice_id: 'own',
    })
    expect((await sent('image', { images: [picture()] })).body).toMatchObject({
      type: 'image',
      voice_id: 'voice-a',
      image: { type: 'base64', media_type: 'image/png' },
    })
  })

  it('speaks the script word for word, and the prompt where there is none', async () => {
    expect((await sent('avatar', { script: '  Exactly\nthis. ' })).body.script).toBe('Exactly\nthis.')
  })

  it('is the same bytes every time: a replay must not differ', async () => {
    const { server, call } = await benchFor('heygen')
    const request = requestFor(heygen, 'image', { images: [picture()] })
    for (const _ of [1, 2]) await submitWith(heygen, call, request)
    expect(server.truth()).toMatchObject({ posts: 2, charges: 1 })
  })

  it('checks words and lengths before anything is sent', () => {
    const check = (extra: object) => () => heygen.validate?.(requestFor(heygen, 'avatar', extra))
    expect(check({ prompt: ' ' })).toThrow(/words to speak/)
    expect(check({ script: 'x'.repeat(5001) })).toThrow(/5001 characters/)
    expect(check({ script: 'word '.repeat(900) })).toThrow(/at most 300 s/)
    expect(check({ script: 'word '.repeat(200), durationSeconds: 20 })).toThrow(/leave|longer than/)
    expect(check({ inputs: { engine: 'x' } })).toThrow(/avatar_iii/)
    expect(check({ images: [{ ...picture(), mime: 'image/webp' }] })).toThrow(/PNG and JPEG/)
    expect(check({})).not.toThrow()
    expect(
      heygen.suggestDurationSeconds?.(requestFor(heygen, 'avatar', { script: 'word '.repeat(100) })),
    ).toBe(40)
    expect(heygen.suggestDurationSeconds?.(requestFor(heygen, 'avatar', { script: 'short' }))).toBe(15)
    expect(
      heygen.suggestDurationSeconds?.(requestFor(heygen, 'avatar', { script: '你好世界'.repeat(45) })),
    ).toBe(40)
  })
})

describe('heygen: the agent', () => {
  it('is followed from its session to its video', async () => {
    const { server, call } = await benchFor('heygen')
    const answer = await submitWith(heygen, call, requestFor(heygen, 'video-agent'))
    if (answer.outcome !== 'accepted') throw new Error(answer.message)
    expect(answer.providerJobId).toMatch(/^session-/)
    server.fail({
      on: 'poll',
      do: {
        kind: 'answer',
        status: 200,
        body: JSON.stringify({ data: { session_id: 's', status: 'thinking', progress: 20, video_id: null } }),
      },
    })
    expect(await heygen.poll(call, answer.operation)).toMatchObject({
      status: 'waiting',
      progress: 0.2,
      detail: 'thinking',
    })
    const state = await heygen.poll(call, answer.operation)
    expect(state).toMatchObject({ status: 'done', costMicros: 499_500, costSource: 'estimate' })
  })

  it('that gives up has charged nothing', async () => {
    const { server, call } = await benchFor('heygen')
    const operation = await accepted(heygen, call, requestFor(heygen, 'video-agent'))
    server.fail({
      on: 'poll',
      do: {
        kind: 'answer',
        status: 200,
        body: JSON.stringify({ data: { session_id: 's', status: 'failed', video_id: null } }),
      },
    })
    expect(await heygen.poll(call, operation)).toMatchObject({ status: 'failed', charged: false })
  })
})

describe('heygen: failures that show while polling', () => {
  it.each([
    ['insufficient_credit', 'no_credit'],
    ['MOVIO_PAYMENT_INSUFFICIENT_CREDIT', 'no_credit'],
    ['content_policy_violation', 'moderated'],
    ['voice_provider_error', 'failed'],
  ])('%s is %s', async (failure_code, reason) => {
    const { server, call } = await benchFor('heygen')
    server.course({ states: ['failed'], fields: { failure_code, failure_message: 'because' } })
    expect(await heygen.poll(call, await accepted(heygen, call, requestFor(heygen, 'avatar')))).toMatchObject(
      { status: 'failed', reason, charged: false, message: `because (${failure_code})` },
    )
  })

  it('reckons the cost from the finished length', async () => {
    const { call } = await benchFor('heygen')
    expect(await heygen.poll(call, await accepted(heygen, call, requestFor(heygen, 'avatar')))).toMatchObject(
      { costMicros: 1_000_500, costSource: 'estimate' },
    )
  })
})

describe('heygen: a lost answer', () => {
  const replayIntent = { ...intent, sentAt: new Date().toISOString() }

  it('is replayed under the same key to the same job, without a second charge', async () => {
    const { server, call } = await benchFor('heygen')
    const request = requestFor(heygen, 'avatar')
    server.fail({ on: 'submit', do: { kind: 'reset', when: 'charged' } })
    expect((await submitWith(heygen, call, request)).outcome).toBe('ambiguous')
    const again = await heygen.submit(call, request, replayIntent, await heygen.prepare?.(call, request))
    expect(again).toMatchObject({ outcome: 'accepted', providerJobId: server.truth().jobs[0]?.id })
    expect(server.truth()).toMatchObject({ posts: 2, charges: 1 })
  })

  it.each([401, 402, 403, 409, 500])('is not settled by a replay that is answered %s', async (status) => {
    const { server, call } = await benchFor('heygen')
    server.fail({
      on: 'submit',
      do: { kind: 'answer', status, body: '{"error":{"code":"x","message":"no"}}' },
    })
    expect((await heygen.submit(call, requestFor(heygen, 'video-agent'), replayIntent, {})).outcome).toBe(
      'ambiguous',
    )
  })

  it('is found by the tag in its title', async () => {
    const { server, call } = await benchFor('heygen')
    const request = requestFor(heygen, 'avatar')
    const find = (known: readonly string[] = []) => heygen.find?.(call, request, replayIntent, known)
    expect(await find()).toBeUndefined()
    server.fail({ on: 'submit', do: { kind: 'reset', when: 'charged' } })
    await submitWith(heygen, call, request)
    const id = server.truth().jobs[0]?.id as string
    expect(await find()).toMatchObject({ providerJobId: id, operation: { videoId: id } })
    expect(await find([id])).toBeUndefined()
    expect(await heygen.find?.(call, requestFor(heygen, 'video-agent'), replayIntent, [])).toBeUndefined()
  })
})

describe('heygen: account and choices', () => {
  it('shows the wallet, and takes a scoped key for good', async () => {
    const { server, call } = await benchFor('heygen')
    expect(await heygen.check(call)).toEqual({ status: 'ok', balanceUsd: 12.5 })
    server.fail({ on: 'check', do: { kind: 'answer', status: 403, body: '{}' } })
    expect(await heygen.check(call)).toEqual({ status: 'ok', message: expect.stringContaining('scopes') })
    server.world.broke = true
    expect(await heygen.check(call)).toMatchObject({ status: 'no_credit' })
  })

  it('lists looks and voices', async () => {
    const { call } = await benchFor('heygen')
    expect(await heygen.choices?.avatars?.(call)).toContainEqual({
      id: 'look-portrait',
      name: 'Portrait',
      detail: 'studio_avatar, portrait',
    })
    expect(await heygen.choices?.voices?.(call)).toContainEqual({
      id: 'voice-a',
      name: 'Ada',
      detail: 'English, female',
    })
  })
})

describe('the fault server', () => {
  it('answers as the published schema says', async () => {
    const { server, call } = await benchFor('heygen')
    await submitWith(heygen, call, requestFor(heygen, 'avatar'))
    const id = server.truth().jobs[0]?.id
    const get = async (path: string) =>
      (await fetch(`${server.baseUrl('heygen')}${path}`, { headers: { 'x-api-key': 'k' } })).json()
    for (const [name, path] of [
      ['GET /v3/videos/{video_id}', `/v3/videos/${id}`],
      ['GET /v3/videos', '/v3/videos'],
      ['GET /v3/voices', '/v3/voices'],
    ] as const)
      expect(violations(await get(path), spec.responses[name]), name).toEqual([])
  })
})
