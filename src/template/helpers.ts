/**
 * Threads that help to encode a clip. Each makes its own painter from the scene and is handed one range of frames after
 * another; what it finishes comes back as packets.
 */

import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { VideoPacket } from './libav-video.ts'
import type { Scene } from './scene.ts'
import type { Segment } from './segments.ts'
import type { Compression } from './x264.ts'

/** What a helper says: once when it can begin, after every frame, and at the end of a range. */
export type HelperMessage = { ready: true } | { index: number; packets: VideoPacket[]; done: boolean }

export interface HelperEvents {
  /** The next range for a helper that is free, or undefined when there is none left. */
  next(): Segment | undefined
  onPackets(index: number, packets: VideoPacket[], done: boolean): void
  onError(error: Error): void
}

export interface Helpers {
  stop(): Promise<void>
}

/** More than four do not pay for their memory: a 1080p painter and encoder take up to half a gigabyte. */
const mostThreads = 4

/**
 * The helper's program stands beside the bundle. Run from sources (tests of other parts) there is none, because Node 20
 * cannot load TypeScript in a thread: this thread then does all the work, and the bytes are the same.
 */
const program = import.meta.url.endsWith('.ts')
  ? undefined
  : new URL('./template/render-worker.js', import.meta.url)

/** What a helper is started with. `stopped[0]` becomes 1 when it is to end. */
export interface HelperStart {
  scene: Scene
  compression: Compression
  stopped: Int32Array<SharedArrayBuffer>
}

export function startHelpers(
  { scene, compression }: Pick<HelperStart, 'scene' | 'compression'>,
  segmentCount: number,
  events: HelperEvents,
): Helpers {
  if (program === undefined) return { stop: async () => {} }
  const count = Math.max(0, Math.min(mostThreads, availableParallelism(), segmentCount) - 1)
  const stopped = new Int32Array(new SharedArrayBuffer(4))
  const helpers = Array.from({ length: count }, () =>
    startHelper(program, { scene, compression, stopped }, events),
  )
  return {
    async stop() {
      stopped[0] = 1
      await Promise.all(helpers.map((helper) => helper.stop()))
    },
  }
}

function startHelper(program: URL, start: HelperStart, events: HelperEvents) {
  const worker = new Worker(program, { workerData: start })
  const ended = new Promise<void>((resolve) => worker.on('exit', () => resolve()))
  const giveWork = () => {
    const segment = events.next()
    if (segment !== undefined) worker.postMessage(segment)
  }
  worker.on('message', (message: HelperMessage) => {
    if ('packets' in message) events.onPackets(message.index, message.packets, message.done)
    if ('ready' in message || message.done) giveWork()
  })
  worker.on('error', events.onError)
  // Also when it is stopped, but then nobody waits for it any more.
  worker.on('exit', () => events.onError(new Error('a helper thread ended early')))
  return {
    /** It is asked and ends by itself: a thread that is terminated while it loads node-av takes the whole process down. */
    stop() {
      worker.postMessage('stop')
      return ended
    },
  }
}
