/** Which of the writers makes the kind of file that is wanted; each is loaded only when it is. */

import type { VideoRequest, WriteOptions } from '../providers/provider.ts'
import type { Limits, RenderOptions } from './render.ts'
import type { Scene } from './scene.ts'

/** What of a request says which file is made; absent: an MP4. */
export type FileRequest = Pick<VideoRequest, 'form' | 'still'> & Limits

export async function writeSceneFile(
  scene: Scene,
  partPath: string,
  { form = 'mp4', still = {}, ...limits }: FileRequest,
  options: RenderOptions & WriteOptions,
): Promise<void> {
  switch (form) {
    case 'png':
    case 'jpg': {
      const { writePicture } = await import('./picture-file.ts')
      return writePicture(scene, partPath, { form, still }, options)
    }
    case 'webm': {
      const { writeWebm } = await import('./webm-file.ts')
      return writeWebm(scene, partPath, options, limits.maxBytes)
    }
    case 'gif': {
      const { usualMaxBytes, writeGif } = await import('./gif-file.ts')
      return writeGif(scene, partPath, limits.maxBytes ?? usualMaxBytes, options)
    }
    default: {
      const { renderScene } = await import('./render.ts')
      return renderScene(scene, partPath, options, limits)
    }
  }
}
