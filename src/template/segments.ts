/**
 * A clip is cut in closed ranges of frames that several threads encode. The cut depends on the length alone, never on the
 * machine or its load: the same scene gives the same bytes with one thread or four.
 */

export interface Segment {
  index: number
  firstFrame: number
  frameCount: number
}

/** Two seconds: each range begins with a whole picture, and players can jump to it. */
const segmentSeconds = 2

export function planSegments(frameCount: number, framesPerSecond: number): Segment[] {
  const wanted = Math.max(1, Math.round(frameCount / (framesPerSecond * segmentSeconds)))
  return Array.from({ length: wanted }, (_, index) => {
    const firstFrame = Math.floor((index * frameCount) / wanted)
    const end = Math.floor(((index + 1) * frameCount) / wanted)
    return { index, firstFrame, frameCount: end - firstFrame }
  })
}
