/** Sound → AAC packets, a block at a time, as far as the pictures have come. */

import type { Packet } from 'node-av/lib'
import { check, isPause, type Libav } from './libav.ts'
import type { Sound } from './sound/sound.ts'
import { audioBitsPerSecond, sampleRate } from './x264.ts'

/** Samples in one AAC block. */
const blockSamples = 1_024

export function openSoundEncoder(libav: Libav, sound: Sound) {
  const context = openAac(libav)
  const stereo = libav.avChannelLayoutDefault(2)
  const packet = new libav.Packet()
  packet.alloc()
  const block = Buffer.alloc(blockSamples * 2 * 4)
  let position = 0
  let ended = false

  /** Hands the encoder one block; the last may be shorter. */
  const send = () => {
    const count = Math.min(blockSamples, sound.sampleCount - position)
    if (count === 0) {
      ended = true
      return check(libav, context.sendFrameSync(null), 'encoding sound')
    }
    const left = new Float32Array(block.buffer, block.byteOffset, count)
    const right = new Float32Array(block.buffer, block.byteOffset + count * 4, count)
    sound.read(left, right)
    const samples = libav.Frame.fromAudioBuffer(block.subarray(0, count * 8), {
      nbSamples: count,
      format: libav.constants.AV_SAMPLE_FMT_FLTP,
      sampleRate,
      channelLayout: stereo,
      pts: BigInt(position),
    })
    position += count
    check(libav, context.sendFrameSync(samples), 'encoding sound')
    samples.free()
  }

  return {
    context,
    /** Each packet is good until the next is asked for. */
    *packetsUntil(seconds: number): Generator<Packet, void> {
      while (!ended && position < seconds * sampleRate) {
        send()
        for (;;) {
          const code = context.receivePacketSync(packet)
          if (isPause(libav, code)) break
          check(libav, code, 'encoding sound')
          yield packet
          packet.unref()
        }
      }
    },
    free() {
      packet.free()
      context.freeContext()
    },
  }
}

function openAac(libav: Libav) {
  const { constants } = libav
  const codec = libav.Codec.findEncoderByName('aac' as never)
  if (codec === null) check(libav, constants.AVERROR_ENCODER_NOT_FOUND, 'opening the sound encoder')
  const context = new libav.CodecContext()
  context.allocContext3(codec)
  context.sampleFormat = constants.AV_SAMPLE_FMT_FLTP
  context.sampleRate = sampleRate
  context.channelLayout = libav.avChannelLayoutDefault(2)
  context.bitRate = BigInt(audioBitsPerSecond)
  context.timeBase = new libav.Rational(1, sampleRate)
  context.setFlags(constants.AV_CODEC_FLAG_GLOBAL_HEADER, constants.AV_CODEC_FLAG_BITEXACT)
  check(libav, context.open2Sync(codec), 'opening the sound encoder')
  return context
}
