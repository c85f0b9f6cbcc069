/**
 * The clip by FFmpeg's libraries: ranges of frames are painted and encoded by this thread and by helpers, each taking the
 * next range when it is free; finished ranges are written in their order.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clip, Encoder, Hooks } from './encode.ts'
import { type Libav, loadLibav } from './libav.ts'
import { openMuxer } from './libav-mux.ts'
import { encodeSegment } from './libav-video.ts'
import { planSegments } from './segments.ts'

export async function libavEncoder(): Promise<Encoder | undefined> {
  const libav = await loadLibav()
  if (libav === undefined) return undefined
  return {
    name: 'FFmpeg libraries (node-av)',
    version: libav.getFFmpegInfo().version,
    encode: (clip, path, hooks) => encodeClip(libav, clip, path, hooks),
  }
}

async function encodeClip(
  libav: Libav,
  { painter, sound }: Clip,
  path: string,
  { signal, onFrames }: Hooks,
): Promise<void> {
  const muxer = openMuxer(libav, path, painter, sound)
  try {
    for (const segment of planSegments(painter.frameCount, painter.framesPerSecond)) {
      for (const packets of encodeSegment(libav, painter, segment)) {
        muxer.writeVideo(packets)
        onFrames(packets.length)
        await nextTurn()
        signal.throwIfAborted()
      }
    }
    muxer.finish()
  } finally {
    muxer.close()
  }
}
