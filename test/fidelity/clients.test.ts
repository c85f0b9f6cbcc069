/**
 * The fault server is no fantasy: the vendors' own clients work against it. They are development tools with a folder of their own
 * (`npm ci --prefix test/fidelity`); without them these tests are skipped. HeyGen has no JavaScript client: its dialect is held
 * against its published schemas in test/providers/heygen.test.ts.
 */

import { createRequire } from 'node:module'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startFaultServer } from '../helpers/fault-server.ts'

// biome-ignore lint/suspicious/noExplicitAny: the clients' types are not installed where the types are checked
type Client = new (options: object) => any

const require = createRequire(import.meta.url)

function clientOf(name: string): Client | undefined {
  try {
    const loaded = require(name) as { default?: Client }
    return loaded.default ?? (loaded as unknown as Client)
  } catch {
    return undefined
  }
}

const Runway = clientOf('@runwayml/sdk')
const OpenAi = clientOf('openai')

async function server() {
  const started = await startFaultServer()
  onTestFinished(started.close)
  return started
}

describe.skipIf(!Runway)('@runwayml/sdk', () => {
  const make = async (options: object = {}) => {
    const faulty = await server()
    const client = new Runway!({ apiKey: 'k', baseURL: faulty.baseUrl('runway'), maxRetries: 0, ...options })
    return { faulty, client }
  }
  const fox = { model: 'gen4.5', promptText: 'a fox', ratio: '1280:720', duration: 5 }

  it('reads the account, makes a task, follows it and deletes it', async () => {
    const { faulty, client } = await make()
    expect((await client.organization.retrieve()).creditBalance).toBe(1234)
    faulty.course({ states: ['PENDING', 'RUNNING', 'SUCCEEDED'] })
    const { id, estimatedCost } = await client.textToVideo.create(fox)
    expect(estimatedCost).toEqual({ credits: 60 })
    const states = []
    for (let poll = 0; poll < 3; poll += 1) states.push(await client.tasks.retrieve(id))
    expect(states).toMatchObject([
      { status: 'PENDING' },
      { status: 'RUNNING', progress: 0.5 },
      { status: 'SUCCEEDED', output: [expect.stringContaining('/files/')], cost: { credits: 60 } },
    ])
    await client.tasks.delete(id)
    await expect(client.tasks.retrieve(id)).rejects.toMatchObject({ status: 404 })
  })

  it('is refused what Runway refuses', async () => {
    const { faulty, client } = await make()
    await expect(client.textToVideo.create({ ...fox, ratio: '16:9' })).rejects.toMatchObject({ status: 400 })
    await expect(client.imageToVideo.create(fox)).rejects.toMatchObject({ status: 400 })
    faulty.world.broke = true
    await expect(client.textToVideo.create(fox)).rejects.toThrow(/enough credits/)
  })

  it('pays three times where vidgen pays once: the server counts right', async () => {
    const { faulty, client } = await make({ maxRetries: 2 })
    faulty.fail({ on: 'submit', do: { kind: 'reset', when: 'charged' }, times: 9 })
    await expect(client.textToVideo.create(fox)).rejects.toThrow()
    expect(faulty.truth()).toMatchObject({ posts: 3, charges: 3 })
  })
})

describe.skipIf(!OpenAi)('openai', () => {
  const make = async () => {
    const faulty = await server()
    return { faulty, client: new OpenAi!({ apiKey: 'k', baseURL: faulty.baseUrl('sora'), maxRetries: 0 }) }
  }

  it('makes a video from a picture, follows, lists, fetches and deletes it', async () => {
    const { faulty, client } = await make()
    expect((await client.models.list()).data.length).toBe(1)
    const picture = new File(['abc'], 'fox.png', { type: 'image/png' })
    const made = await client.videos.create({
      prompt: 'a fox',
      seconds: '8',
      size: '1280x720',
      input_reference: picture,
    })
    expect(made).toMatchObject({ object: 'video', status: 'queued', seconds: '8' })
    expect(faulty.truth().jobs[0]?.body).toMatchObject({ input_reference: { file: 'fox.png', size: 3 } })
    expect((await client.videos.retrieve(made.id)).status).toBe('completed')
    expect((await client.videos.list({ limit: 5 })).data).toMatchObject([{ id: made.id }])
    const content = await client.videos.downloadContent(made.id)
    expect(
      Buffer.from(await content.arrayBuffer())
        .subarray(4, 8)
        .toString(),
    ).toBe('ftyp')
    expect(await client.videos.delete(made.id)).toMatchObject({ deleted: true })
    await expect(client.videos.retrieve(made.id)).rejects.toMatchObject({ status: 404 })
  })

  it('understands the errors', async () => {
    const { faulty, client } = await make()
    faulty.world.broke = true
    await expect(client.videos.create({ prompt: 'a fox' })).rejects.toMatchObject({
      status: 429,
      code: 'insufficient_quota',
    })
    faulty.world.keys.sora = 'another'
    await expect(client.videos.create({ prompt: 'a fox' })).rejects.toMatchObject({ status: 401 })
  })
})
