import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openaiVideos } from '../../src/providers/openai-videos.ts'
import { type SchemaDocument, violations } from '../helpers/json-schema.ts'
import { accepted, benchFor, describeProvider, submitWith } from '../helpers/provider-contract.ts'
import { intent, picture, requestFor } from '../helpers/requests.ts'

describeProvider({
  provider: openaiVideos,
  dialect: 'sora',
  modelId: 'sora-2',
  words: { running: ['queued', 'in_progress'], done: 'completed', failed: 'failed' },
  acceptedBody: (id) => JSON.stringify({ id, object: 'video', status: 'queued' }),
})

const spec = JSON.parse(
  readFileSync(new URL('../fixtures/specs/openai-videos.json', import.meta.url), 'utf8'),
) as SchemaDocument & { schemas: Record<string, object> }

const sent = async (modelId: string, extra = {}) => {
  const bench = await benchFor('sora')
  const answer = await submitWith(openaiVideos, bench.call, requestFor(openaiVideos, modelId, extra))
  expect(answer.outcome).toBe('accepted')
  return {
    ...bench,
    body: bench.server.truth().jobs[0]?.body,
    submitted: bench.server.requests.find(({ operation }) => operation === 'submit'),
  }
}

describe('sora: requests', () => {
  it('keep to the published schema, in both encodings, for every model and ratio', async () => {
    for (const model of openaiVideos.models.filter(({ id }) => id !== 'served'))
      for (const ratio of model.ratios)
        for (const resolution of model.resolutions ?? [])
          for (const encoding of ['multipart', 'json']) {
            const { body } = await sent(model.id, { ratio, resolution, inputs: { encoding } })
            const schema =
              spec.schemas[encoding === 'json' ? 'CreateVideoJsonBody' : 'CreateVideoMultipartBody']
            expect(violations(body, schema, spec), JSON.stringify(body)).toEqual([])
          }
  })

  it('send a form by default, with the picture as a file', async () => {
    const { body, submitted } = await sent('sora-2', { images: [picture()], durationSeconds: 8 })
    expect(submitted?.headers['content-type']).toMatch(/^multipart\/form-data/)
    expect(body).toEqual({
      model: 'sora-2',
      prompt: 'A fox in fresh snow',
      seconds: '8',
      size: '1280x720',
      input_reference: { file: 'reference.png', type: 'image/png', size: 2000 },
    })
  })

  it('send JSON where asked, with the picture inside', async () => {
    const { body, submitted } = await sent('sora-2', { images: [picture()], inputs: { encoding: 'json' } })
    expect(submitted?.headers['content-type']).toBe('application/json')
    expect(body).toMatchObject({
      seconds: '4',
      input_reference: { image_url: expect.stringMatching(/^data:image\/png;base64,/) },
    })
    expect(violations(body, spec.schemas.CreateVideoJsonBody, spec)).toEqual([])
  })

  it('name no model to a server of one model, unless told to, and carry its own fields', async () => {
    const { body } = await sent('served', {
      seed: 7,
      inputs: { num_inference_steps: '30', size: '832x480' },
      resolution: '480p',
    })
    expect(body).toEqual({
      prompt: 'A fox in fresh snow',
      seconds: '4',
      size: '832x480',
      seed: '7',
      num_inference_steps: '30',
    })
    expect((await sent('served', { inputs: { model: 'Wan-AI/Wan2.2' } })).body).toMatchObject({
      model: 'Wan-AI/Wan2.2',
    })
    expect((await sent('sora-2', { inputs: { model: '' } })).body).not.toHaveProperty('model')
  })

  it('go without a key where there is none', async () => {
    const { server, call } = await benchFor('sora')
    await submitWith(openaiVideos, { ...call, key: undefined }, requestFor(openaiVideos, 'served'))
    expect(server.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true)
    expect(openaiVideos.needsKey('http://localhost:8091/v1')).toBe(false)
  })

  it('are checked before anything is sent', () => {
    expect(() =>
      openaiVideos.validate?.(requestFor(openaiVideos, 'sora-2', { inputs: { encoding: 'xml' } })),
    ).toThrow(/multipart or json/)
    expect(() =>
      openaiVideos.validate?.(requestFor(openaiVideos, 'sora-2', { inputs: { size: '1280:720' } })),
    ).toThrow(/1280x720/)
  })
})

