/** The engine keeps clear what Mia's table of platforms says, under every name of a platform, on tall clips only. */

import { describe, expect, it } from 'vitest'
import { platforms } from '../../src/mia/platforms.ts'
import { safeArea } from '../../src/template/safe-area.ts'

const plain = safeArea(1080, 1920)

describe('the safe area', () => {
  it.each(Object.entries(platforms))('of %s is at least its insets on 1080×1920', (id, platform) => {
    const safe = safeArea(1080, 1920, id)
    const insets = 'insets' in platform ? platform.insets : { top: 0, right: 0, bottom: 0, left: 0 }
    for (const side of ['top', 'right', 'bottom', 'left'] as const)
      expect(safe[side], side).toBe(Math.max(plain[side], insets[side]))
  })

  it('is the same under another name, half as large on half the width', () => {
    expect(safeArea(1080, 1920, 'reels')).toEqual(safeArea(1080, 1920, 'instagram-reels'))
    expect(safeArea(540, 960, 'tiktok')).toEqual({ top: 65, right: 125, bottom: 240, left: 38 })
  })

  it('is a plain margin on a wide clip, and where nothing is known', () => {
    expect(safeArea(1920, 1080, 'tiktok')).toEqual(safeArea(1920, 1080))
    expect(safeArea(1080, 1920, 'elsewhere')).toEqual(plain)
  })
})
