/**
 * Is this file a picture, whole, of a size that can be handled: told from its bytes alone, before anything is reserved or
 * sent, and without loading a decoder. The ending of the name is not believed.
 */

import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { usageError } from '../errors.ts'
import type { ImageInput } from '../providers/provider.ts'
import { readImageHeader } from './image-header.ts'

// Above what cameras write (a 50 MB JPEG passes), below what would fill the memory of a small machine.
const maxBytes = 64 * 1024 * 1024
// 400 MB when decoded. The largest cameras of today make 102 megapixels or less at 3:2; 20000×20000 is 400.
const maxPixels = 104_000_000

export async function inspectImage(path: string): Promise<ImageInput> {
  const bytes = await readWhole(path)
  const header = readImageHeader(bytes)
  if ('problem' in header)
    throw usageError(`the picture ${path} ${header.problem}`, { code: 'image.unusable', hint: header.hint })
  const { mime, turned } = header
  const [widthPixels, heightPixels] = turned ? [header.height, header.width] : [header.width, header.height]
  if (widthPixels * heightPixels > maxPixels) {
    throw usageError(
      `the picture ${path} has ${widthPixels}×${heightPixels} pixels; at most ${maxPixels / 1e6} million are taken`,
      {
        code: 'image.too_many_pixels',
        hint: 'scale it down first; a video shows at most 1920×1080',
      },
    )
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return {
    path,
    mime,
    widthPixels,
    heightPixels,
    sizeBytes: bytes.length,
    sha256,
    read: () => readFile(path),
  }
}

async function readWhole(path: string): Promise<Buffer> {
  let size: number
  try {
    const found = await stat(path)
    if (!found.isFile()) throw usageError(`the picture ${path} is not a file`, { code: 'image.not_a_file' })
    size = found.size
    if (size <= maxBytes) return await readFile(path)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (!/^E[A-Z]+$/.test(code)) throw cause
    throw usageError(
      `cannot read the picture ${path}: ${code === 'ENOENT' ? 'there is no such file' : code}`,
      { code: 'image.unreadable', cause },
    )
  }
  throw usageError(
    `the picture ${path} has ${Math.round(size / 1e6)} MB; at most ${Math.round(maxBytes / 1e6)} MB are taken`,
    {
      code: 'image.too_large',
      hint: 'save it smaller, for example as a JPEG of quality 85',
    },
  )
}
