import { describe, expect, it } from 'vitest'
import { balancedLines, joinPieces, piecesOf, splitToFit } from '../../src/template/break-lines.ts'
import { cleanText, isRightToLeft } from '../../src/template/clean-text.ts'
import { phrasesOf, readingSeconds } from '../../src/template/reading.ts'

const letters = (text: string) => [...text].length

describe('cleanText', () => {
  it.each([
    ['controls', 'a\u0000b\u0007c\u001b[31md', 'abc[31md'],
    ['bidi overrides', 'a\u202eb\u2066c\u2069', 'abc'],
    ['zero width', 'a\u200bb\ufeffc\u2060d', 'abcd'],
    ['lone surrogates', 'a\ud800b\udc00c', 'abc'],
    ['private use', 'a\ue000b', 'ab'],
    ['line ends of every kind', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['runs of spaces', '  a \t\u00a0\u3000 b  ', 'a b'],
    ['towers of marks', `z${'\u0351'.repeat(40)}`, `z${'\u0351'.repeat(4)}`],
  ])('takes away %s', (_what, given, wanted) => {
    expect(cleanText(given)).toBe(wanted)
  })

  it.each(['👩‍👩‍👧‍👦', '🏳️‍🌈', 'می‌خواهم', 'क्‍ष', 'ị', '1️⃣'])('leaves %s as it is', (text) => {
    expect(cleanText(text)).toBe(text.normalize('NFC'))
  })

  it('is quick with a hundred kilobytes of hostile text', () => {
    const hostile = `${'\u0301'.repeat(30_000)}${'\u202e \n'.repeat(20_000)}${'x'.repeat(20_000)}`
    const start = performance.now()
    expect(cleanText(hostile)).toContain('xxx')
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('finds the direction of a paragraph by its first letter', () => {
    expect(['שלום world', 'hello שלום', '2024 مرحبا', '123'].map(isRightToLeft)).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})

describe('line breaking', () => {
  it('breaks Chinese, Japanese and Thai between words, and never before a full stop', () => {
    for (const text of [
      '我们最初只为自己而写，现在全世界都在使用它们。',
      '最初は自分たちのために書いたものですが、今では世界中で。',
      'เราเขียนมันเพื่อตัวเราเอง',
    ]) {
      const pieces = piecesOf(text)
      expect(pieces.length).toBeGreaterThan(3)
      expect(joinPieces(pieces)).toBe(text)
      for (const piece of pieces) expect(piece.text).not.toMatch(/^[、。，．！？ー」』）]/)
    }
  })

  it('keeps an emoji family whole when a word is cut', () => {
    const family = '👩‍👩‍👧‍👦'
    const parts = splitToFit(family.repeat(6), 10, (text) => text.length)
    expect(parts.every((part) => part.length % family.length === 0)).toBe(true)
    expect(parts.join('')).toBe(family.repeat(6))
  })

  it('balances: as few lines as possible, and no last line of one short word', () => {
    const lines = balancedLines(
      piecesOf('the release that nobody noticed is the best we made'),
      40,
      letters,
    ).map(joinPieces)
    expect(lines).toHaveLength(2)
    expect(Math.abs(letters(lines[0]!) - letters(lines[1]!))).toBeLessThan(12)
  })

  it('keeps the line ends that were given', () => {
    expect(balancedLines(piecesOf('one\ntwo three'), 100, letters).map(joinPieces)).toEqual([
      'one',
      'two three',
    ])
  })
})

describe('reading', () => {
  it('takes two and a half words a second, and never less than one second', () => {
    expect(readingSeconds('Hi')).toBe(1)
    expect(readingSeconds('one two three four five six seven eight nine ten')).toBe(4)
    expect(readingSeconds('我们最初只为自己而写')).toBeCloseTo(2)
    expect(readingSeconds(' \u200b ')).toBe(0)
  })

  it('shows every word of a prompt once, in order, whatever the language', () => {
    for (const text of [
      'Every tool you love began as a note to yourself. Somebody was tired of doing it by hand, wrote ten lines, and told a friend. Yes.',
      '我们最初只为自己而写，现在全世界都在使用它们。谢谢大家的支持，明天见。',
      'a'.repeat(300),
      'One. Two. Three. Four.',
    ]) {
      const phrases = phrasesOf(text, 34)
      expect(
        phrases
          .map((phrase) => phrase.text)
          .join('')
          .replaceAll(' ', ''),
      ).toBe(text.replaceAll(' ', ''))
      expect(phrases.every((phrase) => phrase.seconds >= 1)).toBe(true)
    }
  })

  it('ends phrases at the ends of sentences', () => {
    expect(
      phrasesOf(
        'Ship on Friday, sleep on Saturday. The release that nobody noticed is the best one.',
        46,
      ).map((phrase) => phrase.text),
    ).toEqual([
      'Ship on Friday, sleep on Saturday.',
      expect.stringMatching(/^The release/),
      expect.stringMatching(/one\.$/),
    ])
  })
})
