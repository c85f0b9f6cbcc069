/**
 * The built-in renderer as a provider: free, offline, no key, exact text. Submitting makes and checks the scene, polling is
 * done at once, the result is a function that draws into the part file. The engine itself is loaded only when it is used.
 */

import { usageError } from '../errors.ts'
import { platformOf } from '../mia/platforms.ts'
import { brandLook } from '../template/brand.ts'
import { hashText } from '../template/colour.ts'
import type { Scene, SceneSource } from '../template/scene.ts'
import {
  longestSeconds,
  type Template,
  type TemplateContent,
  type TemplateInputs,
} from '../template/template.ts'
import { chooseTemplate, templateByName } from '../template/templates/index.ts'
import type { FileRequest } from '../template/write-file.ts'
import type { ImageInput, Json, Model, Provider, SoundFile, VideoRequest } from './provider.ts'

const shortest = 4

const model: Model = {
  id: 'template',
  title: 'Built-in renderer',
  kind: 'renderer',
  durations: { min: shortest, max: longestSeconds, step: 1, default: 8 },
  ratios: ['16:9', '9:16', '1:1', '4:5'],
  resolutions: ['720p', '1080p'],
  audio: 'optional',
  images: [0, 60],
  promptMax: 5_000,
  promptRequired: false,
  seed: true,
  deterministic: true,
  forms: ['mp4', 'webm', 'gif', 'png', 'jpg'],
  price: {
    rates: [{ usdPerSecond: 0 }],
    source: 'runs on this computer',
    readAt: '2026-11-25',
    confidence: 'free',
  },
  usualWaitSeconds: { value: 0, source: 'drawn while it is saved', readAt: '2026-11-25' },
  note: 'draws text and pictures, exactly as given; it invents no pictures of its own',
}

type Draft = Omit<VideoRequest, 'durationSeconds'>

const contentOf = (request: Draft): TemplateContent => ({
  prompt: request.prompt,
  data: request.data ?? {},
  images: request.images.map(({ path, widthPixels, heightPixels }) => ({ path, widthPixels, heightPixels })),
  cues: request.cues,
})

const templateOf = (request: Draft): Template =>
  request.template === undefined ? chooseTemplate(contentOf(request)) : templateByName(request.template)

/** Shorter side by resolution; the ratios are exact in even numbers. */
export function pixelsOf(ratio: string, resolution = '720p'): { width: number; height: number } {
  const short = Number.parseInt(resolution, 10)
  const [across, down] = ratio.split(':').map(Number) as [number, number]
  return across >= down
    ? { width: Math.round((short * across) / down), height: short }
    : { width: short, height: Math.round((short * down) / across) }
}

/** A moment after the last word, for the music to come back. */
const tailSeconds = 1

function suggestedSeconds(request: Draft): number {
  const wanted =
    (request.narration && request.narration.durationSeconds + tailSeconds) ??
    sceneSeconds(request.scene) ??
    templateOf(request).seconds(contentOf(request))
  return Math.min(longestSeconds, Math.max(shortest, Math.ceil(wanted)))
}

const sceneSeconds = (scene: Json | undefined): number | undefined =>
  scene !== null &&
  typeof scene === 'object' &&
  !Array.isArray(scene) &&
  typeof scene.durationSeconds === 'number'
    ? scene.durationSeconds
    : undefined

/** What varies hangs on a hash of what was given: the same request makes the same scene. */
function inputsOf(request: VideoRequest): TemplateInputs {
  const content = contentOf(request)
  const given = [
    request.prompt,
    JSON.stringify(content.data),
    ...(request.cues ?? []).map((cue) => cue.text),
    ...request.images.map((image) => image.sha256),
  ].join('\n')
  return {
    ...content,
    ...pixelsOf(request.ratio, request.resolution),
    framesPerSecond: 30,
    durationSeconds: request.durationSeconds,
    seed: request.seed === undefined ? hashText(given) : request.seed >>> 0,
    audio: request.audio !== false,
    platform: request.platform,
    brand: request.brand,
  }
}

const sceneSource = (request: VideoRequest): SceneSource => templateOf(request).make(inputsOf(request))

async function makeScene(request: VideoRequest): Promise<Json> {
  const { checkScene, fillScene } = await import('../template/scene-file.ts')
  const scene =
    request.scene === undefined
      ? checkScene(sceneSource(request))
      : fillScene(request.scene, { prompt: request.prompt, ...request.data })
  return asJson({ ...scene, durationSeconds: request.durationSeconds, audio: audioOf(request, scene) })
}

/** The scene's own sound, with what was given for it in its place. */
function audioOf({ audio, music, narration }: VideoRequest, scene: Scene): Scene['audio'] {
  if (audio === false) return null
  const file = ({ path, sha256 }: SoundFile) => ({ path, sha256 })
  const given = {
    ...(music && { music: file(music), bed: undefined }),
    ...(narration && { voice: file(narration) }),
  }
  return music || narration ? { ...scene.audio, ...given } : scene.audio
}

/** A scene is JSON by its schema; the way over text drops the `undefined` that TypeScript cannot rule out. */
const asJson = (scene: Scene): Json => JSON.parse(JSON.stringify(scene)) as Json

