import { describe, expect, it } from 'vitest'
import { runway } from '../../src/providers/runway.ts'
import { accepted, benchFor, describeProvider, submitWith } from '../helpers/provider-contract.ts'
import { picture, requestFor } from '../helpers/requests.ts'

describeProvider({
  provider: runway,
  dialect: 'runway',
  modelId: 'gen4.5',
  words: { running: ['PENDING', 'THROTTLED', 'RUNNING'], done: 'SUCCEEDED', failed: 'FAILED' },
  acceptedBody: (id) => JSON.stringify({ id, estimatedCost: { credits: 60 } }),
})

const sentBody = async (modelId: string, extra = {}) => {
  const { server, call } = await benchFor('runway')
  const request = requestFor(runway, modelId, extra)
  const answer = await submitWith(runway, call, request)
  expect(answer.outcome).toBe('accepted')
  return {
    path: server.requests.find(({ operation }) => operation === 'submit')?.path,
    body: server.truth().jobs[0]?.body,
    server,
    answer,
  }
}

describe('runway: requests', () => {
  it('asks gen4.5 for exactly what its document lists', async () => {
    const { path, body, answer } = await sentBody('gen4.5', { seed: 7, ratio: '9:16' })
    expect(path).toBe('/runway/v1/text_to_video')
    expect(body).toEqual({
      model: 'gen4.5',
      promptText: 'A fox in fresh snow',
      duration: 5,
      ratio: '720:1280',
      seed: 7,
    })
    expect(answer).toMatchObject({ costMicros: 600_000 })
  })

  it.each([
    ['16:9', '1280:720'],
    ['9:16', '720:1280'],
    ['1:1', '960:960'],
    ['4:3', '1104:832'],
    ['3:4', '832:1104'],
    ['21:9', '1584:672'],
  ])('turns %s with a picture into %s', async (ratio, pixels) => {
    const { path, body } = await sentBody('gen4.5', { images: [picture()], ratio })
    expect(path).toBe('/runway/v1/image_to_video')
    expect(body).toMatchObject({
      ratio: pixels,
      promptImage: expect.stringMatching(/^data:image\/png;base64,/),
    })
  })

  it('offers only two ratios without a picture, six with one', () => {
    const model = requestFor(runway, 'gen4.5').model
    expect([model.ratios, model.ratiosWithImage?.length]).toEqual([['16:9', '9:16'], 6])
  })

  it('uploads what is too large for a data URI, and takes no key there', async () => {
    const { body, server } = await sentBody('gen4.5', { images: [picture(4_000_000)] })
    expect(body?.promptImage).toMatch(/^runway:\/\/upload-/)
    expect(server.requests.find(({ path }) => path === '/form-upload')?.headers.authorization).toBeUndefined()
    expect(server.world.uploads.length).toBe(1)
  })

  it.each([
    ['veo3.1', {}, { ratio: '1280:720', audio: true, duration: 8 }],
    ['veo3.1', { audio: false, resolution: '1080p', ratio: '9:16' }, { ratio: '1080:1920', audio: false }],
    ['seedance2', { resolution: '4k', ratio: '21:9' }, { ratio: '3840:1646', audio: true }],
    ['seedance2_5', { resolution: '480p' }, { ratio: '854:480' }],
    ['hailuo3', { ratio: '21:9', resolution: '2k' }, { ratio: '21:9', resolution: '2k' }],
    ['h3_max', {}, { resolution: '768p' }],
    ['happyhorse_1_0', { images: [picture()], resolution: '1080p' }, { resolution: '1080p' }],
    ['grok_imagine_1_5', { ratio: '3:2' }, { ratio: '3:2', resolution: '720p' }],
    ['wan3', { images: [picture()], resolution: '480p' }, { ratio: 'auto_480p' }],
    ['wan3', { ratio: '4:3' }, { ratio: '1104:832' }],
    ['gemini_omni_flash_1.1', { resolution: '4k', ratio: '9:16' }, { ratio: '2160:3840' }],
  ])('speaks to %s %j as it wants', async (modelId, extra, fields) => {
    expect((await sentBody(modelId, extra)).body).toMatchObject({ model: modelId, ...fields })
  })

  it('sends no audio, ratio or seed to models that refuse them', async () => {
    expect(Object.keys((await sentBody('gen4.5')).body ?? {})).not.toContain('audio')
    expect(Object.keys((await sentBody('h3_max')).body ?? {})).not.toContain('ratio')
    expect(Object.keys((await sentBody('happyhorse_1_0', { images: [picture()] })).body ?? {})).not.toContain(
      'ratio',
    )
    expect(Object.keys((await sentBody('hailuo3', { seed: 3 })).body ?? {})).not.toContain('seed')
  })

  it('tells first and last frame apart', async () => {
    const { body } = await sentBody('veo3.1', { images: [picture(), picture(3000)] })
    expect(body?.promptImage).toMatchObject([{ position: 'first' }, { position: 'last' }])
  })

  it('refuses pictures that Runway would', () => {
    const wide = { ...picture(), widthPixels: 3000, heightPixels: 700 }
    expect(() => runway.validate?.(requestFor(runway, 'gen4.5', { images: [wide] }))).toThrow(/1:2 to 2:1/)
  })

  it('sends the version header and a bearer key', async () => {
    const { server } = await sentBody('gen4.5')
    expect(
      server.requests.every(
        ({ headers }) =>
          headers['x-runway-version'] === '2024-11-06' && headers.authorization?.startsWith('Bearer '),
      ),
    ).toBe(true)
  })
})

