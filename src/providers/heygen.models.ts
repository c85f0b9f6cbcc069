/**
 * What HeyGen v3 takes and costs: facts only. Fields: heygen-com/heygen-cli 7699a8ee (2026-07-22). Prices: developers.heygen.com
 * pricing page, USD per second of the finished video; the dearer reading where two disagree.
 */

import type { Model, Price } from './provider.ts'

const price = (usdPerSecond: number): Price => ({
  rates: [{ usdPerSecond }],
  source: 'developers.heygen.com/docs/pricing',
  readAt: '2026-11-22',
  confidence: 'published',
})

/** HeyGen's own skill says 20–45 minutes for the agent; renders of a look take minutes. */
const usualWait = (value: number) => ({ value, source: 'heygen-com/skills', readAt: '2026-05-13' })

/** The range vidgen offers; the length itself follows the words. */
const durations = { min: 15, max: 300, step: 1, approximate: true, default: 30 } as const

const speaks = { kind: 'avatar', durations, audio: 'always', avatar: true } as const

export const heygenModels: readonly Model[] = [
  {
    ...speaks,
    id: 'video-agent',
    title: 'Video Agent: one prompt, a whole video',
    ratios: ['16:9', '9:16'],
    // The service takes 20 files; more than four make its choice of scenes a lottery.
    images: [0, 4],
    promptMax: 9900,
    promptRequired: true,
    price: price(0.0333),
    usualWaitSeconds: usualWait(1500),
    note: 'rewrites the text: for words spoken exactly choose avatar; no fixed length',
  },
  {
    ...speaks,
    id: 'avatar',
    title: 'Avatar: a look speaks a script word for word',
    ratios: ['16:9', '9:16', '1:1', '4:5', '5:4'],
    resolutions: ['1080p', '720p'],
    images: [0, 0],
    promptMax: 5000,
    promptRequired: false,
    script: true,
    price: price(0.0667),
    usualWaitSeconds: usualWait(300),
    inputs: { engine: 'avatar_iii, avatar_iv (default) or avatar_v; the look must support it' },
    note: 'speaks --script, or the prompt where no script is given; the length follows the words',
  },
  {
    ...speaks,
    id: 'image',
    title: 'Image: a picture of yours speaks a script',
    ratios: ['16:9', '9:16', '1:1', '4:5', '5:4', 'auto'],
    resolutions: ['1080p', '720p'],
    images: [1, 1],
    promptMax: 5000,
    promptRequired: false,
    script: true,
    price: price(0.05),
    usualWaitSeconds: usualWait(300),
    note: 'speaks --script, or the prompt where no script is given; the length follows the words',
  },
]
