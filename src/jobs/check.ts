/** Holds what the user asked for against what the model can do, before anything is reserved. Every refusal names what would be taken. */

import { usageError } from '../errors.ts'
import type { ImageInput, Model, Provider, VideoRequest } from '../providers/provider.ts'

/** What the user asked for; what is absent is left to the model. */
export interface Wanted extends Partial<Omit<VideoRequest, 'model' | 'images' | 'inputs' | 'prompt'>> {
  prompt: string
  images: readonly ImageInput[]
  inputs: Readonly<Record<string, string>>
}

export function checkRequest(provider: Provider, model: Model, wanted: Wanted): VideoRequest {
  checkPrompt(model, wanted)
  checkImages(model, wanted)
  for (const check of [checkRatio, checkResolution, checkAbilities, checkInputs]) check(model, wanted)
  const draft = {
    ...wanted,
    model,
    ratio: wanted.ratio ?? (ratiosFor(model, wanted)[0] as string),
    resolution: wanted.resolution ?? model.resolutions?.[0],
  }
  const durationSeconds =
    wanted.durationSeconds ?? provider.suggestDurationSeconds?.(draft) ?? model.durations.default
  checkDuration(model, durationSeconds)
  const request: VideoRequest = { ...draft, durationSeconds }
  provider.validate?.(request)
  return request
}

const ratiosFor = (model: Model, wanted: Wanted): readonly string[] =>
  (wanted.images.length > 0 ? model.ratiosWithImage : undefined) ?? model.ratios

function checkPrompt(model: Model, { prompt }: Wanted): void {
  if (prompt.includes('\0')) throw usageError('the prompt holds a NUL character')
  if (model.promptRequired && prompt.trim() === '')
    throw usageError('the prompt is empty', { hint: 'say what to show: vidgen render "A fox in fresh snow"' })
  if (prompt.length > model.promptMax)
    throw usageError(
      `the prompt has ${prompt.length} characters; ${model.id} takes at most ${model.promptMax}`,
    )
}

function checkImages(model: Model, { images }: Wanted): void {
  const [least, most] = model.images
  if (images.length < least)
    throw usageError(`${model.id} needs ${least === 1 ? 'a picture' : `${least} pictures`}`, {
      hint: 'give --image <file>',
    })
  if (images.length > most)
    throw usageError(
      most === 0
        ? `${model.id} takes no pictures`
        : `${model.id} takes at most ${most} picture${most === 1 ? '' : 's'}, not ${images.length}`,
    )
}

function checkRatio(model: Model, wanted: Wanted): void {
  const ratios = ratiosFor(model, wanted)
  if (wanted.ratio !== undefined && !ratios.includes(wanted.ratio)) {
    const withImage =
      wanted.images.length === 0 && model.ratiosWithImage?.includes(wanted.ratio)
        ? ` (${wanted.ratio} needs an --image)`
        : ''
    throw usageError(`${model.id} cannot make ${wanted.ratio}${withImage}`, {
      hint: `choose a ratio of: ${ratios.join(', ')}`,
    })
  }
}

function checkResolution(model: Model, { resolution }: Wanted): void {
  if (resolution === undefined || model.resolutions?.includes(resolution)) return
  throw usageError(`${model.id} cannot make ${resolution}`, {
    hint: model.resolutions
      ? `choose a resolution of: ${model.resolutions.join(', ')}`
      : 'leave --resolution out: the service decides',
  })
}

function checkDuration(model: Model, seconds: number): void {
  const { min, max, step, allowed } = model.durations
  const steps = step === 0 ? 0 : (seconds - min) / step
  const fits = seconds >= min && seconds <= max && Math.abs(steps - Math.round(steps)) < 1e-9
  if (allowed ? allowed.includes(seconds) : fits) return
  const take = allowed
    ? `${allowed.join(', ')} seconds`
    : step === 1
      ? `whole seconds from ${min} to ${max}`
      : durationList(min, max, step)
  throw usageError(`${model.id} cannot make ${seconds} s`, { hint: `choose a duration of ${take}` })
}

function durationList(min: number, max: number, step: number): string {
  if (step === 0) return `${min} to ${max} seconds`
  const values = Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, index) => min + index * step)
  return values.length <= 8 ? `${values.join(', ')} seconds` : `${min} to ${max} seconds in steps of ${step}`
}

function checkAbilities(model: Model, wanted: Wanted): void {
  const refuse = (flag: string) => {
    throw usageError(`${model.id} does not take ${flag}`, { hint: `see what it takes: vidgen providers` })
  }
  if (wanted.seed !== undefined && !model.seed) refuse('--seed')
  if (wanted.script !== undefined && !model.script) refuse('--script')
  if (wanted.voice !== undefined && model.kind === 'renderer')
    throw usageError(`--voice ${wanted.voice} is no recording`, {
      hint: 'the built-in renderer speaks with a file, such as --voice talk.mp3 or ./talk',
    })
  if ((wanted.avatar !== undefined || wanted.voice !== undefined) && !model.avatar)
    refuse('--avatar and --voice')
  const sounds = [wanted.music && '--music', wanted.narration && '--voice'].filter(Boolean)
  if (sounds.length > 0 && wanted.audio === false)
    throw usageError(`${sounds.join(' and ')} with --no-audio: sound or silence, one of them`)
  if (wanted.audio === true && model.audio === 'none')
    throw usageError(`${model.id} makes silent clips`, {
      hint: 'leave --audio out, or choose a model with sound: vidgen providers',
    })
  if (wanted.audio === false && model.audio === 'always')
    throw usageError(`${model.id} always makes sound`, { hint: 'leave --no-audio out' })
  if (model.kind === 'renderer') return
  const renderers = {
    template: '--template',
    scene: '--template',
    data: '--data',
    brand: '--brand',
    cues: '--srt and --vtt',
    music: '--music',
    narration: 'a recording as --voice',
  }
  for (const [key, flag] of Object.entries(renderers))
    if (wanted[key as keyof typeof renderers] !== undefined)
      refuse(`${flag} (the built-in renderer does: --provider template)`)
}

function checkInputs(model: Model, { inputs }: Wanted): void {
  const known = Object.keys(model.inputs ?? {})
  const unknown = Object.keys(inputs).find((key) => !known.includes(key))
  if (unknown !== undefined)
    throw usageError(`${model.id} has no input "${unknown}"`, {
      hint: known.length > 0 ? `it takes: ${known.join(', ')}` : 'it takes no --input',
    })
}
