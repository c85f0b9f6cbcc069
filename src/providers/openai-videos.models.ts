/**
 * What can be asked of a server that speaks the OpenAI videos protocol: facts only.
 *
 * Bounds: openai/openai-openapi 2.3.0 (2026-08-21). Prices: OpenAI's own while its service lived (until 2026-09-24); a gateway
 * sets its own, which the user's config can name (`providers.sora.usdPerSecond`); one's own server costs nothing.
 */

import type { Model, Price } from './provider.ts'

/** `w:h` → `size`, for each resolution. Servers of one's own take any `WxH`: `--input size=832x480`. */
export const sizes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '720p': { '16:9': '1280x720', '9:16': '720x1280', '1:1': '720x720', '4:3': '960x720', '3:4': '720x960' },
  '1024p': { '16:9': '1792x1024', '9:16': '1024x1792' },
  '480p': { '16:9': '832x480', '9:16': '480x832', '1:1': '480x480', '4:3': '640x480', '3:4': '480x640' },
}

/** Carried as they are in the form or the JSON body; vLLM-Omni and SGLang read them, others ignore or refuse them. */
const serverInputs = {
  fps: 'frames per second (server default 24)',
  num_frames: 'number of frames, instead of seconds × fps',
  num_inference_steps: 'steps, 1–200',
  guidance_scale: 'guidance, 0–20',
  negative_prompt: 'what should not be seen',
  flow_shift: 'flow shift of the sampler',
  lora: 'LoRA to load, as JSON text',
  extra_params: 'a JSON object of further parameters, as text',
}

const inputs = {
  encoding: 'multipart (default; the only form vLLM-Omni takes) or json',
  model: 'the model id to send instead of the chosen one; empty: none',
  size: 'the exact WxH to send instead of the one of --ratio and --resolution',
  ...serverInputs,
}

/** Never sent: they steer vidgen itself. */
export const ownInputs: readonly string[] = ['encoding', 'model', 'size']

const soraPrice = (usdPerSecond: number): Price => ({
  rates: [{ usdPerSecond }],
  source: "OpenAI's model page while the service lived",
  readAt: '2026-09-24',
  confidence: 'read-by-others',
})

const hosted = {
  kind: 'clip',
  durations: { min: 4, max: 12, step: 4, default: 4 },
  ratios: ['16:9', '9:16'],
  audio: 'always',
  images: [0, 1],
  promptMax: 32_000,
  promptRequired: true,
  inputs,
  usualWaitSeconds: { value: 120, source: 'notes of other projects', readAt: '2026-11-22' },
} as const

export const openaiVideosModels: readonly Model[] = [
  { ...hosted, id: 'sora-2', title: 'Sora 2', resolutions: ['720p'], price: soraPrice(0.1) },
  {
    ...hosted,
    id: 'sora-2-pro',
    title: 'Sora 2 Pro',
    resolutions: ['720p', '1024p'],
    price: {
      ...soraPrice(0.3),
      rates: [
        { resolution: '1024p', usdPerSecond: 0.5 },
        { resolution: '720p', usdPerSecond: 0.3 },
      ],
    },
  },
  {
    kind: 'clip',
    id: 'served',
    title: 'Whatever model your own server runs (vLLM-Omni, SGLang, …)',
    durations: { min: 1, max: 60, step: 1, default: 4 },
    ratios: Object.keys(sizes['720p'] ?? {}),
    resolutions: ['720p', '480p'],
    audio: 'optional',
    images: [0, 1],
    promptMax: 32_000,
    promptRequired: true,
    seed: true,
    inputs,
    price: {
      rates: [{ usdPerSecond: null }],
      source: 'the protocol carries no price',
      readAt: '2026-11-22',
      confidence: 'configured',
    },
    usualWaitSeconds: { value: 120, source: 'no measurement: it hangs on the GPU', readAt: '2026-11-22' },
    note: 'sends no model id, so that a server of one model takes it; whether there is sound hangs on the model',
  },
]
