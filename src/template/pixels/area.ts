/** Rectangles of whole or part pixels, by their edges: from `left` and `top` up to, and without, `right` and `bottom`. */

import type { Box } from '../scene.ts'

export interface Area {
  left: number
  top: number
  right: number
  bottom: number
}

export const nowhere: Area = {
  left: Number.POSITIVE_INFINITY,
  top: Number.POSITIVE_INFINITY,
  right: Number.NEGATIVE_INFINITY,
  bottom: Number.NEGATIVE_INFINITY,
}

/** A box and what reaches `margin` pixels out of it. */
export const areaOf = ({ x, y, width, height }: Box, margin = 0): Area => ({
  left: x - margin,
  top: y - margin,
  right: x + width + margin,
  bottom: y + height + margin,
})

export const isEmpty = ({ left, top, right, bottom }: Area): boolean => left >= right || top >= bottom

export const areMeeting = (one: Area, other: Area): boolean => !isEmpty(overlapOf(one, other))

export const holds = (outer: Area, inner: Area): boolean =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.right >= inner.right &&
  outer.bottom >= inner.bottom

/** The smallest that holds both. */
export const joined = (one: Area, other: Area): Area => ({
  left: Math.min(one.left, other.left),
  top: Math.min(one.top, other.top),
  right: Math.max(one.right, other.right),
  bottom: Math.max(one.bottom, other.bottom),
})

export const overlapOf = (one: Area, other: Area): Area => ({
  left: Math.max(one.left, other.left),
  top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
})

export const movedBy = ({ left, top, right, bottom }: Area, dx: number, dy: number): Area => ({
  left: left + dx,
  top: top + dy,
  right: right + dx,
  bottom: bottom + dy,
})

/** Every pixel that is touched, and `margin` more around them. */
export const wholePixels = ({ left, top, right, bottom }: Area, margin = 0): Area => ({
  left: Math.floor(left) - margin,
  top: Math.floor(top) - margin,
  right: Math.ceil(right) + margin,
  bottom: Math.ceil(bottom) + margin,
})

export const sizeOf = ({ left, top, right, bottom }: Area) => ({
  width: Math.max(0, right - left),
  height: Math.max(0, bottom - top),
})
