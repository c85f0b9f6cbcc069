/**
 * How pictures and sound are compressed: one list of settings for every way of reaching an encoder, so that a clip looks
 * the same whichever one a machine has.
 */

/**
 * x264 options, in the order they are set. `superfast` with macroblock-tree and a short lookahead takes half of
 * `veryfast`'s time at equal SSIM and half of its bytes on flat, animated pictures (measured on Node 20, two cores).
 */
export const videoOptions = {
  preset: 'superfast',
  tune: 'animation',
  crf: '20',
  'x264-params': 'mbtree=1:rc-lookahead=20',
} as const

/** B-pyramid of two: the first picture is shown two frames after the first is decoded. Holds for bframes ≥ 2. */
export const reorderFrames = 2

export const sampleRate = 48_000
export const audioBitsPerSecond = 128_000

/**
 * Room for the index at the front of the file, so that it plays before it is whole and is written once: 28 bytes a picture
 * (size, times, chunk place and length) and 20 a block of sound are more than the muxer uses; the rest is headers.
 */
export const indexBytes = (frameCount: number, soundSamples: number) =>
  4_096 + 28 * frameCount + 20 * Math.ceil(soundSamples / 1_024)
