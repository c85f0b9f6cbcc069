/** An ffmpeg program on the PATH, through pipes. */
import type { Encoder } from './encode.ts'
export async function programEncoder(): Promise<Encoder | undefined> {
  return undefined
}
