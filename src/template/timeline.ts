/** Values over time: key frames and the curves between them. Nothing but progress is linear. */

import type { Ease, Track } from './scene.ts'

const curves: Record<Ease, (part: number) => number> = {
  linear: (part) => part,
  // Cubic: quick to arrive, slow to settle; the usual curve for things that appear.
  out: (part) => 1 - (1 - part) ** 3,
  in: (part) => part ** 3,
  'in-out': (part) => (part < 0.5 ? 4 * part ** 3 : 1 - (-2 * part + 2) ** 3 / 2),
  hold: (part) => (part < 1 ? 0 : 1),
}

export const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** 0 before `start`, 1 after `start + length`, eased between. */
export function eased(time: number, start: number, length: number, ease: Ease = 'out'): number {
  if (length <= 0) return time >= start ? 1 : 0
  return curves[ease](clamp((time - start) / length, 0, 1))
}

export function valueAt(track: Track | undefined, time: number, fallback: number): number {
  if (track === undefined) return fallback
  if (typeof track === 'number') return track
  const next = track.findIndex((key) => key[0] > time)
  if (next === 0) return track[0]![1]
  if (next === -1) return track.at(-1)![1]
  const before = track[next - 1]!
  const after = track[next]!
  const part = eased(time, before[0], after[0] - before[0], after[2] ?? 'out')
  return before[1] + (after[1] - before[1]) * part
}