describe('runway: money and failures', () => {
  const finished = async (course: object) => {
    const { server, call } = await benchFor('runway')
    server.course(course)
    return runway.poll(call, await accepted(runway, call, requestFor(runway, 'gen4.5')))
  }

  it('books what the finished task says it cost', async () => {
    expect(await finished({ cost: 48 })).toMatchObject({ status: 'done', costMicros: 480_000 })
    expect(await finished({ fields: { cost: undefined } })).toMatchObject({ status: 'done' })
    expect(await finished({ cost: 'lots' })).toMatchObject({ status: 'done', costMicros: undefined })
    expect(await finished({})).toMatchObject({ expiresAt: expect.stringMatching(/^\d{4}-/) })
  })

  it.each([
    ['SAFETY.INPUT.TEXT', undefined, 'moderated', true],
    ['SAFETY.OUTPUT.VIDEO', undefined, 'moderated', false],
    ['INPUT_PREPROCESSING.SAFETY.TEXT', undefined, 'moderated', false],
    ['INTERNAL.BAD_OUTPUT.01', undefined, 'failed', false],
    ['ASSET.INVALID', undefined, 'failed', false],
    ['SOMETHING.NEW', undefined, 'failed', 'unknown'],
    [undefined, undefined, 'failed', false],
    ['SAFETY.INPUT.TEXT', { credits: 0 }, 'moderated', false],
    ['INTERNAL', { credits: 60 }, 'failed', true],
  ])('failure %s with cost %j: %s, charged %s', async (failureCode, cost, reason, charged) => {
    const state = await finished({ states: ['FAILED'], fields: { failureCode, cost } })
    expect(state).toMatchObject({ status: 'failed', reason, charged })
  })

  it('says throttled, and how far a running task is', async () => {
    expect(await finished({ states: ['THROTTLED'] })).toMatchObject({
      status: 'waiting',
      detail: expect.stringContaining('throttled'),
    })
    expect(await finished({ states: ['RUNNING'] })).toMatchObject({ progress: 0.5 })
    expect(await finished({ states: ['CANCELLED'], fields: { cost: { credits: 0 } } })).toMatchObject({
      reason: 'cancelled',
      charged: false,
    })
  })

  it('shows the balance, and an empty one', async () => {
    const { server, call } = await benchFor('runway')
    expect(await runway.check(call)).toEqual({ status: 'ok', balanceUsd: 12.34 })
    server.world.broke = true
    expect(await runway.check(call)).toMatchObject({ status: 'no_credit', balanceUsd: 0 })
  })
})

describe('runway: cancel', () => {
  it('deletes a running task, and never a finished one', async () => {
    const { server, call } = await benchFor('runway')
    server.course({ states: ['RUNNING'] }, { states: ['SUCCEEDED'] })
    const running = await accepted(runway, call, requestFor(runway, 'gen4.5'))
    expect(await runway.cancel?.(call, running)).toBe('cancelled')
    expect(await runway.cancel?.(call, running)).toBe('cancelled')
    const finished = await accepted(runway, call, requestFor(runway, 'gen4.5'))
    expect(await runway.cancel?.(call, finished)).toBe('too_late')
    expect(server.requests.filter(({ method }) => method === 'DELETE').length).toBe(1)
  })
})
