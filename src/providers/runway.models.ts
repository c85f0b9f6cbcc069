/**
 * What Runway's two endpoints take and cost: facts only, so that help, checks and prices load no wire code.
 *
 * Sizes, bounds and prompt limits: the published types of @runwayml/sdk 4.20.1 (2026-09-23). Prices: docs.dev.runwayml.com
 * pricing guide as read on 2026-09-19, 1 credit = $0.01; only gen4.5 is confirmed by the vendor's own skills repository.
 */

import type { Model, Price, Rate } from './provider.ts'

/** `w:h` word → the pixel pair the endpoint wants, for each resolution; the first resolution is the default. */
export type Sizes = Readonly<Record<string, Readonly<Record<string, string>>>>

/** How one model wants its size on one endpoint. */
export type Sizing =
  /** `ratio` is a pixel pair. */
  | { by: 'pixels'; sizes: Sizes }
  /** `ratio` is the word itself, `resolution` its own field. */
  | { by: 'words' }
  /** No `ratio`: the picture (or the model) decides; `resolution` its own field. */
  | { by: 'resolution' }
  /** `ratio` is `auto_<resolution>`: as the picture. */
  | { by: 'auto' }
  /** Nothing is said about the size. */
  | { by: 'nothing' }

export interface RunwayModel extends Model {
  text?: Sizing
  image?: Sizing
  /** `audio` is a field of its own. */
  audioField?: boolean
  /** How several pictures are told apart; absent: one picture, as a plain string. */
  lastFrame?: boolean
}

const gen4Text = { '720p': { '16:9': '1280:720', '9:16': '720:1280' } }
const gen4Image = {
  '720p': {
    '16:9': '1280:720',
    '9:16': '720:1280',
    '4:3': '1104:832',
    '1:1': '960:960',
    '3:4': '832:1104',
    '21:9': '1584:672',
  },
}
const veo = {
  '720p': { '16:9': '1280:720', '9:16': '720:1280' },
  '1080p': { '16:9': '1920:1080', '9:16': '1080:1920' },
}
const seedance720 = {
  '16:9': '1280:720',
  '9:16': '720:1280',
  '1:1': '960:960',
  '4:3': '1112:834',
  '3:4': '834:1112',
  '21:9': '1470:630',
}
const seedance480 = {
  '16:9': '864:496',
  '9:16': '496:864',
  '1:1': '640:640',
  '4:3': '752:560',
  '3:4': '560:752',
  '21:9': '992:432',
}
const seedance1080 = {
  '16:9': '1920:1080',
  '9:16': '1080:1920',
  '1:1': '1440:1440',
  '4:3': '1664:1248',
  '3:4': '1248:1664',
  '21:9': '2206:946',
}
const seedance4k = {
  '16:9': '3840:2160',
  '9:16': '2160:3840',
  '1:1': '3840:3840',
  '4:3': '3840:2880',
  '3:4': '2880:3840',
  '21:9': '3840:1646',
}
const seedanceSmall = { '720p': seedance720, '480p': seedance480 }
const seedanceFull = { ...seedanceSmall, '1080p': seedance1080, '4k': seedance4k }
const seedance25 = {
  '720p': seedance720,
  '480p': { ...seedance480, '16:9': '854:480', '9:16': '480:854' },
  '1080p': seedance1080,
}
const happyhorse = {
  '720p': { '16:9': '1280:720', '9:16': '720:1280', '1:1': '960:960', '4:3': '1108:832', '3:4': '832:1108' },
  '1080p': {
    '16:9': '1920:1080',
    '9:16': '1080:1920',
    '1:1': '1440:1440',
    '4:3': '1662:1248',
    '3:4': '1248:1662',
  },
}
const omni11 = {
  '720p': { '16:9': '1280:720', '9:16': '720:1280' },
  '360p': { '16:9': '640:360', '9:16': '360:640' },
  '1080p': { '16:9': '1920:1080', '9:16': '1080:1920' },
  '4k': { '16:9': '3840:2160', '9:16': '2160:3840' },
}
const wan = {
  '720p': { '16:9': '1280:720', '9:16': '720:1280', '1:1': '960:960', '4:3': '1104:832', '3:4': '832:1104' },
  '480p': { '16:9': '832:480', '9:16': '480:832', '1:1': '624:624', '4:3': '720:544', '3:4': '544:720' },
  '1080p': {
    '16:9': '1920:1080',
    '9:16': '1080:1920',
    '1:1': '1440:1440',
    '4:3': '1648:1248',
    '3:4': '1248:1648',
  },
}

