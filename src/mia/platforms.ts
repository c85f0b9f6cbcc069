/**
 * Where videos are shown: shape, length, file and safe-area facts, each with its source and the day it was read. The template
 * engine keeps the insets, Mia takes ratio and length from here, the command line its choices.
 *
 * Published limits first; best lengths and the insets of TikTok and Shorts are conventions. Insets are pixels on 1080×1920.
 */

import type { ContentType } from './types.ts'

export interface Insets {
  top: number
  right: number
  bottom: number
  left: number
}

export interface Platform {
  label: string
  aliases?: readonly string[]
  /** `w:h`; the first is what to render, the others are taken as well. */
  ratios: readonly string[]
  sizePixels: readonly [number, number]
  /** `best` is what does well, `min` and `max` what is accepted. */
  durationSec: { min?: number; max?: number; best: readonly [number, number] }
  maxBytes?: number
  maxBitsPerSecond?: number
  /** Takes no MP4 whose times are told by an edit list. */
  noEditList?: boolean
  /** Where the platform's own buttons lie, on 1080×1920. */
  insets?: Insets
  captions: 'burned-in' | 'file' | 'none'
  /** Strangers see it: generated people and scenes need a label. */
  public: boolean
  /** Apple's guideline 2.3.4: only captures of the app itself. */
  capturesOnly?: boolean
  /** What is mostly made for it: the guess where a brief says nothing. */
  usual: ContentType
  note?: string
  source: string
  /** YYYY-MM-DD */
  readAt: string
}

const mega = 1_000_000
const giga = 1_000_000_000
const channels = { source: 'channel specifications citing first-party pages', readAt: '2026-07-29' }
const meta = { source: 'Meta IG User media reference and ads guide', readAt: '2026-08-05' }
/** Meta's ad guidance: 14 % above, 35 % below, 6 % at the sides; the rail of buttons at the right is about 180. */
const metaInsets: Insets = { top: 269, right: 180, bottom: 672, left: 65 }

