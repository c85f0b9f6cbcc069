/**
 * A scene → WebM (VP9, Opus) by FFmpeg's libraries. Drawn and encoded by this thread alone: VP9 takes several times as long as
 * drawing, and one encoder over the whole clip gives the same bytes on every machine.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CodecContext, FormatContext, Packet, Stream } from 'node-av/lib'
import { environmentError } from '../errors.ts'
import { check, isPause, type Libav, loadLibav } from './libav.ts'
import { frameOver } from './libav-video.ts'
import { createPainter, frameCountOf, type Painter } from './painter.ts'
import { type RenderOptions, withoutRepeats } from './render.ts'
import type { Scene } from './scene.ts'
import { encodeUnder } from './size-cap.ts'
import { soundOf } from './sound/scene-sound.ts'
import type { Sound } from './sound/sound.ts'
import { sampleRate } from './x264.ts'

/**
 * Constant quality with two columns of tiles in two threads. `realtime` at speed 6: 6 s of a title at 720p in 2.4 s of processor
 * time and 286 kB, SSIM 0.9967 to the MP4; `good` at speed 8 took 13.6 s for 259 kB and 0.9972.
 */
const videoOptions = {
  b: '0',
  deadline: 'realtime',
  'cpu-used': '6',
  'tile-columns': '1',
} as const
const soundBitsPerSecond = 96_000
/** Twenty milliseconds, Opus's own measure. */
const soundBlock = 960

interface Track {
  context: CodecContext
  stream: Stream
}

const compressor = { usualCrf: 30, worstCrf: 55, stepsToHalf: 10 }

export async function writeWebm(
  scene: Scene,
  partPath: string,
  options: RenderOptions,
  maxBytes?: number,
): Promise<void> {
  const seconds = frameCountOf(scene) / scene.framesPerSecond
  const fixedBytes = scene.audio === null ? 0 : (seconds * soundBitsPerSecond) / 8
  const onWarning = withoutRepeats(options.onWarning)
  const encode = (crf: number) => encodeWebm(scene, partPath, crf, { ...options, onWarning })
  await encodeUnder(maxBytes, { ...compressor, fixedBytes }, partPath, encode, onWarning)
}

async function encodeWebm(
  scene: Scene,
  partPath: string,
  crf: number,
  options: RenderOptions,
): Promise<void> {
  options.signal.throwIfAborted()
  const libav = await loadLibav()
  if (libav === undefined) throw noLibraries()
  const painter = await createPainter(scene)
  for (const warning of painter.warnings) options.onWarning(warning)
  options.log?.('TEMPLATE:DRAW', 'started', { form: 'webm', width: scene.width, height: scene.height })
  const seconds = painter.frameCount / scene.framesPerSecond
  const sound = await soundOf(scene, seconds, options.onWarning)
  const file = new libav.FormatContext()
  const packet = new libav.Packet()
  packet.alloc()
  const tracks: Track[] = []
  try {
    check(libav, file.allocOutputContext2(null, 'webm', `file:${partPath}`), 'opening the file')
    file.setFlags(libav.constants.AVFMT_FLAG_BITEXACT)
    const video = addTrack(libav, file, openVp9(libav, painter, crf))
    tracks.push(video)
    const voice = sound && addTrack(libav, file, openOpus(libav))
    if (voice) tracks.push(voice)
    check(libav, file.openOutputSync(), 'opening the file')
    check(libav, file.writeHeaderSync(), 'writing the file')
    const writeSound = voice && sound ? soundWriter(libav, file, voice, sound, packet) : () => {}
    await writePictures(libav, file, video, painter, packet, writeSound, options)
    writeSound(Number.POSITIVE_INFINITY)
    check(libav, file.writeTrailerSync(), 'writing the file')
    file.flushSync()
    check(libav, file.pb?.error ?? 0, 'writing the file')
  } finally {
    sound?.close()
    packet.free()
    for (const { context } of tracks) context.freeContext()
    file.closeOutputSync()
    file.freeContext()
  }
  options.log?.('TEMPLATE:ENCODE', 'finished', { form: 'webm' })
}

async function writePictures(
  libav: Libav,
  file: FormatContext,
  track: Track,
  painter: Painter,
  packet: Packet,
  writeSound: (seconds: number) => void,
  { signal, onProgress }: RenderOptions,
): Promise<void> {
  const { frameCount, framesPerSecond } = painter
  const frame = frameOver(libav, painter)
  try {
    for (let index = 0; index < frameCount; index++) {
      painter.paint(index)
      painter.toYuv()
      frame.pts = BigInt(index)
      check(libav, track.context.sendFrameSync(frame), 'encoding')
      writeSound((index + 1) / framesPerSecond)
      drain(libav, file, track, packet)
      onProgress((index + 1) / frameCount)
      await nextTurn()
      signal.throwIfAborted()
    }
    check(libav, track.context.sendFrameSync(null), 'encoding')
    drain(libav, file, track, packet)
  } finally {
    frame.free()
  }
}

