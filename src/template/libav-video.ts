/**
 * Pictures → H.264 packets, one closed range of frames at a time. Each range is encoded by itself with one thread, so any
 * thread may take any range and the bytes are the same.
 */

import type { Packet } from 'node-av/lib'
import { check, isPause, type Libav } from './libav.ts'
import type { Painter } from './painter.ts'
import type { Segment } from './segments.ts'
import { type Compression, reorderFrames, videoOptions } from './x264.ts'

export interface VideoPacket {
  data: Uint8Array<ArrayBuffer>
  /** In frames from the clip's start. */
  pts: number
  dts: number
  key: boolean
}

type Size = Pick<Painter, 'width' | 'height' | 'framesPerSecond'>

export function openVideoEncoder(
  libav: Libav,
  { width, height, framesPerSecond }: Size,
  compression: Compression,
) {
  const { constants } = libav
  const codec = libav.Codec.findEncoderByName('libx264' as never)
  if (codec === null) check(libav, constants.AVERROR_ENCODER_NOT_FOUND, 'opening the video encoder')
  const context = new libav.CodecContext()
  context.allocContext3(codec)
  context.width = width
  context.height = height
  context.pixelFormat = constants.AV_PIX_FMT_YUV420P
  context.timeBase = new libav.Rational(1, framesPerSecond)
  context.framerate = new libav.Rational(framesPerSecond, 1)
  context.sampleAspectRatio = new libav.Rational(1, 1)
  context.threadCount = 1
  context.colorSpace = constants.AVCOL_SPC_BT709
  context.colorPrimaries = constants.AVCOL_PRI_BT709
  context.colorTrc = constants.AVCOL_TRC_BT709
  context.colorRange = constants.AVCOL_RANGE_MPEG
  context.chromaLocation = constants.AVCHROMA_LOC_CENTER
  context.setFlags(
    constants.AV_CODEC_FLAG_GLOBAL_HEADER,
    constants.AV_CODEC_FLAG_CLOSED_GOP,
    constants.AV_CODEC_FLAG_BITEXACT,
  )
  for (const [name, value] of Object.entries(videoOptions(compression)))
    check(libav, context.setOption(name, value), `setting ${name}`)
  check(libav, context.open2Sync(codec), 'opening the video encoder')
  return context
}

/** Yields after every frame, with whatever packets are ready; leaving the loop early frees everything. */
export function* encodeSegment(
  libav: Libav,
  painter: Painter,
  segment: Segment,
  compression: Compression,
): Generator<VideoPacket[], void> {
  const encoder = openVideoEncoder(libav, painter, compression)
  // One frame over the painter's own memory, used for every picture (a frame per picture cost 550 MB).
  const frame = frameOver(libav, painter)
  const packet = new libav.Packet()
  packet.alloc()
  let count = 0
  const drain = (): VideoPacket[] => {
    const packets: VideoPacket[] = []
    for (;;) {
      const code = encoder.receivePacketSync(packet)
      if (isPause(libav, code)) return packets
      check(libav, code, 'encoding')
      packets.push(copyPacket(packet, segment, count))
      count += 1
      packet.unref()
    }
  }
  try {
    for (let at = 0; at < segment.frameCount; at++) {
      painter.paint(segment.firstFrame + at)
      painter.toYuv()
      frame.pts = BigInt(at)
      check(libav, encoder.sendFrameSync(frame), 'encoding')
      yield drain()
    }
    check(libav, encoder.sendFrameSync(null), 'encoding')
    yield drain()
  } finally {
    packet.free()
    frame.free()
    encoder.freeContext()
  }
}

/** The decoding time is counted, not taken over: so that ranges follow each other without a gap, however short they are. */
const copyPacket = (packet: Packet, { firstFrame }: Segment, count: number): VideoPacket => ({
  data: new Uint8Array(packet.data ?? []),
  pts: firstFrame + Number(packet.pts),
  dts: firstFrame + count - reorderFrames,
  key: packet.isKeyframe,
})

export const frameOver = (libav: Libav, { planes, width, height }: Painter) =>
  libav.Frame.fromVideoBuffer(planes, { width, height, format: libav.constants.AV_PIX_FMT_YUV420P })
