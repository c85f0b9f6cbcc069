/** File names from text that anybody may have written: no way out of their folder, no name that a system trips over. */

/** What a file system takes at most is 255 bytes; the part file's prefix and suffix need their share. */
const maxNameBytes = 180
/** For a slug: enough words to know the file by. */
const maxSlugBytes = 60

/** CON, NUL and their like are devices on Windows whatever their ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i

/** One path segment: no separators, no controls, no leading dot or dash, no trailing dot or space. */
export function safeName(text: string, maxBytes = maxNameBytes): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replace(/[/\\:*?"<>|\s]+/g, '-')
    .replace(/^[.\-\s]+|[.\s]+$/g, '')
  const short = cutBytes(plain, maxBytes).replace(/[.\s-]+$/, '')
  if (short === '') return 'video'
  return reserved.test(short) ? `_${short}` : short
}

/** `A fox in fresh snow!` → `a-fox-in-fresh-snow`; letters of any script stay. */
export function slugOf(text: string): string {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  let slug = ''
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`
    if (Buffer.byteLength(longer) > maxSlugBytes) break
    slug = longer
  }
  return safeName(slug === '' ? cutBytes(words[0] ?? '', maxSlugBytes) : slug)
}

/** Cuts at a whole character. */
function cutBytes(text: string, maxBytes: number): string {
  let bytes = 0
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > maxBytes) break
    kept += segment
  }
  return kept
}