function soundWriter(
  libav: Libav,
  file: FormatContext,
  track: Track,
  sound: Sound,
  packet: Packet,
): (seconds: number) => void {
  const layout = libav.avChannelLayoutDefault(2)
  let position = 0
  return (seconds) => {
    while (position < Math.min(sound.sampleCount, seconds * sampleRate)) {
      const count = Math.min(soundBlock, sound.sampleCount - position)
      const [left, right] = [new Float32Array(count), new Float32Array(count)]
      sound.read(left, right)
      const both = new Float32Array(count * 2)
      for (let index = 0; index < count; index++) both.set([left[index]!, right[index]!], index * 2)
      const samples = libav.Frame.fromAudioBuffer(Buffer.from(both.buffer), {
        nbSamples: count,
        format: libav.constants.AV_SAMPLE_FMT_FLT,
        sampleRate,
        channelLayout: layout,
        pts: BigInt(position),
      })
      position += count
      check(libav, track.context.sendFrameSync(samples), 'encoding sound')
      samples.free()
      drain(libav, file, track, packet)
    }
    if (seconds !== Number.POSITIVE_INFINITY) return
    check(libav, track.context.sendFrameSync(null), 'encoding sound')
    drain(libav, file, track, packet)
  }
}

function drain(libav: Libav, file: FormatContext, { context, stream }: Track, packet: Packet): void {
  for (;;) {
    const code = context.receivePacketSync(packet)
    if (isPause(libav, code)) return
    check(libav, code, 'encoding')
    // VP9 leaves it open how long its last picture stands; sound says it for every block.
    if (packet.duration === 0n) packet.duration = 1n
    packet.streamIndex = stream.index
    packet.rescaleTs(context.timeBase, stream.timeBase)
    check(libav, file.interleavedWriteFrameSync(packet), 'writing the file')
  }
}

function addTrack(libav: Libav, file: FormatContext, context: CodecContext): Track {
  const stream = file.newStream()
  check(libav, stream.codecpar.fromContext(context), 'opening the file')
  stream.timeBase = context.timeBase
  return { context, stream }
}

function newContext(libav: Libav, name: string) {
  const codec = libav.Codec.findEncoderByName(name as never)
  if (codec === null) throw noLibraries()
  const context = new libav.CodecContext()
  context.allocContext3(codec)
  context.setFlags(libav.constants.AV_CODEC_FLAG_GLOBAL_HEADER, libav.constants.AV_CODEC_FLAG_BITEXACT)
  return { codec, context }
}

function openVp9(libav: Libav, { width, height, framesPerSecond }: Painter, crf: number): CodecContext {
  const { constants } = libav
  const { codec, context } = newContext(libav, 'libvpx-vp9')
  context.width = width
  context.height = height
  context.pixelFormat = constants.AV_PIX_FMT_YUV420P
  context.timeBase = new libav.Rational(1, framesPerSecond)
  context.framerate = new libav.Rational(framesPerSecond, 1)
  context.threadCount = 2
  context.colorSpace = constants.AVCOL_SPC_BT709
  context.colorPrimaries = constants.AVCOL_PRI_BT709
  context.colorTrc = constants.AVCOL_TRC_BT709
  context.colorRange = constants.AVCOL_RANGE_MPEG
  for (const [name, value] of Object.entries({ ...videoOptions, crf: `${crf}` }))
    check(libav, context.setOption(name, value), `setting ${name}`)
  check(libav, context.open2Sync(codec), 'opening the video encoder')
  return context
}

function openOpus(libav: Libav): CodecContext {
  const { codec, context } = newContext(libav, 'libopus')
  context.sampleFormat = libav.constants.AV_SAMPLE_FMT_FLT
  context.sampleRate = sampleRate
  context.channelLayout = libav.avChannelLayoutDefault(2)
  context.bitRate = BigInt(soundBitsPerSecond)
  context.timeBase = new libav.Rational(1, sampleRate)
  check(libav, context.open2Sync(codec), 'opening the sound encoder')
  return context
}

const noLibraries = () =>
  environmentError('WebM needs FFmpeg’s libraries (node-av), and they do not load here', {
    code: 'encoder.missing',
    hint: 'end -o with .mp4 or .gif, or reinstall vidgen with its optional dependencies',
  })
