/**
 * Text from anywhere made fit to draw: no controls, no bidi overrides (a paragraph's direction is found, not ordered),
 * no lone surrogates, no towers of combining marks that leave the line. What people can see is never changed.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it removes
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g
// Soft hyphen, zero-width space, word joiner and invisible operators, BOM, marks and overrides of direction,
// interlinear annotation, object replacement. ZWJ and ZWNJ stay: emoji, Persian and Devanagari need them.
const invisible = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]/g
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
// Real scripts stack at most four (Hebrew with cantillation, Vietnamese, Thai); more is a trick on the reader's screen.
const towers = /(\p{M}{4})[\p{Mn}\p{Me}]+/gu
const privateUse = /[\ue000-\uf8ff]|[\u{f0000}-\u{10ffff}]/gu

export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\t\v\f]/g, ' ')
    .replace(controls, '')
    .replace(loneSurrogates, '')
    .replace(invisible, '')
    .replace(privateUse, '')
    .replace(/[\u2010\u2011]/g, '-')
    .normalize('NFC')
    .replace(towers, '$1')
    .replace(/[ \u2000-\u200a\u3000\u00a0\u202f\u205f]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const firstStrong =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]|\p{L}/u
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** The direction of a paragraph: that of its first letter, as the Unicode bidirectional algorithm has it. */
export function isRightToLeft(text: string): boolean {
  const found = firstStrong.exec(text)
  return found !== null && rightToLeft.test(found[0])
}

/** Holds letters of both directions, or numbers in a right-to-left text: the order on screen is not the order in memory. */
export const isMixed = (text: string): boolean =>
  rightToLeft.test(text) && /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u.test(text)

/** Scripts whose letters join or stack: no tracking, and more room between the lines. */
export const isJoined = (text: string): boolean =>
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Thai}]/u.test(
    text,
  )

export const isHan = (text: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)