const price = (rates: readonly Rate[], extra: Partial<Price> = {}): Price => ({
  rates,
  source: 'docs.dev.runwayml.com/guides/pricing',
  readAt: '2026-09-19',
  confidence: 'read-by-others',
  ...extra,
})
const flat = (usdPerSecond: number | null): readonly Rate[] => [{ usdPerSecond }]
const byResolution = (rates: Record<string, number>): readonly Rate[] =>
  Object.entries(rates).map(([resolution, usdPerSecond]) => ({ resolution, usdPerSecond }))
const seconds = (min: number, max: number, standard = 5, step = 1) => ({ min, max, step, default: standard })
const ratiosOf = (sizes: Sizes): string[] => Object.keys(Object.values(sizes)[0] ?? {})

/** Artificial Analysis' silent pools; figures of different pools or dates are never compared. */
const arena = (textToVideo: number | undefined, imageToVideo: number | undefined): Model['arena'] => ({
  textToVideo: textToVideo === undefined ? undefined : aaScore(textToVideo),
  imageToVideo: imageToVideo === undefined ? undefined : aaScore(imageToVideo),
})
const aaScore = (value: number) => ({ value, source: 'artificialanalysis.ai', readAt: '2026-09-23' })

/** Third-party notes on gen4.5 saw 15–45 s on an idle tier 1; the ledger's own history replaces this figure. */
const usualWait = (value: number) => ({
  value,
  source: 'notes of other projects, see reference',
  readAt: '2026-11-22',
})

const clip = { kind: 'clip', promptRequired: true } as const