function warningsOf(request: VideoRequest): string[] {
  if (request.scene !== undefined) return cutShort(request)
  return [
    ...cutShort(request),
    ...(request.brand === undefined ? [] : (brandLook(request.brand)?.warnings ?? [])),
    ...haste(request),
    ...late(request),
  ]
}

/** Nothing can be seen on a picture of 8000×1: it would be a line, or its middle pixel over the whole frame. */
const narrowest = 20

function refuseSliver({ path, widthPixels, heightPixels }: ImageInput): void {
  const [short, long] = [Math.min(widthPixels, heightPixels), Math.max(widthPixels, heightPixels)]
  if (long > short * narrowest)
    throw usageError(
      `the picture ${path} has ${widthPixels}×${heightPixels} pixels: too narrow to be shown`,
      {
        code: 'image.too_narrow',
        hint: `cut it, so that one side is at most ${narrowest} times the other`,
      },
    )
}

function cutShort({ narration, durationSeconds }: VideoRequest): string[] {
  if (narration === undefined || narration.durationSeconds <= durationSeconds) return []
  const length =
    narration.durationSeconds > longestSeconds
      ? 'longer than the longest clip'
      : `${Math.ceil(narration.durationSeconds)} s long`
  return [`the voice is ${length}; it is cut at ${durationSeconds} s`]
}

function late({ cues = [], durationSeconds }: VideoRequest): string[] {
  const count = cues.filter((cue) => cue.fromSeconds >= durationSeconds).length
  return count === 0
    ? []
    : [
        `${count === 1 ? 'a caption begins' : `${count} captions begin`} after the end of the clip and ${count === 1 ? 'is' : 'are'} left out`,
      ]
}

function haste(request: VideoRequest): string[] {
  if (request.cues !== undefined) return []
  const needed = Math.ceil(templateOf(request).seconds(contentOf(request)))
  if (needed <= request.durationSeconds * 1.25) return []
  return [`reading this text takes about ${needed} s; in ${request.durationSeconds} s it passes quickly`]
}

/** A job of an older version has none of it and makes an MP4. */
function fileOf({ form, still, maxBytes, platform }: VideoRequest): { [key: string]: Json } {
  const known = platformOf(platform)
  return JSON.parse(
    JSON.stringify({
      form,
      still,
      maxBytes: maxBytes ?? known?.maxBytes,
      maxBitsPerSecond: known?.maxBitsPerSecond,
      noEditList: known?.noEditList,
    }),
  )
}

export const template: Provider = {
  id: 'template',
  title: 'Built-in renderer',
  paid: false,
  needsKey: () => false,
  models: [model],
  defaultModel: model.id,
  // Nothing leaves the machine: asking again is asking once.
  recovery: 'replay-key',
  replayKeySeconds: Number.MAX_SAFE_INTEGER,
  chargedOn: { failed: false, moderated: false, cancelled: false },
  pollMinimumSeconds: 0,
  suggestDurationSeconds: suggestedSeconds,
  validate(request) {
    request.images.forEach(refuseSliver)
    const empty =
      request.prompt.trim() === '' &&
      request.images.length === 0 &&
      request.cues === undefined &&
      Object.keys(request.data ?? {}).length === 0
    if (request.scene === undefined && empty) {
      throw usageError('there is nothing to show: no prompt, no picture, no data', {
        hint: 'vidgen render "Small tools, made well" -p template',
      })
    }
    if (request.scene !== undefined && request.brand !== undefined)
      throw usageError(
        '--brand dresses the built-in templates; a scene file has its colours, pictures and font in itself',
      )
    if (request.scene !== undefined && request.cues !== undefined)
      throw usageError('a subtitle file goes with the template "captions", not with a scene file')
    if (request.scene !== undefined) return
    const chosen = templateOf(request)
    if (request.cues !== undefined && chosen.name !== 'captions')
      throw usageError(`the template "${chosen.name}" takes no subtitle file`, {
        hint: 'leave --template out, or use --template captions; --image <file> puts pictures behind the captions',
      })
    const lacks = chosen.lacks?.(contentOf(request))
    if (lacks !== undefined)
      throw usageError(`the template "${chosen.name}" needs ${lacks}`, { code: 'template.input_missing' })
  },
  async preflight(request) {
    await makeScene(request)
    return warningsOf(request)
  },
  async check() {
    return { status: 'ok' }
  },
  async submit(_call, request, intent) {
    const operation = { scene: await makeScene(request), ...fileOf(request) }
    return { outcome: 'accepted', providerJobId: intent.jobId, operation, costMicros: 0 }
  },
  async poll(_call, operation) {
    return { status: 'done', video: operation, costMicros: 0 }
  },
  async result(call, video) {
    const { scene, ...file } = video as unknown as { scene: Json } & FileRequest
    return {
      source: 'write',
      async write(partPath, options) {
        const { checkScene } = await import('../template/scene-file.ts')
        const { writeSceneFile } = await import('../template/write-file.ts')
        await writeSceneFile(checkScene(scene), partPath, file, { ...options, log: call.log })
      },
    }
  },
  captions: (request) =>
    request.scene === undefined ? templateOf(request).captions?.(inputsOf(request)) : undefined,
  preview: (request): Json =>
    request.scene === undefined ? { template: templateOf(request).name } : { scene: request.scene },
}