export const platforms = {
  tiktok: {
    label: 'TikTok',
    aliases: ['tik-tok'],
    ratios: ['9:16'],
    sizePixels: [1080, 1920],
    durationSec: { max: 180, best: [15, 35] },
    maxBytes: 4 * giga,
    insets: { top: 130, right: 250, bottom: 480, left: 60 },
    captions: 'burned-in',
    public: true,
    usual: 'social-teaser',
    note: 'posts of unaudited apps stay private; up to 10 min for some accounts',
    ...channels,
  },
  'youtube-shorts': {
    label: 'YouTube Shorts',
    aliases: ['shorts'],
    ratios: ['9:16', '1:1'],
    sizePixels: [1080, 1920],
    durationSec: { max: 180, best: [15, 60] },
    insets: { top: 100, right: 200, bottom: 380, left: 50 },
    captions: 'burned-in',
    public: true,
    usual: 'social-teaser',
    note: '16:9 never becomes a Short',
    ...channels,
  },
  youtube: {
    label: 'YouTube',
    aliases: ['yt'],
    ratios: ['16:9'],
    sizePixels: [1920, 1080],
    durationSec: { max: 43_200, best: [120, 600] },
    maxBytes: 256 * giga,
    captions: 'file',
    public: true,
    usual: 'tutorial',
    note: '15 min while unverified; the end screen covers the last 5–20 s',
    ...channels,
  },
  'instagram-reels': {
    label: 'Instagram Reels',
    aliases: ['reels', 'instagram', 'ig'],
    ratios: ['9:16'],
    sizePixels: [1080, 1920],
    durationSec: { min: 3, max: 900, best: [7, 30] },
    maxBytes: 300 * mega,
    maxBitsPerSecond: 25 * mega,
    noEditList: true,
    insets: metaInsets,
    captions: 'burned-in',
    public: true,
    usual: 'social-teaser',
    note: 'moov first and no edit lists; the grid shows the centre square',
    ...meta,
  },
  'instagram-feed': {
    label: 'Instagram feed',
    aliases: ['feed'],
    ratios: ['4:5', '1:1'],
    sizePixels: [1080, 1350],
    durationSec: { min: 3, max: 900, best: [7, 30] },
    maxBytes: 300 * mega,
    maxBitsPerSecond: 25 * mega,
    noEditList: true,
    captions: 'burned-in',
    public: true,
    usual: 'announcement-card',
    ...meta,
  },
  'instagram-stories': {
    label: 'Instagram Stories',
    aliases: ['stories', 'story'],
    ratios: ['9:16'],
    sizePixels: [1080, 1920],
    durationSec: { min: 3, max: 60, best: [5, 15] },
    maxBytes: 100 * mega,
    maxBitsPerSecond: 25 * mega,
    noEditList: true,
    insets: metaInsets,
    captions: 'burned-in',
    public: true,
    usual: 'announcement-card',
    ...meta,
  },
  x: {
    label: 'X',
    aliases: ['twitter'],
    ratios: ['16:9', '9:16', '1:1'],
    sizePixels: [1280, 720],
    durationSec: { min: 0.5, max: 1200, best: [15, 45] },
    maxBytes: 8 * giga,
    // About 12 % of the height at the bottom.
    insets: { top: 0, right: 0, bottom: 230, left: 0 },
    captions: 'burned-in',
    public: true,
    usual: 'announcement-card',
    source: 'xdevplatform/docs best-practices.mdx',
    readAt: '2026-11-22',
  },
  linkedin: {
    label: 'LinkedIn',
    ratios: ['16:9', '1:1', '4:5', '9:16'],
    sizePixels: [1920, 1080],
    durationSec: { min: 3, max: 1800, best: [30, 90] },
    maxBytes: 500 * mega,
    captions: 'burned-in',
    public: true,
    usual: 'announcement-card',
    ...channels,
  },
  'facebook-reels': {
    label: 'Facebook Reels',
    aliases: ['facebook', 'fb'],
    ratios: ['9:16'],
    sizePixels: [1080, 1920],
    durationSec: { min: 3, max: 90, best: [15, 60] },
    maxBytes: 4 * giga,
    insets: metaInsets,
    captions: 'burned-in',
    public: true,
    usual: 'social-teaser',
    ...channels,
  },
  pinterest: {
    label: 'Pinterest',
    ratios: ['2:3', '9:16', '1:1', '4:5'],
    sizePixels: [1000, 1500],
    durationSec: { min: 4, max: 900, best: [6, 15] },
    maxBytes: 2 * giga,
    captions: 'burned-in',
    public: true,
    usual: 'announcement-card',
    source: 'help.pinterest.com product specifications',
    readAt: '2026-11-22',
  },
  'web-hero': {
    label: 'Web hero',
    aliases: ['web', 'hero', 'website'],
    ratios: ['16:9', '21:9'],
    sizePixels: [1920, 1080],
    durationSec: { best: [6, 12] },
    maxBytes: 5 * mega,
    captions: 'none',
    public: true,
    usual: 'background-loop',
    note: 'no sound track; text belongs in HTML; honour reduced motion',
    source: 'judgement',
    readAt: '2026-11-22',
  },
  'email-gif': {
    label: 'Email or GIF',
    aliases: ['email', 'gif', 'newsletter'],
    ratios: ['3:2', '16:9'],
    sizePixels: [600, 400],
    durationSec: { best: [3, 6] },
    maxBytes: 1 * mega,
    captions: 'none',
    public: false,
    usual: 'announcement-card',
    note: 'classic Outlook shows only the first frame',
    source: 'themxgroup, idomoo, peasyvideo, manningkrull on email GIFs',
    readAt: '2026-11-22',
  },
  'app-store-preview': {
    label: 'App Store preview',
    aliases: ['app-store', 'appstore'],
    ratios: ['9:16', '16:9'],
    sizePixels: [886, 1920],
    durationSec: { min: 15, max: 30, best: [15, 30] },
    maxBytes: 500 * mega,
    maxBitsPerSecond: 12 * mega,
    captions: 'none',
    public: true,
    capturesOnly: true,
    usual: 'app-preview',
    note: 'a stereo AAC track is required; silent is fine',
    source: 'Apple app preview specifications, read by others',
    readAt: '2026-09-27',
  },
  'ci-pr': {
    label: 'CI or pull request',
    aliases: ['ci', 'pr', 'github', 'pull-request'],
    ratios: ['16:9'],
    sizePixels: [1280, 720],
    durationSec: { best: [5, 15] },
    maxBytes: 10 * mega,
    captions: 'none',
    public: false,
    usual: 'changelog',
    source: 'Playwright CLI notes and others on gh --attach',
    readAt: '2026-11-22',
  },
  internal: {
    label: 'Internal',
    aliases: ['intranet', 'slack', 'teams'],
    ratios: ['16:9', '9:16', '1:1', '4:5'],
    sizePixels: [1920, 1080],
    durationSec: { best: [30, 120] },
    captions: 'file',
    public: false,
    usual: 'tutorial',
    source: 'judgement',
    readAt: '2026-11-22',
  },
} as const satisfies Readonly<Record<string, Platform>>

export type PlatformId = keyof typeof platforms
export type KnownPlatform = Platform & { id: PlatformId }

/** By id or by one of its other names, in any case, with spaces or underscores for hyphens. */
export function platformOf(name: string | null | undefined): KnownPlatform | undefined {
  if (!name) return undefined
  const wanted = name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
  for (const [id, platform] of Object.entries(platforms) as [PlatformId, Platform][]) {
    if (id === wanted || platform.aliases?.includes(wanted)) return { id, ...platform }
  }
  return undefined
}
