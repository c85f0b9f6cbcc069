/** A brand's font in Skia, known by its content. Fonts are Skia's, for the whole process. */

import { createHash } from 'node:crypto'
import { environmentError } from '../errors.ts'
import { brandFamily } from './fonts.ts'
import type { Scene } from './scene.ts'
import type { Skia } from './stage.ts'
import { readUnchanged } from './unchanged-file.ts'

export async function registerFont(
  { GlobalFonts }: Skia,
  { path, sha256 }: NonNullable<Scene['font']>,
): Promise<string> {
  const bytes = await readUnchanged('the font', path, sha256)
  const family = brandFamily(createHash('sha256').update(bytes).digest('hex'))
  if (!GlobalFonts.has(family) && GlobalFonts.register(bytes, family) === null) {
    throw environmentError(`the font ${path} cannot be read as a font`, {
      code: 'template.font_unusable',
      hint: 'give a whole .ttf, .otf or .woff2 file',
    })
  }
  return family
}
