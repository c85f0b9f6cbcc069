/** How long words take to speak, before anybody has spoken them. */

import type { VideoRequest } from './provider.ts'

/** 150 words a minute: HeyGen's own estimate, and a calm presenter. */
const wordsPerSecond = 2.5

/** Chinese, Japanese, Thai… are written without spaces; about 4.5 characters a second is a newsreader's pace. */
const unspacedPerSecond = 4.5
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu

export function speakingSeconds(text: string): number {
  const characters = text.match(unspaced)?.length ?? 0
  const words = text.replace(unspaced, ' ').match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0
  return words / wordsPerSecond + characters / unspacedPerSecond
}

/** The words that will be heard: the script, or the prompt in its place. */
export const spokenText = ({ script, prompt }: Pick<VideoRequest, 'script' | 'prompt'>): string =>
  (script ?? prompt).trim()
