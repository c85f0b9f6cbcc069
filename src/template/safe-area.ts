/** Where a platform's own buttons and captions lie (Mia's table of platforms), scaled to the clip. */

import { platformOf } from '../mia/platforms.ts'
import type { Safe } from './scene.ts'

/** A plain margin everywhere: title safe of broadcast is 5 %; a little more looks calmer. */
const marginPart = 0.07

export function safeArea(width: number, height: number, platform?: string): Safe {
  const margin = Math.round(Math.min(width, height) * marginPart)
  const plain = { top: margin, right: margin, bottom: margin, left: margin }
  const known = platformOf(platform)?.insets
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
