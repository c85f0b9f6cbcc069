/**
 * Recordings by FFmpeg's libraries: MP3, AAC, WAV, FLAC, Ogg, Opus, and the sound of a video. Decoded as it is read, brought to
 * two channels at 48 kHz. What a playlist would make FFmpeg open (other files, the network) is never opened.
 */

import type { CodecContext, FormatContext, SoftwareResampleContext } from 'node-av/lib'
import { check, encodingError, isPause, type Libav } from '../libav.ts'
import { sampleRate } from '../x264.ts'
import type { Recording } from './sound.ts'

/** FFmpeg's names of the kinds of file that hold sound of their own, and none that only point at others. */
export const soundFormats = 'aac,ac3,aiff,caf,flac,matroska,mov,mp3,mp4,ogg,w64,wav,webm'

export function openLibavRecording(libav: Libav, path: string): Recording {
  const file = openFile(libav, path)
  try {
    const decoded = decode(libav, file)
    return { ...createReader(decoded.blocks), damaged: decoded.damaged, close: once(file.close) }
  } catch (error) {
    file.close()
    throw error
  }
}

type Block = readonly [left: Float32Array, right: Float32Array]

/** Hands blocks of any length on in the lengths that are asked for. */
export function createReader(blocks: Iterator<Block, void>): Pick<Recording, 'read'> {
  let block: Block | undefined
  let offset = 0
  return {
    read(left, right) {
      let done = 0
      while (done < left.length) {
        if (block === undefined || offset === block[0].length) {
          const next = blocks.next()
          if (next.done) break
          block = next.value
          offset = 0
        }
        const count = Math.min(left.length - done, block[0].length - offset)
        left.set(block[0].subarray(offset, offset + count), done)
        right.set(block[1].subarray(offset, offset + count), done)
        done += count
        offset += count
      }
      return done
    },
  }
}

interface SoundFile {
  format: FormatContext
  decoder: CodecContext
  streamIndex: number
  close(): void
}

function openFile(libav: Libav, path: string): SoundFile {
  const { constants } = libav
  const format = new libav.FormatContext()
  format.allocContext()
  let decoder: CodecContext | undefined
  const close = () => {
    decoder?.freeContext()
    format.closeInputSync()
  }
  try {
    check(libav, format.setOption('format_whitelist', soundFormats), 'setting format_whitelist')
    check(libav, format.setOption('protocol_whitelist', 'file'), 'setting protocol_whitelist')
    check(libav, format.openInputSync(`file:${path}`), 'reading the sound')
    // Not `findBestStream`: it wants `findStreamInfo` first, which costs 15 ms a time to learn what the decoder says anyway.
    const streamIndex = format.streams.findIndex(
      ({ codecpar }) => codecpar.codecType === constants.AVMEDIA_TYPE_AUDIO,
    )
    const stream = format.streams[streamIndex]
    if (stream === undefined) throw encodingError('finding sound', 'there is none', false)
    const codec = libav.Codec.findDecoder(stream.codecpar.codecId)
    if (codec === null) check(libav, constants.AVERROR_DECODER_NOT_FOUND, 'finding a decoder')
    decoder = new libav.CodecContext()
    decoder.allocContext3(codec)
    check(libav, decoder.parametersToContext(stream.codecpar), 'opening the decoder')
    decoder.threadCount = 1
    check(libav, decoder.open2Sync(codec), 'opening the decoder')
    return { format, decoder, streamIndex, close }
  } catch (error) {
    close()
    throw error
  }
}

/** Blocks as they are decoded; what cannot be is left out and noted. Leaving early frees everything but the file. */
function decode(libav: Libav, { format, decoder, streamIndex }: SoundFile) {
  let damaged = false
  const sound = function* (): Generator<Block, void> {
    const packet = new libav.Packet()
    const frame = new libav.Frame()
    packet.alloc()
    frame.alloc()
    const toStereo = createResampler(libav)
    try {
      for (let ended = false; !ended; ) {
        const code = format.readFrameSync(packet)
        ended = code < 0
        if (ended && code !== libav.constants.AVERROR_EOF) damaged = true
        if (!ended && packet.streamIndex !== streamIndex) {
          packet.unref()
          continue
        }
        if (decoder.sendPacketSync(ended ? null : packet) < 0) damaged = true
        if (!ended) packet.unref()
        for (;;) {
          const received = decoder.receiveFrameSync(frame)
          if (received < 0) {
            if (!isPause(libav, received)) damaged = true
            break
          }
          const block = toStereo.convert(frame)
          frame.unref()
          if (block[0].length > 0) yield block
        }
      }
      const rest = toStereo.flush()
      if (rest[0].length > 0) yield rest
    } finally {
      toStereo.free()
      packet.free()
      frame.free()
    }
  }
  return { blocks: sound(), damaged: () => damaged }
}

/** Made anew where the sound changes its rate or its channels on the way. */
function createResampler(libav: Libav) {
  const { constants } = libav
  const stereo = libav.avChannelLayoutDefault(2)
  let resampler: SoftwareResampleContext | undefined
  let shape = ''
  const pull = (input: Buffer[] | null, inputCount: number): Block => {
    if (resampler === undefined) return [new Float32Array(0), new Float32Array(0)]
    const room = resampler.getOutSamples(inputCount)
    const planes = [Buffer.alloc(room * 4), Buffer.alloc(room * 4)]
    const count = resampler.convertSync(planes, room, input, inputCount)
    check(libav, count, 'resampling')
    const [left, right] = planes.map((plane) => new Float32Array(plane.buffer, plane.byteOffset, count))
    return [left!, right!]
  }
  return {
    convert(frame: InstanceType<Libav['Frame']>): Block {
      const wanted = `${frame.sampleRate} ${frame.format} ${frame.channels}`
      if (shape !== wanted) {
        resampler?.free()
        resampler = new libav.SoftwareResampleContext()
        const code = resampler.allocSetOpts2(
          stereo,
          constants.AV_SAMPLE_FMT_FLTP,
          sampleRate,
          frame.channelLayout,
          frame.format as never,
          frame.sampleRate,
        )
        check(libav, code, 'resampling')
        check(libav, resampler.init(), 'resampling')
        shape = wanted
      }
      return pull(frame.extendedData ?? frame.data, frame.nbSamples)
    },
    flush: (): Block => pull(null, 0),
    free: () => resampler?.free(),
  }
}

function once(action: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    action()
  }
}