describe('sora: the service that ended', () => {
  it.each(['https://api.openai.com/v1', 'https://API.OPENAI.COM/v1', 'https://api.openai.com./v1'])(
    'refuses %s, with the date and what to set',
    async (baseUrl) => {
      expect(openaiVideos.refuses?.(baseUrl, new Date(0))).toMatchObject({
        message: expect.stringContaining('2026-09-24'),
        hint: expect.stringContaining('OPENAI_BASE_URL'),
      })
      const { call, server } = await benchFor('sora')
      expect(await openaiVideos.check({ ...call, baseUrl })).toMatchObject({ status: 'sunset' })
      expect(server.requests).toEqual([])
    },
  )

  it('lets every other server be', () => {
    for (const baseUrl of [
      'http://127.0.0.1:8091/v1',
      'https://api.openai.com.example.com/v1',
      'https://gateway.example.com/v1',
    ])
      expect(openaiVideos.refuses?.(baseUrl, new Date(0))).toBeUndefined()
  })
})

describe('sora: answers of many servers', () => {
  const polled = async (answer: object, status = 200) => {
    const { server, call } = await benchFor('sora')
    const operation = await accepted(openaiVideos, call, requestFor(openaiVideos, 'sora-2'))
    server.fail({ on: 'poll', do: { kind: 'answer', status, body: JSON.stringify({ id: 'x', ...answer }) } })
    return openaiVideos.poll(call, operation)
  }

  it.each([
    ['queued', 'waiting'],
    ['pending', 'waiting'],
    ['created', 'waiting'],
    ['in_progress', 'waiting'],
    ['processing', 'waiting'],
    ['completed', 'done'],
    ['succeeded', 'done'],
    ['success', 'done'],
    ['COMPLETED', 'done'],
    ['failed', 'failed'],
    ['error', 'failed'],
    ['cancelled', 'failed'],
    ['canceled', 'failed'],
    ['expired', 'failed'],
    ['deleted', 'failed'],
  ])('%s means %s', async (word, status) => {
    expect((await polled({ status: word })).status).toBe(status)
  })

  it('reads progress, expiry and cost where they are', async () => {
    expect(await polled({ status: 'in_progress', progress: 40 })).toMatchObject({ progress: 0.4 })
    expect(await polled({ status: 'in_progress', progress: null })).toMatchObject({ progress: undefined })
    expect(await polled({ status: 'completed', expires_at: 1_800_000_000 })).toMatchObject({
      expiresAt: '2027-01-15T08:00:00.000Z',
    })
    expect(await polled({ status: 'completed', usage: { cost: 0.28 } })).toMatchObject({
      costMicros: 280_000,
    })
    expect(await polled({ status: 'completed' })).toMatchObject({ costMicros: undefined })
  })

  it.each([
    [{ code: 'moderation_blocked', message: 'no' }, 'moderated'],
    [{ code: 503, message: 'worker died' }, 'failed'],
    [{ message: 'no code at all' }, 'failed'],
    ['a plain string', 'failed'],
    [{ code: 'insufficient_quota', message: 'empty' }, 'no_credit'],
    [null, 'failed'],
  ])('reads the error %j', async (error, reason) => {
    expect(await polled({ status: 'failed', error })).toMatchObject({
      status: 'failed',
      reason,
      charged: false,
    })
  })

  it('reads a job under an error status, as vLLM may send it', async () => {
    expect(
      await polled(
        { object: 'video', status: 'failed', error: { code: 500, message: 'out of memory' } },
        500,
      ),
    ).toMatchObject({ status: 'failed', message: 'out of memory' })
  })

  it('says what FastAPI says', async () => {
    const { server, call } = await benchFor('sora')
    server.fail({
      on: 'submit',
      do: {
        kind: 'answer',
        status: 422,
        body: JSON.stringify({
          detail: [{ loc: ['body', 'seconds'], type: 'x', msg: 'must be digits', input: 'a' }],
        }),
      },
    })
    expect(await submitWith(openaiVideos, call, requestFor(openaiVideos, 'served'))).toMatchObject({
      outcome: 'rejected',
      message: 'body.seconds: must be digits',
    })
    server.fail({ on: 'submit', do: { kind: 'answer', status: 400, body: '{"detail":"model mismatch"}' } })
    expect(await submitWith(openaiVideos, call, requestFor(openaiVideos, 'sora-2'))).toMatchObject({
      message: 'model mismatch',
    })
  })

  it.each([201, 202])('takes %s for accepted', async (status) => {
    const { server, call } = await benchFor('sora')
    server.fail({ on: 'submit', do: { kind: 'answer', status, body: '{"id":"vid_1"}' } })
    expect(await submitWith(openaiVideos, call, requestFor(openaiVideos, 'sora-2'))).toMatchObject({
      outcome: 'accepted',
      providerJobId: 'vid_1',
    })
  })

  it('fetches content with the key, and the job’s own URL without', async () => {
    const { server, call } = await benchFor('sora')
    server.course({ resultUrl: `${server.url}/files/cloud.mp4` })
    const operation = await accepted(openaiVideos, call, requestFor(openaiVideos, 'sora-2'))
    await openaiVideos.poll(call, operation)
    const result = await openaiVideos.result(call, operation, operation)
    expect(result).toMatchObject({
      authorize: true,
      url: expect.stringMatching(/\/sora\/v1\/videos\/[^/]+\/content$/),
      fallbackUrls: [`${server.url}/files/cloud.mp4`],
    })
  })
})

