/**
 * The clip by an ffmpeg program on the PATH, where the libraries have no build: pictures go in through one pipe and sound
 * through another. A tenth slower than the libraries, and drawn by one thread.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { promisify } from 'node:util'
import type { Clip, Encoder, Hooks } from './encode.ts'
import { encodingError } from './libav.ts'
import type { Sound } from './sound/sound.ts'
import { audioBitsPerSecond, indexBytes, sampleRate, videoOptions } from './x264.ts'

export async function programEncoder(): Promise<Encoder | undefined> {
  const version = await programVersion()
  return version === undefined ? undefined : { name: 'ffmpeg program', version, encode: encodeClip }
}

/** Undefined where there is none, or one that was built without H.264. */
async function programVersion(): Promise<string | undefined> {
  const run = promisify(execFile)
  try {
    const { stdout } = await run('ffmpeg', ['-hide_banner', '-encoders'], { maxBuffer: 4e6 })
    if (!/\blibx264\b/.test(stdout)) return undefined
    const { stdout: about } = await run('ffmpeg', ['-version'])
    return /version (\S+)/.exec(about)?.[1] ?? 'unknown'
  } catch {
    return undefined
  }
}

async function encodeClip(clip: Clip, path: string, { signal, onFrames }: Hooks): Promise<void> {
  const painter = await clip.createPainter()
  // Descriptor 3 is the sound; the program's own talk is kept for the error message.
  const child = spawn('ffmpeg', argumentsFor(clip, path), {
    stdio: ['pipe', 'ignore', 'pipe', clip.sound ? 'pipe' : 'ignore'],
    signal,
    killSignal: 'SIGKILL',
  })
  const ended = endOf(child, signal)
  const pictures = async (pipe: Writable) => {
    for (let frame = 0; frame < painter.frameCount; frame++) {
      painter.paint(frame)
      painter.toYuv()
      await write(pipe, painter.planes)
      onFrames(1)
    }
    pipe.end()
  }
  const writing = [
    pictures(child.stdin as Writable),
    ...(clip.sound ? [writeSound(child.stdio[3] as Writable, clip.sound)] : []),
  ]
  // A pipe breaks when the program fails, and then its own words are the better answer.
  const written = Promise.allSettled(writing)
  try {
    await ended
  } finally {
    await written
  }
  for (const result of await written) if (result.status === 'rejected') throw result.reason
}

function argumentsFor({ scene, frameCount, sound, compression, noEditList }: Clip, path: string): string[] {
  const { width, height, framesPerSecond } = scene
  const settings = Object.entries(videoOptions(compression)).map(([name, value]) => `-${name} ${value}`)
  const words = [
    '-hide_banner -loglevel error -nostats -y',
    `-f rawvideo -pix_fmt yuv420p -s ${width}x${height} -r ${framesPerSecond} -i pipe:0`,
    ...(sound ? [`-f f32le -ar ${sampleRate} -ac 2 -i pipe:3 -c:a aac -b:a ${audioBitsPerSecond}`] : []),
    // One thread, 7 % slower than two, which gave other bytes for the same pictures once in a hundred clips on a busy machine.
    `-vf setsar=1 -c:v libx264 -threads 1 ${settings.join(' ')}`,
    '-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv -chroma_sample_location center',
    '-fflags +bitexact -flags:v +bitexact -flags:a +bitexact -map_metadata -1',
    ...(noEditList ? ['-use_editlist 0 -movflags +negative_cts_offsets'] : []),
    `-moov_size ${indexBytes(frameCount, sound?.sampleCount ?? 0)} -f mp4`,
  ]
  return [...words.join(' ').split(' '), `file:${path}`]
}

async function writeSound(pipe: Writable, sound: Sound): Promise<void> {
  const block = 8_192
  for (let at = 0; at < sound.sampleCount; at += block) {
    const count = Math.min(block, sound.sampleCount - at)
    const [left, right, both] = [
      new Float32Array(count),
      new Float32Array(count),
      new Float32Array(count * 2),
    ]
    sound.read(left, right)
    for (let index = 0; index < count; index++) {
      both[index * 2] = left[index]!
      both[index * 2 + 1] = right[index]!
    }
    await write(pipe, new Uint8Array(both.buffer))
  }
  pipe.end()
}

/** Waits until the pipe has taken the bytes: nothing piles up when drawing is faster than encoding. */
async function write(pipe: Writable, bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    pipe.write(bytes, (error) => (error ? reject(error) : resolve())),
  )
}

async function endOf(child: ChildProcess, signal: AbortSignal): Promise<void> {
  let words = ''
  child.stderr?.on('data', (text) => {
    words = `${words}${text}`.slice(-2_000)
  })
  // A broken pipe is reported by the write that met it.
  for (const pipe of [child.stdin, child.stdio[3]]) pipe?.on('error', () => {})
  const [code] = await once(child, 'close').catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error
  })
  if (code === 0) return
  signal.throwIfAborted()
  throw encodingError(
    'encoding',
    words.trim().split('\n').at(-1) || `ffmpeg ended with ${code}`,
    /No space left|ENOSPC/.test(words),
  )
}
