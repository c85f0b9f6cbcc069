/** `rows` of a template's data: a line each, a name and a number between tab, comma, colon or equals sign. */

export interface DataRow {
  label: string
  value: number
  /** As it was written, with its unit. */
  text: string
}

export function rowsOf(data: Readonly<Record<string, string>>): DataRow[] {
  if (data.rows !== undefined) return data.rows.split(/\n|;/).flatMap(rowOf)
  const named = Object.entries(data).filter(
    ([key, value]) => !reserved.has(key) && numberIn(value) !== undefined,
  )
  return named.map(([label, text]) => ({ label, value: numberIn(text)!, text: text.trim() }))
}

// Words of the templates themselves; every other key with a number is a figure to show.
const reserved = new Set([
  'title',
  'subtitle',
  'kicker',
  'author',
  'source',
  'rows',
  'unit',
  'kind',
  'notes',
  'version',
  'date',
  'from',
  'label',
  'url',
  'captions',
  'call',
])

function rowOf(line: string): DataRow[] {
  const parted = /^(.*?)\s*(?:\t|[=:]|,(?=\s*[-+$€£]?\d[\d.,\s]*\S{0,3}$))\s*([^\t]*)$/u.exec(line.trim())
  if (parted === null) return []
  const value = numberIn(parted[2]!)
  return value === undefined ? [] : [{ label: parted[1]!.trim(), value, text: parted[2]!.trim() }]
}

/** A quadrillion: more digits cannot be read while a clip runs. */
const largest = 1e15

/** The number in `$1,234.5`, `48 %` or `-3`; nothing where the text is not mainly a number. */
export function numberIn(text: string): number | undefined {
  const found =
    /^[^\d\-+−.]{0,4}([-+−]?(?:\d[\d,_\u00a0\u202f ]*)?(?:\.\d+)?(?:e[-+]?\d+)?)\s*(?!e[-+]?\d)\S{0,6}$/iu.exec(
      text.trim(),
    )
  if (found === null) return undefined
  if (!/\d/.test(found[1]!)) return undefined
  const value = Number(found[1]!.replace('−', '-').replace(/[,_\u00a0\u202f ]/g, ''))
  return Math.abs(value) <= largest ? value : undefined
}