export const runwayModels: readonly RunwayModel[] = [
  {
    ...clip,
    id: 'gen4.5',
    title: 'Gen-4.5',
    durations: seconds(2, 10),
    ratios: ratiosOf(gen4Text),
    ratiosWithImage: ratiosOf(gen4Image),
    resolutions: ['720p'],
    text: { by: 'pixels', sizes: gen4Text },
    image: { by: 'pixels', sizes: gen4Image },
    audio: 'none',
    images: [0, 1],
    promptMax: 1000,
    seed: true,
    price: price(flat(0.12), {
      confidence: 'published',
      source: 'runwayml/skills and docs.dev.runwayml.com',
    }),
    arena: arena(1214, 1263),
    usualWaitSeconds: usualWait(45),
  },
  {
    ...clip,
    id: 'gen4_turbo',
    title: 'Gen-4 Turbo',
    promptRequired: false,
    durations: seconds(2, 10),
    ratios: ratiosOf(gen4Image),
    resolutions: ['720p'],
    image: { by: 'pixels', sizes: gen4Image },
    audio: 'none',
    images: [1, 1],
    promptMax: 1000,
    seed: true,
    price: price(flat(0.05)),
    usualWaitSeconds: usualWait(30),
  },
  {
    ...clip,
    id: 'veo3.1',
    title: 'Veo 3.1',
    durations: seconds(4, 8, 8, 2),
    ratios: ratiosOf(veo),
    resolutions: Object.keys(veo),
    text: { by: 'pixels', sizes: veo },
    image: { by: 'pixels', sizes: veo },
    audio: 'optional',
    audioField: true,
    images: [0, 2],
    lastFrame: true,
    promptMax: 1000,
    seed: true,
    price: price([
      { audio: false, usdPerSecond: 0.2 },
      { audio: true, usdPerSecond: 0.4 },
    ]),
    arena: arena(1214, 1251),
    usualWaitSeconds: usualWait(90),
  },
  {
    ...clip,
    id: 'veo3.1_fast',
    title: 'Veo 3.1 Fast',
    durations: seconds(4, 8, 8, 2),
    ratios: ratiosOf(veo),
    resolutions: Object.keys(veo),
    text: { by: 'pixels', sizes: veo },
    image: { by: 'pixels', sizes: veo },
    audio: 'optional',
    audioField: true,
    images: [0, 2],
    lastFrame: true,
    promptMax: 1000,
    seed: true,
    price: price([
      { audio: false, usdPerSecond: 0.1 },
      { audio: true, usdPerSecond: 0.15 },
    ]),
    usualWaitSeconds: usualWait(60),
  },
  {
    ...clip,
    id: 'seedance2',
    title: 'Seedance 2.0',
    durations: seconds(4, 15),
    ratios: ratiosOf(seedanceFull),
    resolutions: Object.keys(seedanceFull),
    text: { by: 'pixels', sizes: seedanceFull },
    image: { by: 'pixels', sizes: seedanceFull },
    audio: 'optional',
    audioField: true,
    images: [0, 2],
    lastFrame: true,
    promptMax: 3500,
    seed: true,
    price: price(byResolution({ '480p': 0.36, '720p': 0.36, '1080p': 0.4, '4k': 1.5 })),
    arena: arena(1259, 1336),
    usualWaitSeconds: usualWait(120),
  },
  {
    ...clip,
    id: 'seedance2_fast',
    title: 'Seedance 2.0 Fast',
    durations: seconds(4, 15),
    ratios: ratiosOf(seedanceSmall),
    resolutions: Object.keys(seedanceSmall),
    text: { by: 'pixels', sizes: seedanceSmall },
    image: { by: 'pixels', sizes: seedanceSmall },
    audio: 'optional',
    audioField: true,
    images: [0, 2],
    lastFrame: true,
    promptMax: 3500,
    seed: true,
    price: price(flat(0.29)),
    usualWaitSeconds: usualWait(90),
  },
  {
    ...clip,
    id: 'seedance2_mini',
    title: 'Seedance 2.0 Mini',
    durations: seconds(4, 15),
    ratios: ratiosOf(seedanceSmall),
    resolutions: Object.keys(seedanceSmall),
    text: { by: 'pixels', sizes: seedanceSmall },
    image: { by: 'pixels', sizes: seedanceSmall },
    audio: 'optional',
    audioField: true,
    images: [0, 2],
    lastFrame: true,
    promptMax: 3500,
    seed: true,
    price: price(flat(0.16), { minimumUsd: 0.64 }),
    usualWaitSeconds: usualWait(60),
  },
  {
    ...clip,
    id: 'seedance2_5',
    title: 'Seedance 2.5',
    durations: seconds(4, 30),
    ratios: ratiosOf(seedance25),
    resolutions: Object.keys(seedance25),
    text: { by: 'pixels', sizes: seedance25 },
    image: { by: 'pixels', sizes: seedance25 },
    audio: 'optional',
    audioField: true,
    images: [0, 2],
    lastFrame: true,
    promptMax: 15_000,
    seed: true,
    price: price(byResolution({ '480p': 0.2, '720p': 0.3, '1080p': 0.68 }), { minimumUsd: 0.8 }),
    usualWaitSeconds: usualWait(150),
  },
  {
    ...clip,
    id: 'hailuo3',
    title: 'Hailuo 3',
    durations: seconds(5, 15),
    ratios: ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'],
    resolutions: ['768p', '2k'],
    text: { by: 'words' },
    image: { by: 'words' },
    audio: 'always',
    images: [0, 1],
    promptMax: 6000,
    price: price(byResolution({ '768p': 0.1, '2k': 0.15 })),
    arena: arena(1302, 1354),
    usualWaitSeconds: usualWait(120),
  },
  {
    ...clip,
    id: 'h3_max',
    title: 'MiniMax H3 Max',
    durations: seconds(4, 15),
    ratios: ['auto'],
    resolutions: ['768p', '480p'],
    text: { by: 'resolution' },
    image: { by: 'resolution' },
    audio: 'always',
    images: [0, 2],
    lastFrame: true,
    promptMax: 6000,
    seed: true,
    price: price(byResolution({ '480p': 0.05, '768p': 0.08 })),
    usualWaitSeconds: usualWait(120),
    note: "Runway publishes no bounds for its length; 4–15 s are those of the maker's own service",
  },
  {
    ...clip,
    id: 'happyhorse_1_0',
    title: 'HappyHorse 1.0',
    durations: seconds(3, 15),
    ratios: ratiosOf(happyhorse),
    ratiosWithImage: ['auto'],
    resolutions: Object.keys(happyhorse),
    text: { by: 'pixels', sizes: happyhorse },
    image: { by: 'resolution' },
    audio: 'always',
    images: [0, 1],
    promptMax: 2500,
    price: price(byResolution({ '720p': 0.15, '1080p': 0.3 })),
    arena: arena(1286, 1293),
    usualWaitSeconds: usualWait(120),
  },
  {
    ...clip,
    id: 'gemini_omni_flash',
    title: 'Gemini Omni Flash',
    durations: seconds(3, 10),
    ratios: ratiosOf(gen4Text),
    resolutions: ['720p'],
    text: { by: 'pixels', sizes: gen4Text },
    image: { by: 'pixels', sizes: gen4Text },
    audio: 'always',
    images: [0, 1],
    promptMax: 4000,
    price: price(flat(0.1)),
    arena: arena(1332, 1369),
    usualWaitSeconds: usualWait(90),
  },
  {
    ...clip,
    id: 'gemini_omni_flash_1.1',
    title: 'Gemini Omni Flash 1.1',
    durations: seconds(3, 10),
    ratios: ratiosOf(omni11),
    resolutions: Object.keys(omni11),
    text: { by: 'pixels', sizes: omni11 },
    image: { by: 'pixels', sizes: omni11 },
    audio: 'always',
    images: [0, 2],
    lastFrame: true,
    promptMax: 4000,
    price: price(flat(null)),
    usualWaitSeconds: usualWait(90),
  },
  {
    ...clip,
    id: 'grok_imagine_1_5',
    title: 'Grok Imagine 1.5',
    durations: seconds(1, 15),
    ratios: ['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3'],
    ratiosWithImage: ['auto'],
    resolutions: ['720p', '480p', '1080p'],
    text: { by: 'words' },
    image: { by: 'resolution' },
    audio: 'always',
    images: [0, 1],
    promptMax: 4000,
    price: price(byResolution({ '480p': 0.1, '720p': 0.16, '1080p': 0.29 })),
    usualWaitSeconds: usualWait(60),
  },
  {
    ...clip,
    id: 'wan3',
    title: 'Wan 3.0',
    durations: seconds(2, 30),
    ratios: ratiosOf(wan),
    ratiosWithImage: ['auto'],
    resolutions: Object.keys(wan),
    text: { by: 'pixels', sizes: wan },
    image: { by: 'auto' },
    audio: 'optional',
    audioField: true,
    images: [0, 1],
    promptMax: 4000,
    price: price(byResolution({ '480p': 0.05, '720p': 0.1, '1080p': 0.2 })),
    arena: arena(1335, 1361),
    usualWaitSeconds: usualWait(120),
  },
  {
    ...clip,
    id: 'wan3_prime',
    title: 'Wan 3.0 Prime',
    durations: seconds(2, 30),
    ratios: ratiosOf(wan),
    ratiosWithImage: ['auto'],
    resolutions: Object.keys(wan),
    text: { by: 'pixels', sizes: wan },
    image: { by: 'auto' },
    audio: 'optional',
    audioField: true,
    images: [0, 1],
    promptMax: 4000,
    price: price(flat(null)),
    usualWaitSeconds: usualWait(120),
  },
]
