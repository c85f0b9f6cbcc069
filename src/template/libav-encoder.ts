/**
 * The clip by FFmpeg's libraries: ranges of frames are painted and encoded by this thread and by helpers, each taking the
 * next range when it is free; finished ranges are written in their order.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clip, Encoder, Hooks } from './encode.ts'
import { startHelpers } from './helpers.ts'
import { type Libav, loadLibav } from './libav.ts'
import { openMuxer } from './libav-mux.ts'
import { encodeSegment, type VideoPacket } from './libav-video.ts'
import { planSegments, type Segment } from './segments.ts'

export async function libavEncoder(): Promise<Encoder | undefined> {
  const libav = await loadLibav()
  if (libav === undefined) return undefined
  return {
    name: 'FFmpeg libraries (node-av)',
    version: libav.getFFmpegInfo().version,
    encode: (clip, path, hooks) => encodeClip(libav, clip, path, hooks),
  }
}

async function encodeClip(libav: Libav, clip: Clip, path: string, hooks: Hooks): Promise<void> {
  const { scene, sound } = clip
  const segments = planSegments(clip.frameCount, scene.framesPerSecond)
  const muxer = openMuxer(libav, path, { ...scene, ...clip }, sound)
  const film = createFilm(segments, muxer.writeVideo, hooks)
  const helpers = startHelpers(clip, segments.length, film)
  try {
    await encodeOwnShare(libav, clip, film, hooks.signal)
    await film.written(hooks.signal)
    muxer.finish()
  } finally {
    await helpers.stop()
    muxer.close()
  }
}

async function encodeOwnShare(libav: Libav, clip: Clip, film: Film, signal: AbortSignal): Promise<void> {
  const painter = await clip.createPainter()
  for (let segment = film.next(); segment !== undefined; segment = film.next()) {
    for (const packets of encodeSegment(libav, painter, segment, clip.compression)) {
      film.onPackets(segment.index, packets, false)
      await nextTurn()
      signal.throwIfAborted()
      film.throwIfFailed()
    }
    film.onPackets(segment.index, [], true)
  }
}

type Film = ReturnType<typeof createFilm>

/** Ranges finish in any order and are written in theirs: what comes early waits here. */
function createFilm(
  segments: readonly Segment[],
  write: (packets: readonly VideoPacket[]) => void,
  { onFrames }: Hooks,
) {
  const parts = segments.map(() => ({ packets: [] as VideoPacket[], done: false }))
  let given = 0
  let current = 0
  let failure: Error | undefined
  let wake = () => {}
  const fail = (error: Error) => {
    failure ??= error
    wake()
  }
  const add = (index: number, packets: readonly VideoPacket[], done: boolean) => {
    const part = parts[index]!
    part.packets.push(...packets)
    part.done = done
    for (; current < parts.length; current++) {
      write(parts[current]!.packets.splice(0))
      if (!parts[current]!.done) return
    }
    wake()
  }
  return {
    next: () => segments[given++],
    onError: fail,
    /** Never throws: it is called from a helper's message too, where nobody would catch it. */
    onPackets(index: number, packets: readonly VideoPacket[], done: boolean) {
      try {
        add(index, packets, done)
        onFrames(packets.length)
      } catch (error) {
        fail(error as Error)
      }
    },
    throwIfFailed() {
      if (failure !== undefined) throw failure
    },
    async written(signal: AbortSignal) {
      await new Promise<void>((resolve) => {
        wake = resolve
        signal.addEventListener('abort', wake)
        if (failure !== undefined || signal.aborted || current === parts.length) wake()
      })
      signal.removeEventListener('abort', wake)
      signal.throwIfAborted()
      if (failure !== undefined) throw failure
    },
  }
}
