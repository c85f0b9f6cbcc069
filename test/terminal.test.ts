import { describe, expect, it } from 'vitest'
import { safeText } from '../src/terminal.ts'

/** What a terminal would obey: nothing of it may come out as it went in. */
const payloads = [
  '\u001b[31mred\u001b[0m',
  '\u001b[2J\u001b[H',
  '\u001b]0;title\u0007',
  '\u001b]0;title\u001b\\',
  '\u001b]52;c;cm0gLXJm\u0007',
  '\u001b]8;;http://evil\u0007click\u001b]8;;\u0007',
  '\u001bP1$r0m\u001b\\',
  '\u001b_apc\u001b\\',
  '\u001b^pm\u001b\\',
  '\u001bXsos\u001b\\',
  '\u009b31m',
  '\u009d0;title\u009c',
  '\u0090dcs\u009c',
  '\u009fapc\u009c',
  '\u009epm\u009c',
  '\u0098sos\u009c',
  '\u001bc',
  '\u001b[?1049h',
  '\u001b[6n',
  '\u001b[8m hidden',
  'over\rwritten',
  'back\b\b\bspace',
  'bell\u0007',
  'nul\u0000',
  'del\u007f',
  'vt\u000b',
  'ff\u000c',
  'shift\u000e out\u000f',
  '\u202egnp.exe',
  '\u2066isolate\u2069',
  '\u200ertl mark\u200f',
  '\u061carabic mark',
  'line\u2028sep\u2029',
  '\u001b[',
  '\u001b',
  '\u001b]unfinished',
  '\u0085next line',
  '\u001b[>0q',
  '\u001b]1337;File=:AAAA\u0007',
  '\u001b[5i',
]

describe('safeText', () => {
  it.each(payloads)('disarms %j', (payload) => {
    const shown = safeText(`a${payload}b`, { multiline: true })
    expect(shown).not.toMatch(/(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u)
    expect(shown.startsWith('a')).toBe(true)
  })

  it('leaves every script, emoji and joined emoji as they are', () => {
    const plain = 'Füchse 狐 キツネ لومڑی שועל लोमड़ी 👩‍👩‍👧 naïve—“quotes”'
    expect(safeText(plain)).toBe(plain)
  })

  it('keeps lines only where lines are wanted', () => {
    expect(safeText('one\ntwo\tthree')).toBe('one two three')
    expect(safeText('one\r\ntwo', { multiline: true })).toBe('one\ntwo')
  })
})
