/** Where a platform's own buttons and captions lie: insets in pixels on 1080×1920, scaled to the clip (reference table of 2026-07). */

import type { Safe } from './scene.ts'

const insets: Readonly<Record<string, Safe>> = {
  tiktok: { top: 130, right: 250, bottom: 480, left: 60 },
  shorts: { top: 100, right: 200, bottom: 380, left: 50 },
  reels: { top: 269, right: 180, bottom: 672, left: 65 },
  stories: { top: 269, right: 180, bottom: 672, left: 65 },
  facebook: { top: 269, right: 180, bottom: 672, left: 65 },
}

/** A plain margin everywhere: title safe of broadcast is 5 %; a little more looks calmer. */
const marginPart = 0.07

export function safeArea(width: number, height: number, platform?: string): Safe {
  const margin = Math.round(Math.min(width, height) * marginPart)
  const plain = { top: margin, right: margin, bottom: margin, left: margin }
  const known =
    platform === undefined ? undefined : insets[platform.replace(/^(youtube|instagram|facebook)-/, '')]
  // The buttons lie over tall clips only; the others are shown whole, with bars.
  if (known === undefined || height / width < 1.6) return plain
  const scale = width / 1080
  return {
    top: Math.max(margin, Math.round(known.top * scale)),
    right: Math.max(margin, Math.round(known.right * scale)),
    bottom: Math.max(margin, Math.round(known.bottom * scale)),
    left: Math.max(margin, Math.round(known.left * scale)),
  }
}
