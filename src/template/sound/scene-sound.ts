/** What a scene says of its sound → the sound; its files are held against what they were when the clip was asked for. */

import type { Scene } from '../scene.ts'
import type { Sound } from './sound.ts'
import { openUnchanged } from './sound-file.ts'
import { createSoundtrack } from './soundtrack.ts'

export async function soundOf(
  { audio }: Scene,
  durationSeconds: number,
  onWarning: (message: string) => void,
): Promise<Sound | undefined> {
  if (audio === null) return undefined
  const sources = {
    bed: audio.bed,
    music: audio.music && (await openUnchanged('the music', audio.music)),
    voice: audio.voice && (await openUnchanged('the voice', audio.voice)),
  }
  return createSoundtrack(sources, durationSeconds, onWarning)
}
