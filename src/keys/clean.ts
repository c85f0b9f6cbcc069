/**
 * A key as a person pastes it → a key that can be sent, or an error that says what is wrong without showing the key.
 * Checked where it comes in: fetch accepts a trailing newline silently and throws on anything beyond U+00FF, too late for either.
 */

import { VidgenError } from '../errors.ts'
import { Secret } from '../secret.ts'
import type { KeyOwner } from './store.ts'

/** Longer than any key known (JWTs of about 900 characters); a whole file piped in by mistake ends here. */
const longestKey = 2000

/** Where the unseen ones come from, so that the advice helps. */
const names: Readonly<Record<number, string>> = {
  9: 'a tab',
  10: 'a line break',
  13: 'a line break',
  32: 'a space',
  34: 'a quotation mark',
  39: 'a quotation mark',
  96: 'a back quote',
  160: 'a no-break space',
  173: 'a soft hyphen',
  8203: 'a zero-width space',
  8204: 'a zero-width non-joiner',
  8205: 'a zero-width joiner',
  8211: 'a dash',
  8212: 'a dash',
  8216: 'a curly quote',
  8217: 'a curly quote',
  8220: 'a curly quote',
  8221: 'a curly quote',
  65279: 'a byte-order mark',
}

export interface CleanKey {
  secret: Secret
  /** What was taken off, in words. */
  notices: readonly string[]
}

/** `others`: providers whose prefixes give a key away as theirs. */
export function cleanKey(raw: string, provider: KeyOwner, others: readonly KeyOwner[] = []): CleanKey {
  const line = raw.replace(/\r?\n$/, '')
  const text = line.replace(/^[ \t]+|[ \t]+$/g, '')
  const notices = text === line ? [] : ['spaces around the key were removed']
  if (text === '')
    throw refused(
      provider,
      'key.empty',
      'the key is empty',
      'paste the key from the provider’s settings page',
    )
  if (text.length > longestKey) {
    throw refused(
      provider,
      'key.bad_characters',
      `this is ${text.length} characters long, so it is no key`,
      'give the key alone, on one line',
    )
  }
  refuseForeignCharacter(text, provider)
  refuseForeignPrefix(text, provider, others)
  return { secret: new Secret(text), notices }
}

function refuseForeignCharacter(text: string, provider: KeyOwner): void {
  const characters = [...text]
  const at = characters.findIndex((character) => !/[!#-&(-_a-~]/.test(character))
  if (at < 0) return
  const code = characters[at]!.codePointAt(0)!
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  const words = names[code] ? ` (${names[code]})` : ''
  throw refused(
    provider,
    'key.bad_characters',
    `character ${at + 1} of the key is ${name}${words}, which no key holds`,
    'copy the key again from the provider’s settings page, as plain text',
  )
}

/** The longest matching prefix decides: `sk-` of one service may begin another's `sk-ant-`. */
function refuseForeignPrefix(text: string, provider: KeyOwner, others: readonly KeyOwner[]): void {
  const longestMatch = (owner: KeyOwner) =>
    Math.max(0, ...(owner.keyPrefixes ?? []).filter((p) => text.startsWith(p)).map((p) => p.length))
  const own = longestMatch(provider)
  const other = others.find((owner) => owner.id !== provider.id && longestMatch(owner) > own)
  if (!other) return
  throw refused(
    provider,
    'key.wrong_provider',
    `this looks like a key of ${other.title}, not of ${provider.title}; it was sent nowhere`,
    `connect it where it belongs: vidgen connect ${other.id}`,
  )
}

const refused = (provider: KeyOwner, code: string, message: string, hint: string): VidgenError =>
  new VidgenError('auth', message, { code, hint, provider: provider.id })
