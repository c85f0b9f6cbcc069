/**
 * The program of a helper thread: paints and encodes the ranges of frames it is sent. A thread of its own, so it talks to
 * its parent through the port and to nobody else. Bundled as dist/template/render-worker.js.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { HelperMessage, HelperStart } from './helpers.ts'
import { loadLibav } from './libav.ts'
import { encodeSegment } from './libav-video.ts'
import { createPainter } from './painter.ts'
import type { Segment } from './segments.ts'

async function help(port: MessagePort, { scene, compression, stopped }: HelperStart): Promise<void> {
  const isStopped = () => Atomics.load(stopped, 0) === 1
  const libav = await loadLibav()
  if (libav === undefined) throw new Error('node-av loads in the main thread only')
  if (isStopped()) return
  const painter = await createPainter(scene)
  const say = (message: HelperMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const encode = async (segment: Segment) => {
    for (const packets of encodeSegment(libav, painter, segment, compression)) {
      say(
        { index: segment.index, packets, done: false },
        packets.map((packet) => packet.data.buffer),
      )
      // Skia's and FFmpeg's objects are let go of between turns only.
      await nextTurn()
      if (isStopped()) return
    }
    say({ index: segment.index, packets: [], done: true })
  }
  port.on('message', async (message: Segment | 'stop') => {
    if (message === 'stop') port.close()
    else await encode(message)
  })
  say({ ready: true })
}

if (parentPort !== null) await help(parentPort, workerData as HelperStart)
