import { describe, expect, it } from 'vitest'
import { safeName, slugOf } from '../../src/files/names.ts'

describe('slugOf', () => {
  it.each([
    ['A fox in fresh snow!', 'a-fox-in-fresh-snow'],
    ['Füchse & Schnee', 'füchse-schnee'],
    ['狐 と 雪', '狐-と-雪'],
    ['लोमड़ी बर्फ़ में', 'लोमड़ी-बर्फ़-में'.normalize('NFC')],
    ['../../etc/passwd', 'etc-passwd'],
    ['-rf /', 'rf'],
    ['CON', '_con'],
    ['nul.txt', 'nul-txt'],
    ['🦊', 'video'],
    ['', 'video'],
  ])('%j → %j', (text, slug) => {
    expect(slugOf(text)).toBe(slug)
  })
})

describe('safeName', () => {
  const nasty = [
    '/',
    '\\',
    '..',
    '.',
    '-',
    ' ',
    ':',
    '*',
    '\0',
    '\n',
    '\u202e',
    'é',
    '狐',
    '👩‍👩‍👧',
    'con',
    'a',
    '"',
    '\ud800',
    '\u200b',
    '%2f',
    '~',
    '$(x)',
  ]

  it('is one plain path segment whatever the text', () => {
    let state = 42
    const next = (below: number) => {
      state = (state * 1103515245 + 12345) & 0x7fffffff
      return state % below
    }
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: next(80) }, () => nasty[next(nasty.length)]).join('')
      const name = safeName(text)
      expect(name).not.toBe('')
      expect(name).not.toMatch(/[/\\:\u202e]|\p{Cc}|^[.-]|[. ]$/u)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(181)
      expect(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)).toBe(false)
    }
  })
})
