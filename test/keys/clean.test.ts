import { expect, it } from 'vitest'
import { VidgenError } from '../../src/errors.ts'
import { cleanKey, describeKey } from '../../src/keys/clean.ts'
import { environmentKey } from '../../src/keys/env.ts'
import type { KeyOwner } from '../../src/keys/store.ts'
import { Secret } from '../../src/secret.ts'

const runway: KeyOwner = {
  id: 'runway',
  title: 'Runway',
  keyEnv: 'RUNWAYML_API_SECRET',
  keyPrefixes: ['key_'],
}
const sora: KeyOwner = { id: 'sora', title: 'OpenAI videos', keyEnv: 'SORA_API_KEY', keyPrefixes: ['sk-'] }
const heygen: KeyOwner = { id: 'heygen', title: 'HeyGen', keyEnv: 'HEYGEN_API_KEY' }
const all = [runway, sora, heygen]
const key = 'key_0123456789abcdefCANARY'

const refusal = (work: () => unknown): VidgenError => {
  try {
    work()
  } catch (error) {
    if (error instanceof VidgenError) return error
    throw error
  }
  throw new Error('it was accepted')
}

it.each([
  ['as it is', key, 0],
  ['with a line end', `${key}\n`, 0],
  ['with CRLF', `${key}\r\n`, 0],
  ['with spaces', `  ${key} \t\n`, 1],
])('takes a key %s', (_name, raw, notices) => {
  const clean = cleanKey(raw, runway, all)
  expect(clean.secret.reveal()).toBe(key)
  expect(clean.notices).toHaveLength(notices)
})

it.each([
  ['a byte-order mark', `\ufeff${key}`, 'U+FEFF'],
  ['a zero-width space', `${key.slice(0, 9)}\u200b${key.slice(9)}`, 'U+200B'],
  ['curly quotes', `\u201c${key}\u201d`, 'U+201C'],
  ['straight quotes', `"${key}"`, 'U+0022'],
  ['a Cyrillic letter', key.replace('a', '\u0430'), 'U+0430'],
  ['a no-break space', `${key}\u00a0`, 'U+00A0'],
  ['a space inside', `${key} ${key}`, 'U+0020'],
  ['two lines', `${key}\n${key}\n`, 'U+000A'],
  ['a bare carriage return', `${key}\r`, 'U+000D'],
  ['a NUL', `${key}\0`, 'U+0000'],
  ['a terminal escape', `${key}\x1b[0m`, 'U+001B'],
  ['an emoji', `${key}🔑`, 'U+1F511'],
])('refuses %s by its code point, without showing the key', (_name, raw, point) => {
  const error = refusal(() => cleanKey(raw, runway, all))
  expect(error).toMatchObject({ kind: 'auth', exitCode: 3, code: 'key.bad_characters' })
  expect(error.message).toContain(point)
  expect(JSON.stringify([error.message, error.hint])).not.toContain('CANARY')
})

it.each([
  ['nothing', '', 'key.empty'],
  ['blanks', ' \n', 'key.empty'],
  ['a whole file', 'x'.repeat(5000), 'key.bad_characters'],
])('refuses %s', (_name, raw, code) => {
  expect(refusal(() => cleanKey(raw, runway, all)).code).toBe(code)
})

it('refuses a key of another provider and says where it belongs', () => {
  const error = refusal(() => cleanKey('sk-proj-CANARY-0123456789', runway, all))
  expect(error).toMatchObject({ exitCode: 3, code: 'key.wrong_provider', provider: 'runway' })
  expect(error.hint).toContain('vidgen connect sora')
  expect(error.message).not.toContain('CANARY')
  expect(refusal(() => cleanKey(key, heygen, all)).code).toBe('key.wrong_provider')
})

it('lets the longest prefix decide, and takes a key that has no known one', () => {
  const other: KeyOwner = { id: 'other', title: 'Other', keyPrefixes: ['sk-other-'] }
  expect(cleanKey('sk-other-0123456789', other, [...all, other]).secret.reveal()).toBe('sk-other-0123456789')
  expect(refusal(() => cleanKey('sk-other-0123456789', sora, [...all, other])).code).toBe(
    'key.wrong_provider',
  )
  expect(cleanKey('none-of-them-0123', runway, all).secret.reveal()).toBe('none-of-them-0123')
})

it('tells two keys apart without showing either', () => {
  expect(describeKey(new Secret(key))).toMatch(/^…NARY \(sha256 [0-9a-f]{8}\)$/)
  expect(describeKey(new Secret('short'))).toMatch(/^\(sha256 [0-9a-f]{8}\)$/)
})

it('reads the environment variable of the provider, cleaned', () => {
  expect(environmentKey({}, runway, all)).toBeUndefined()
  expect(
    environmentKey({ RUNWAYML_API_SECRET: 'x' }, { id: 'template', title: 'Template' }, all),
  ).toBeUndefined()
  const found = environmentKey({ RUNWAYML_API_SECRET: `${key}\n` }, runway, all)
  expect(found?.secret.reveal()).toBe(key)
  expect(found?.detail).toBe('environment variable RUNWAYML_API_SECRET')
})

it.each([
  ['empty', '', 'key.empty_env'],
  ['blank', '  ', 'key.empty_env'],
  ['of another provider', 'sk-CANARY-0123456789', 'key.wrong_provider'],
  ['with a curly quote', `${key}\u2019`, 'key.bad_characters'],
])('names the variable when it is %s', (_name, value, code) => {
  const error = refusal(() => environmentKey({ RUNWAYML_API_SECRET: value }, runway, all))
  expect(error).toMatchObject({ exitCode: 3, code, provider: 'runway' })
  expect(error.message).toContain('RUNWAYML_API_SECRET')
  expect(error.message).not.toContain('CANARY')
})
