/**
 * How pictures and sound are compressed: one list of settings for every way of reaching an encoder, so that a clip looks
 * the same whichever one a machine has.
 */

/**
 * x264 options, in the order they are set: `ultrafast` with back on what flat, animated pictures gain from. At 720p and one
 * thread, title and caption scenes take less than half of `veryfast`'s time at its SSIM (0.996) and bytes. Seven pictures
 * between two others, and a lookahead that just covers them, take a tenth of the time and of the bytes off three and five;
 * whole-pixel search (`subme=0`) another tenth of the time for one in twenty of the bytes. Without `aq-mode` dark gradients
 * fall into steps as large as a block, though SSIM is higher: seen side by side at seven-fold contrast.
 */
export const videoOptions = ({ crf, maxBitsPerSecond }: Compression) => ({
  preset: 'ultrafast',
  crf: `${crf}`,
  'x264-params': [
    'cabac=1:deblock=1,1:aq-mode=1:mbtree=1:rc-lookahead=8:bframes=7:b-adapt=0:subme=0:8x8dct=1:partitions=i8x8,i4x4:keyint=300',
    // A buffer of one second: what platforms mean by a bit rate.
    ...(maxBitsPerSecond === undefined
      ? []
      : [`vbv-maxrate=${maxBitsPerSecond / 1_000}:vbv-bufsize=${maxBitsPerSecond / 1_000}`]),
  ].join(':'),
})

export interface Compression {
  /** x264's constant rate factor: 18 is taken for lossless by most, six more halve the bytes. */
  crf: number
  maxBitsPerSecond?: number
}

export const usualCrf = 18

/** Grain under a slow zoom is the hardest there is: SSIM 0.981 at 18, 0.985 at 16. */
export const photographCrf = 16

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
