/**
 * Takes keys out of text on its way out: stdout, stderr, log and ledger all pass here.
 * First every registered secret, in each form it may travel in; then what only looks like a credential (a provider's error that
 * echoes a header, a signed URL). `exact` is the first pass alone, for text whose every byte counts, such as a saved file's path.
 */

import type { Secret } from './secret.ts'

export interface Scrubber {
  add(secret: Secret): void
  scrub(text: string): string
  exact(text: string): string
  /** For text that arrives in pieces: a secret cut in two by a chunk border is still found. */
  stream(): { push(chunk: string): string; end(): string }
}

const mark = '[redacted]'

/** A stream without a line end gives out what it can from here on. */
const longestHeldBack = 64 * 1024
/** Longer than any credential that the patterns know (a signed URL's query included). */
const overlap = 8 * 1024

export function createScrubber(secrets: readonly Secret[] = []): Scrubber {
  const forms = new Set<string>()
  let registered: RegExp | undefined
  const add = (secret: Secret) => {
    // Shorter than this (a self-hosted server's `none`) it would blank out ordinary words.
    if (secret.reveal().length < 6) return
    const before = forms.size
    for (const form of formsOf(secret.reveal())) forms.add(form)
    // Longest first, so that no form leaves the tail of a longer one standing.
    if (forms.size > before)
      registered = new RegExp([...forms].sort((a, b) => b.length - a.length).join('|'), 'g')
  }
  secrets.forEach(add)
  const exact = (text: string) => (registered ? text.replace(registered, mark) : text)
  const scrub = (text: string) => scrubPatterns(exact(text))
  return { add, exact, scrub, stream: () => createStream(scrub) }
}

/** Regular expressions for: raw with any characters percent- or JSON-escaped; hex; base64 and base64url at each of three offsets. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const escaped = [...secret].map(escapedCharacter).join('')
  const hex = [...bytes.toString('hex')].map((c) => (c < 'a' ? c : `[${c}${c.toUpperCase()}]`)).join('')
  return [escaped, hex, ...base64Forms(bytes)]
}

function escapedCharacter(character: string): string {
  const anyCase = (digits: string) => digits.replace(/[a-f]/g, (c) => `[${c}${c.toUpperCase()}]`)
  const percent = [...Buffer.from(character)]
    .map((byte) => `%${anyCase(byte.toString(16).padStart(2, '0'))}`)
    .join('')
  const units = [...Array(character.length).keys()].map((i) =>
    character.charCodeAt(i).toString(16).padStart(4, '0'),
  )
  const json = units.map((unit) => `\\\\u${anyCase(unit)}`).join('')
  // The raw character may stand behind a backslash (`\/`, `\"`).
  return `(?:\\\\?${quote(character)}|${percent}|${json})`
}

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const urlSafe: Readonly<Record<string, string>> = { '+': '[+-]', '/': '[/_]' }

/** Basic auth and the like encode the key as part of a longer text, so its bytes may start at any of three offsets. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // Characters that also carry bits of a neighbour say nothing about the secret.
    const start = offset === 0 ? 0 : offset + 1
    const end = Math.floor(((offset + bytes.length) * 8) / 6)
    const inner = [...text.slice(start, end)].map((c) => urlSafe[c] ?? c).join('')
    // …and go with it all the same: they carry some bits of it.
    const shared = '[\\w+/-]?'
    return text.length < 6 ? [] : [`${start > 0 ? shared : ''}${inner}${end < text.length ? shared : ''}`]
  })
}

/** The characters that a credential is made of, as it stands in headers, URLs and JSON. */
const token = '[^\\s"\'`&,;<>\\[\\]{}()\\\\]'

const patterns: readonly [RegExp, (match: string, ...groups: string[]) => string][] = [
  // Authorization: Bearer …, "authorization":"Key …", cookie headers
  [
    new RegExp(
      `((?:proxy-)?authorization|set-cookie|cookie)(["']?\\s{0,2}[:=]\\s{0,2}["']?)(?:(?:bearer|basic|key|token)\\s{1,2})?${token}{4,}`,
      'gi',
    ),
    (_match, name, separator) => `${name}${separator}${mark}`,
  ],
  [new RegExp(`\\b(bearer\\s{1,2})${token}{12,}`, 'gi'), (_match, word) => `${word}${mark}`],
  // x-api-key: …, "apiKey":"…", client_secret=…
  [
    new RegExp(
      `((?:api|access|secret|private|auth|client)[-_]?(?:key|secret|token)|x-key|passphrase|password)(["']?\\s{0,2}[:=]\\s{0,2}["']?)${token}{6,}`,
      'gi',
    ),
    (_match, name, separator) => `${name}${separator}${mark}`,
  ],
  // any …key…=value, but not the ids that a support case is read by
  [
    new RegExp(`((?:idempotency|month|day)[-_]?)?(key[\\w.-]{0,40}=)${token}{6,}`, 'gi'),
    (match, harmless, name) => (harmless ? match : `${name}${mark}`),
  ],
  // the queries that make a result's URL open to whoever holds it
  [
    new RegExp(
      `([?&](?:x-(?:amz|goog)-(?:signature|credential|security-token)|signature|sig|policy|token|_?jwt|[a-z]{1,12}_token|hmac)=)${token}{4,}`,
      'gi',
    ),
    (_match, name) => `${name}${mark}`,
  ],
  // service keys by their look; a digit and a capital keep file names made of words out of it
  [
    /(?<![A-Za-z0-9])(?:sk-|sk_|key_)(?=[\w-]{0,80}\d)[\w-]{16,}/g,
    (match) => (/[A-Z]|[0-9a-f]{24}/.test(match) ? mark : match),
  ],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, () => mark],
]

/** Each pattern needs one of these; most lines hold none and pay for one scan only. */
const suspicious = /auth|cookie|bearer|key|secret|token|pass|sk[-_]|eyJ|sig|policy|jwt|hmac/i

function scrubPatterns(text: string): string {
  if (!suspicious.test(text)) return text
  return patterns.reduce((result, [pattern, replace]) => result.replace(pattern, replace), text)
}

function createStream(scrub: (text: string) => string) {
  let held = ''
  const upTo = (position: number): string => {
    const ready = held.slice(0, position)
    held = held.slice(position)
    return scrub(ready)
  }
  return {
    push(chunk: string): string {
      held += chunk
      const afterLine = held.lastIndexOf('\n') + 1
      if (afterLine > 0) return upTo(afterLine)
      if (held.length < longestHeldBack) return ''
      // One endless line: cut where the parts scrub to the same as the whole, so that no credential lies across the cut.
      for (let cut = held.length - overlap; cut > 0; cut -= overlap) {
        if (scrub(held.slice(0, cut)) + scrub(held.slice(cut)) === scrub(held)) return upTo(cut)
      }
      return ''
    },
    end: (): string => upTo(held.length),
  }
}
