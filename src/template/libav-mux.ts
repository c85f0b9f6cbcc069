/**
 * Packets → an MP4 file, index first, written once: room for the index is kept at the front and filled at the end. Sound is
 * made as pictures arrive, so that neither waits in memory.
 */

import type { FormatContext, Packet } from 'node-av/lib'
import { check, type Libav } from './libav.ts'
import { openSoundEncoder } from './libav-audio.ts'
import { openVideoEncoder, type VideoPacket } from './libav-video.ts'
import type { Sound } from './sound/sound.ts'
import { type Compression, indexBytes } from './x264.ts'

export interface Muxer {
  writeVideo(packets: readonly VideoPacket[]): void
  /** Writes the rest of the sound and the index. */
  finish(): void
  /** Safe to call twice, and before `finish`. */
  close(): void
}

export interface ClipShape {
  width: number
  height: number
  framesPerSecond: number
  frameCount: number
  compression: Compression
  noEditList?: boolean
}

export function openMuxer(libav: Libav, path: string, shape: ClipShape, sound: Sound | undefined): Muxer {
  const { constants } = libav
  const file = new libav.FormatContext()
  // "file:" keeps a colon in a name from being read as a protocol.
  check(libav, file.allocOutputContext2(null, 'mp4', `file:${path}`), 'opening the file')
  file.setFlags(constants.AVFMT_FLAG_BITEXACT)
  check(
    libav,
    file.setOption('moov_size', indexBytes(shape.frameCount, sound?.sampleCount ?? 0)),
    'setting moov_size',
  )
  if (shape.noEditList) {
    check(libav, file.setOption('use_editlist', '0'), 'setting use_editlist')
    check(libav, file.setOption('movflags', '+negative_cts_offsets'), 'setting movflags')
  }
  const video = addVideoStream(libav, file, shape)
  const soundTrack = sound === undefined ? undefined : addSoundTrack(libav, file, sound)
  const packet = new libav.Packet()
  packet.alloc()
  let open = true
  const close = () => {
    if (!open) return
    open = false
    packet.free()
    soundTrack?.free()
    file.closeOutputSync()
    file.freeContext()
  }
  try {
    check(libav, file.openOutputSync(), 'opening the file')
    check(libav, file.writeHeaderSync(), 'writing the file')
  } catch (error) {
    close()
    throw error
  }
  return {
    writeVideo(packets) {
      for (const each of packets) {
        soundTrack?.writeUntil((each.dts + 1) / shape.framesPerSecond)
        fillPacket(libav, packet, each)
        packet.streamIndex = video.index
        packet.rescaleTs({ num: 1, den: shape.framesPerSecond }, video.timeBase)
        check(libav, file.writeFrameSync(packet), 'writing the file')
        packet.unref()
      }
    },
    finish() {
      soundTrack?.writeUntil(Number.POSITIVE_INFINITY)
      check(libav, file.writeTrailerSync(), 'writing the file')
      file.flushSync()
      check(libav, file.pb?.error ?? 0, 'writing the file')
    },
    close,
  }
}

function fillPacket({ constants }: Libav, packet: Packet, { data, pts, dts, key }: VideoPacket): void {
  packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  packet.pts = BigInt(pts)
  packet.dts = BigInt(dts)
  packet.duration = 1n
  if (key) packet.setFlags(constants.AV_PKT_FLAG_KEY)
  else packet.clearFlags(constants.AV_PKT_FLAG_KEY)
}

/** The settings come from an encoder that is opened for this alone: every range's encoder writes the same header. */
function addVideoStream(libav: Libav, file: FormatContext, shape: ClipShape) {
  const encoder = openVideoEncoder(libav, shape, shape.compression)
  const stream = file.newStream()
  check(libav, stream.codecpar.fromContext(encoder), 'opening the file')
  stream.timeBase = new libav.Rational(1, shape.framesPerSecond)
  stream.avgFrameRate = new libav.Rational(shape.framesPerSecond, 1)
  encoder.freeContext()
  return stream
}

function addSoundTrack(libav: Libav, file: FormatContext, sound: Sound) {
  const encoder = openSoundEncoder(libav, sound)
  const stream = file.newStream()
  check(libav, stream.codecpar.fromContext(encoder.context), 'opening the file')
  stream.timeBase = encoder.context.timeBase
  return {
    writeUntil(seconds: number) {
      for (const packet of encoder.packetsUntil(seconds)) {
        packet.streamIndex = stream.index
        packet.rescaleTs(encoder.context.timeBase, stream.timeBase)
        check(libav, file.writeFrameSync(packet), 'writing the file')
      }
    },
    free: encoder.free,
  }
}