describe('sora: check', () => {
  it('falls back to the list where there is no /models, and hints at /v1', async () => {
    const { server, call } = await benchFor('sora')
    server.fail({ on: 'check', do: { kind: 'answer', status: 404, body: '{"detail":"Not Found"}' } })
    expect(await openaiVideos.check(call)).toEqual({ status: 'ok' })
    expect(await openaiVideos.check({ ...call, baseUrl: server.url })).toMatchObject({
      status: 'unreachable',
      message: expect.stringContaining('/v1'),
    })
  })

  it('says no_key to a server that wants one', async () => {
    const { server, call } = await benchFor('sora')
    server.world.keys.sora = 'the-key'
    expect((await openaiVideos.check({ ...call, key: undefined })).status).toBe('no_key')
  })
})

describe('sora: find', () => {
  const lost = { ...intent, sentAt: new Date().toISOString() }

  it('adopts the one job that fits, and nothing else', async () => {
    const { server, call } = await benchFor('sora')
    const request = requestFor(openaiVideos, 'sora-2')
    const find = (known: readonly string[] = [], sentAt = lost.sentAt) =>
      openaiVideos.find?.(call, request, { ...intent, sentAt }, known)
    expect(await find()).toBeUndefined()
    await submitWith(openaiVideos, call, requestFor(openaiVideos, 'sora-2', { prompt: 'something else' }))
    await submitWith(openaiVideos, call, requestFor(openaiVideos, 'sora-2', { durationSeconds: 12 }))
    expect(await find()).toBeUndefined()
    server.fail({ on: 'submit', do: { kind: 'reset', when: 'charged' } })
    expect((await submitWith(openaiVideos, call, request)).outcome).toBe('ambiguous')
    const id = server.truth().jobs.at(-1)?.id as string
    expect(await find()).toMatchObject({ providerJobId: id, operation: { videoId: id } })
    expect(await find([id])).toBeUndefined()
    expect(await find([], new Date(Date.now() - 3_600_000).toISOString())).toBeUndefined()
    await submitWith(openaiVideos, call, request)
    expect(await find(), 'two fit').toBeUndefined()
  })

  it('knows nothing where the server has no list', async () => {
    const { server, call } = await benchFor('sora')
    server.fail({ on: 'list', do: { kind: 'answer', status: 405, body: '' } })
    expect(await openaiVideos.find?.(call, requestFor(openaiVideos, 'sora-2'), lost, [])).toBeUndefined()
  })
})

describe('sora: cancel', () => {
  it('asks for it, and says when it is too late', async () => {
    const { server, call } = await benchFor('sora')
    server.course({ states: ['in_progress'] }, {})
    expect(
      await openaiVideos.cancel?.(
        call,
        await accepted(openaiVideos, call, requestFor(openaiVideos, 'sora-2')),
      ),
    ).toBe('requested')
    expect(
      await openaiVideos.cancel?.(
        call,
        await accepted(openaiVideos, call, requestFor(openaiVideos, 'sora-2')),
      ),
    ).toBe('too_late')
    expect(server.requests.filter(({ method }) => method === 'DELETE').length).toBe(1)
  })
})

describe('the fault server', () => {
  it('answers as the published schema says', async () => {
    const { server, call } = await benchFor('sora')
    await submitWith(openaiVideos, call, requestFor(openaiVideos, 'sora-2'))
    const get = async (path: string) => (await fetch(`${server.baseUrl('sora')}${path}`)).json()
    const id = server.truth().jobs[0]?.id
    expect(violations(await get(`/videos/${id}`), spec.schemas.VideoResource, spec)).toEqual([])
    expect(violations(await get('/videos'), spec.schemas.VideoListResource, spec)).toEqual([])
  })
})
