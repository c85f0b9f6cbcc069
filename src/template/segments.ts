/**
 * A clip is cut in closed ranges of frames that several threads encode. The cut depends on the length alone, never on the
 * machine or its load: the same scene gives the same bytes with one thread or four.
 */

export interface Segment {
  index: number
  firstFrame: number
  frameCount: number
}

/**
 * Each range begins with a whole picture, and ranges of two seconds cost a quarter to a half more bytes than one of ten.
 * The number is even, so that two threads end together.
 */
const longestSeconds = 5
const shortestSeconds = 1

export function planSegments(frameCount: number, framesPerSecond: number): Segment[] {
  const seconds = frameCount / framesPerSecond
  const wanted = seconds < 2 * shortestSeconds ? 1 : 2 * Math.ceil(seconds / (2 * longestSeconds))
  return Array.from({ length: wanted }, (_, index) => {
    const firstFrame = Math.floor((index * frameCount) / wanted)
    const end = Math.floor(((index + 1) * frameCount) / wanted)
    return { index, firstFrame, frameCount: end - firstFrame }
  })
}
