import { expect, it } from 'vitest'
import { VidgenError } from '../../src/errors.ts'
import { cleanKey } from '../../src/keys/clean.ts'
import { providers } from '../../src/providers/index.ts'

const runway = { id: 'runway', title: 'Runway', keyEnv: 'RUNWAYML_API_SECRET', keyPrefixes: ['key_'] }
const key = 'key_0123456789abcdefABCDEF-_.~+/='

function outcome(raw: string): string {
  try {
    return cleanKey(raw, runway, providers).secret.reveal()
  } catch (error) {
    if (!(error instanceof VidgenError)) throw error
    expect(error.exitCode).toBe(3)
    for (const part of [raw.trim(), '0123456789abcdef'])
      if (part) expect(error.message + error.hint, 'the key is not shown').not.toContain(part)
    return `${error.code}: ${error.message}`
  }
}

it.each([
  ['as it is', key, []],
  ['a line end', `${key}\n`, []],
  ['a Windows line end', `${key}\r\n`, []],
  ['spaces and tabs', ` \t${key}  `, ['spaces around the key were removed']],
  ['spaces and a line end', `${key} \n`, ['spaces around the key were removed']],
])('takes off %s', (_name, raw, notices) => {
  const clean = cleanKey(raw, runway, providers)
  expect(clean.secret.reveal()).toBe(key)
  expect(clean.notices).toEqual(notices)
})

it.each([
  ['two lines', `${key}\n\n`, 'character 34 of the key is U+000A (a line break)'],
  ['a file', `a\nb\nc`, 'character 2 of the key is U+000A (a line break)'],
  ['a byte-order mark', `\ufeff${key}`, 'character 1 of the key is U+FEFF (a byte-order mark)'],
  [
    'a zero-width space',
    `key_\u200b0123456789abcdef`,
    'character 5 of the key is U+200B (a zero-width space)',
  ],
  ['a no-break space', `${key}\u00a0`, 'character 34 of the key is U+00A0 (a no-break space)'],
  ['curly quotes', `\u201c${key}\u201d`, 'character 1 of the key is U+201C (a curly quote)'],
  ['straight quotes', `"${key}"`, 'character 1 of the key is U+0022 (a quotation mark)'],
  ['a Cyrillic а', `key_\u04300123456789abcdef`, 'character 5 of the key is U+0430, which'],
  ['a letter beyond the BMP', `key_\u{1d41a}0123456789abcdef`, 'character 5 of the key is U+1D41A, which'],
  ['a space inside', 'key_0123456789 abcdef', 'character 15 of the key is U+0020 (a space)'],
  ['a NUL', 'key_\u00000123456789abcdef', 'character 5 of the key is U+0000, which'],
  [
    'UTF-16 from a shell',
    Buffer.from('\ufeffkey_ab', 'utf16le').toString('utf8'),
    'character 1 of the key is U+FFFD',
  ],
  ['Latin-1', `key_\u00e4`, 'character 5 of the key is U+00E4'],
])('names the character that no key holds: %s', (_name, raw, message) => {
  expect(outcome(raw)).toContain(`key.bad_characters: ${message}`)
})

it.each([
  ['nothing', '', 'key.empty'],
  ['blanks', ' \t \n', 'key.empty'],
  ['a novel', 'a'.repeat(2001), 'key.bad_characters: this is 2001 characters long'],
  ['OpenAI’s', 'sk-proj-0123456789abcdef', 'key.wrong_provider: this looks like a key of'],
])('refuses %s', (_name, raw, message) => {
  expect(outcome(raw)).toContain(message)
})

it('lets the longest prefix decide, and has no opinion where no prefix is known', () => {
  const other = { ...runway, id: 'other', title: 'Other', keyPrefixes: ['sk-ant-'] }
  const open = { ...runway, id: 'open', title: 'Open', keyPrefixes: ['sk-'] }
  const own = { ...runway, id: 'own', title: 'Own', keyPrefixes: undefined }
  expect(cleanKey('sk-ant-1', other, [open, other]).secret.reveal()).toBe('sk-ant-1')
  expect(() => cleanKey('sk-ant-1', open, [open, other])).toThrow('a key of Other')
  expect(cleanKey('sk-1', open, [open, other]).secret.reveal()).toBe('sk-1')
  expect(cleanKey('anything', own, [open, other]).secret.reveal()).toBe('anything')
})
