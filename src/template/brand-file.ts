/**
 * `--brand <file.json>`: a brand's colours, logo and font. Paths are meant from the brand file's own folder. What is not a
 * picture or not a font is refused here, before anything is reserved; both are kept by content, so that a resumed render
 * notices when one was changed.
 */

import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { usageError } from '../errors.ts'
import { inspectImage } from '../media/image.ts'
import type { Brand } from '../providers/provider.ts'
import { brandFamily } from './fonts.ts'
import { type JsonKind, jsonError, parseJson } from './json-file.ts'

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour is written #rrggbb')
const path = z.string().min(1).max(4_096)

const brandSchema = z
  .strictObject({
    colours: z
      .strictObject({
        background: colour,
        /** The other end of the ground's gradient. */
        background2: colour,
        /** Text. */
        ink: colour,
        /** Marks, bars, the word that is being read. */
        accent: colour,
        accent2: colour,
      })
      .partial()
      .default({}),
    logo: path.optional(),
    font: path.optional(),
  })
  .refine(
    ({ colours, logo, font }) => Object.keys(colours).length > 0 || logo !== undefined || font !== undefined,
    { message: 'names no colour, no logo and no font' },
  )

const kind: JsonKind = {
  code: 'template.brand',
  whole: 'the brand',
  hint: 'write it like this: {"colours": {"background": "#0b1020", "ink": "#ffffff", "accent": "#ff7a59"}, "logo": "logo.png", "font": "Brand.ttf"}',
}

// The largest family in common use, Noto Sans CJK as a collection, has 19 MB a weight.
const maxFontBytes = 32_000_000

/** `file` is named in complaints as the user wrote it. */
export async function parseBrand(text: string, file: string, folder: string): Promise<Brand> {
  const json = parseJson(text, file, kind)
  const checked = brandSchema.safeParse(json)
  if (!checked.success) throw jsonError(checked.error, file, kind, text)
  const { colours, logo, font } = checked.data
  return {
    colours,
    ...(logo !== undefined && { logo: await readLogo(resolve(folder, logo)) }),
    ...(font !== undefined && { font: await readFont(resolve(folder, font)) }),
  }
}

async function readLogo(path: string): Promise<Brand['logo']> {
  const { widthPixels, heightPixels, sha256 } = await inspectImage(path)
  return { path, sha256, widthPixels, heightPixels }
}

async function readFont(path: string): Promise<Brand['font']> {
  const bytes = await readFontFile(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { GlobalFonts } = await import('@napi-rs/canvas')
  if (GlobalFonts.register(bytes, brandFamily(sha256)) === null)
    throw usageError(`the font ${path} cannot be read as a font`, {
      code: 'brand.font_unusable',
      hint: 'give a whole .ttf, .otf or .woff2 file',
    })
  return { path, sha256 }
}

async function readFontFile(path: string): Promise<Buffer> {
  let size: number
  try {
    const found = await stat(path)
    if (!found.isFile()) throw usageError(`the font ${path} is not a file`, { code: 'brand.font_unusable' })
    size = found.size
    if (size <= maxFontBytes) return await readFile(path)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (!/^E[A-Z]+$/.test(code)) throw cause
    throw usageError(`cannot read the font ${path}: ${code === 'ENOENT' ? 'there is no such file' : code}`, {
      code: 'brand.font_unreadable',
      cause,
    })
  }
  throw usageError(
    `the font ${path} has ${Math.round(size / 1e6)} MB; at most ${maxFontBytes / 1e6} MB are taken`,
    { code: 'brand.font_too_large' },
  )
}
