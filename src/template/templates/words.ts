/** Finds the parts of a prompt that templates set apart. */

/** A headline and the line under it: parted at the first line end, else at a dash or a sentence end near the front. */
export function splitTitle(prompt: string): { head: string; rest?: string } {
  const [first, ...others] = prompt.trim().split('\n')
  const below = others.join(' ').trim()
  if (below !== '') return { head: first!.replace(/^#+\s*/, '').trim(), rest: below }
  const parted = /^(.{4,60}?)(?:\s[—–|-]\s|:\s|(?<=[.!?।؟])\s|(?<=[。！？]))(.{4,})$/su.exec(prompt.trim())
  return parted === null ? { head: prompt.trim() } : { head: parted[1]!, rest: parted[2]! }
}

/** A quotation's words without their marks, and the name after a dash at the end. */
export function splitQuote(prompt: string): { text: string; author?: string } {
  const parted = /^(.*\S)\s*[—–―]\s*([^—–―\n]{2,60})$|^(.*\S)\n\s*[-~]\s*([^\n]{2,60})$/su.exec(prompt.trim())
  const text = (parted?.[1] ?? parted?.[3] ?? prompt).trim()
  const bare = /^["“„«「『](.*)["”“»」』]$/su.exec(text)?.[1] ?? text
  const author = parted?.[2] ?? parted?.[4]
  return author === undefined ? { text: bare } : { text: bare, author: author.trim() }
}

export interface NoteSection {
  title: string
  items: string[]
}

export interface Notes {
  title?: string
  /** The sentence before the lists. */
  lead?: string
  sections: NoteSection[]
}

/** Release notes from Markdown: headings, list items, and the first paragraph. Marks of emphasis and links are taken off. */
export function parseNotes(markdown: string): Notes {
  const notes: Notes = { sections: [] }
  for (const line of markdown.split('\n')) {
    const text = line.trim()
    const heading = /^(#{1,6})\s+(.*)$/.exec(text)
    const item = /^(?:[-*+•]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/.exec(text)
    if (heading !== null) {
      const plain = plainText(heading[2]!)
      if (notes.title === undefined && notes.sections.length === 0) notes.title = plain
      else notes.sections.push({ title: plain, items: [] })
    } else if (item !== null) {
      if (notes.sections.length === 0) notes.sections.push({ title: '', items: [] })
      notes.sections.at(-1)!.items.push(plainText(item[1]!))
    } else if (text !== '') {
      const open = notes.sections.at(-1)
      const continued = /^\s{2,}/.test(line) && open !== undefined && open.items.length > 0
      if (continued) open.items.push(`${open.items.pop()} ${plainText(text)}`)
      else if (notes.title === undefined && open === undefined)
        notes.title = plainText(text).replace(/:$/, '')
      else if (open === undefined) notes.lead = [notes.lead, plainText(text)].filter(Boolean).join(' ')
      else open.items.push(plainText(text))
    }
  }
  return { ...notes, sections: notes.sections.filter((section) => section.items.length > 0) }
}

const plainText = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\(?\b[0-9a-f]{7,40}\b\)?/g, (hash) => (/\d/.test(hash) && /[a-f]/.test(hash) ? '' : hash))
    .replace(/(\*\*|__|~~|`)(.+?)\1/g, '$2')
    .replace(/(^|\s)[*_](\S.*?)[*_](?=\s|[.,;:!?]|$)/g, '$1$2')
    .replace(/\s+/g, ' ')
    .trim()

/** Looks like a list or a change log: two items or more. */
export const looksLikeNotes = (text: string): boolean =>
  (text.match(/^\s*(?:[-*+•]|\d+[.)])\s+\S/gm)?.length ?? 0) >= 2
