import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Call, Json, VideoRequest } from '../../src/providers/provider.ts'
import { pixelsOf, template } from '../../src/providers/template.ts'
import { exampleScene } from '../../src/template/templates/index.ts'

const call: Call = {
  http: undefined as never,
  baseUrl: '',
  clock: systemClock,
  log: () => {},
  signal: new AbortController().signal,
}

const request = (change: Partial<VideoRequest> = {}): VideoRequest => ({
  prompt: 'Small tools, made well',
  model: template.models[0]!,
  durationSeconds: 4,
  ratio: '16:9',
  resolution: '720p',
  images: [],
  inputs: {},
  ...change,
})

// biome-ignore lint/suspicious/noExplicitAny: an operation is opaque JSON; the tests look into it
async function submitted(change: Partial<VideoRequest> = {}): Promise<any> {
  const answer = await template.submit(call, request(change), { jobId: 'job', idempotencyKey: 'key' })
  if (answer.outcome !== 'accepted') throw new Error(answer.outcome)
  return answer.operation
}

describe('the built-in renderer', () => {
  it('is free, needs no key and is done at once', async () => {
    expect(template).toMatchObject({ id: 'template', paid: false })
    expect(template.needsKey('')).toBe(false)
    const operation = await submitted()
    expect(await template.poll(call, operation)).toMatchObject({ status: 'done', costMicros: 0 })
  })

  it.each([
    ['16:9', '720p', 1280, 720],
    ['9:16', '1080p', 1080, 1920],
    ['1:1', '720p', 720, 720],
    ['4:5', '1080p', 1080, 1350],
  ])('makes %s at %s in even pixels', async (ratio, resolution, width, height) => {
    expect(pixelsOf(ratio, resolution)).toEqual({ width, height })
    expect((await submitted({ ratio, resolution })).scene).toMatchObject({ width, height })
  })

  it('stores the whole scene, so that a later version draws the same', async () => {
    const operation = await submitted({ prompt: 'Use {{braces}} freely' })
    expect(JSON.parse(JSON.stringify(operation))).toEqual(operation)
    expect(JSON.stringify(operation.scene.layers)).toContain('{{braces}}')
    expect(await submitted({ prompt: 'Use {{braces}} freely' })).toEqual(operation)
    expect(await submitted({ prompt: 'Use {{braces}} freely', seed: 9 })).not.toEqual(operation)
  })

  it('suggests a length in which the whole text can be read, between 4 and 60 seconds', () => {
    const suggest = (prompt: string) => template.suggestDurationSeconds!({ ...request(), prompt })
    expect(suggest('Hi')).toBe(4)
    expect(suggest('word '.repeat(50))).toBeGreaterThan(19)
    expect(suggest('word '.repeat(50))).toBeLessThan(35)
    expect(suggest('word '.repeat(900))).toBe(60)
  })

  it('warns where the time is too short to read it all', async () => {
    const hasty = request({ prompt: 'word '.repeat(200), durationSeconds: 10 })
    expect((await template.preflight!(hasty)).join()).toMatch(/takes about \d+ s; in 10 s/)
    expect(await template.preflight!(request())).toEqual([])
  })

  it('refuses what it cannot make, before anything is made', () => {
    expect(() => template.validate!(request({ prompt: ' ' }))).toThrow(/nothing to show/)
    expect(() => template.validate!(request({ template: 'slideshow' }))).toThrow(/needs a picture/)
    expect(() => template.validate!(request({ template: 'data' }))).toThrow(/needs figures/)
    expect(() => template.validate!(request({ template: 'titel' }))).toThrow(/no template "titel"/)
    const sliver = { path: 'line.png', mime: 'image/png', widthPixels: 8_000, heightPixels: 1 }
    const images = [{ ...sliver, sizeBytes: 1, sha256: '', read: async () => new Uint8Array() }]
    expect(() => template.validate!(request({ images }))).toThrow(/line\.png has 8000×1 pixels: too narrow/)
    expect(() => template.validate!(request())).not.toThrow()
  })

  it('draws a scene of the user with their data, sound off when asked', async () => {
    const scene = JSON.parse(JSON.stringify(exampleScene('title'))) as Json & { layers: { text: string }[] }
    scene.layers[0]!.text = 'For {{who}}: {{prompt}}'
    const operation = await submitted({
      scene,
      data: { who: 'Ada' },
      prompt: 'hello',
      durationSeconds: 7,
      audio: false,
    })
    expect(operation.scene).toMatchObject({ durationSeconds: 7, audio: null })
    expect(operation.scene.layers[0].text).toBe('For Ada: hello')
  })
})

describe('its result', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vidgen-template-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is written into the part file, the same bytes each time', async () => {
    const operation = await submitted({ prompt: 'Same', durationSeconds: 4 })
    operation.scene.width = 320
    operation.scene.height = 180
    operation.scene.framesPerSecond = 10
    const write = async (name: string) => {
      const path = join(folder, name)
      const result = await template.result(call, operation, operation)
      if (result.source !== 'write') throw new Error(result.source)
      const fractions: number[] = []
      await result.write(path, {
        signal: call.signal,
        onProgress: (fraction) => fractions.push(fraction),
        onWarning: () => {},
      })
      expect(fractions.at(-1)).toBe(1)
      return readFileSync(path)
    }
    const first = await write('a.mp4')
    expect(first.toString('latin1', 4, 8)).toBe('ftyp')
    expect((await write('b.mp4')).equals(first)).toBe(true)
  }, 30_000)
})
