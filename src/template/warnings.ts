/** What a user should know about a clip that was made all the same. */

const scriptNames = [
  'Armenian',
  'Georgian',
  'Ethiopic',
  'Khmer',
  'Lao',
  'Myanmar',
  'Sinhala',
  'Tibetan',
  'Gujarati',
  'Gurmukhi',
  'Kannada',
  'Malayalam',
  'Odia',
  'Telugu',
  'Mongolian',
  'Cherokee',
  'Syriac',
  'Thaana',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Bengali',
  'Tamil',
  'Thai',
  'Han',
  'Hangul',
  'Hiragana',
  'Katakana',
  'Greek',
  'Cyrillic',
  'Latin',
] as const

const scriptOf = (character: string): string => {
  const property = (name: string) => (name === 'Odia' ? 'Oriya' : name)
  return (
    scriptNames.find((name) => new RegExp(`\\p{Script=${property(name)}}`, 'u').test(character)) ?? 'symbols'
  )
}

/** Names the scripts, a few of the characters, and what the viewer will see. */
export function glyphWarning(missing: readonly string[]): string | undefined {
  if (missing.length === 0) return undefined
  const scripts = [...new Set(missing.map(scriptOf))].join(', ')
  const shown = missing
    .slice(0, 8)
    .map(
      (character) =>
        `${character} (U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`,
    )
  const more = missing.length > shown.length ? ` and ${missing.length - shown.length} more` : ''
  return `no font that ships with vidgen has ${shown.join(', ')}${more} (${scripts}); the clip shows boxes there`
}
