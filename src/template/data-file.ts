/**
 * `--data-file`: values for a template, from JSON (an object) or CSV (a header, then rows). A CSV of two columns, name and
 * number, becomes `rows`, which the data card draws; columns of one row are names and values.
 */

import { usageError } from '../errors.ts'

export function parseDataFile(text: string, path: string): Record<string, string> {
  const clean = text.replace(/^\ufeff/, '')
  if (/\.(csv|tsv)$/i.test(path)) return fromTable(clean, /\.tsv$/i.test(path) ? '\t' : ',', path)
  if (/\.(md|markdown)$/i.test(path)) return { notes: clean }
  return fromJson(clean, path)
}

function fromJson(text: string, path: string): Record<string, string> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw usageError(`--data-file ${path} is not JSON`, {
      hint: 'give a .json object, a .csv table or a .md file',
      cause,
    })
  }
  if (json === null || typeof json !== 'object')
    throw usageError(`--data-file ${path} holds no object`, { hint: 'write {"title": "…"}' })
  if (Array.isArray(json)) return { rows: json.map((row) => Object.values(row ?? {}).join('\t')).join('\n') }
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, asText(value)]))
}

/** A list or an object of numbers is written as rows: name, tab, value. */
function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value))
    return value
      .map((item) =>
        item !== null && typeof item === 'object' ? Object.values(item).join('\t') : String(item),
      )
      .join('\n')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, item]) => `${key}\t${item}`)
      .join('\n')
  return String(value)
}

function fromTable(text: string, separator: string, path: string): Record<string, string> {
  const rows = parseTable(text, separator).filter((row) => row.some((cell) => cell.trim() !== ''))
  const [header, ...body] = rows
  if (header === undefined || body.length === 0)
    throw usageError(`--data-file ${path} has no rows below its header`)
  const isPair =
    header.length >= 2 &&
    body.every((row) => Number.isFinite(Number(row[1]?.replace(/[\s,_%$€£]/g, '') ?? 'x')))
  if (isPair) return { rows: body.map((row) => `${row[0]}\t${row[1]}`).join('\n'), unit: '' }
  if (body.length === 1)
    return Object.fromEntries(header.map((name, index) => [name.trim(), body[0]![index] ?? '']))
  return { rows: body.map((row) => row.join('\t')).join('\n') }
}

/** RFC 4180: quoted cells may hold separators, line ends and doubled quotes. */
function parseTable(text: string, separator: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[index + 1] === '"') cell += text[++index]
      else quoted = false
    } else if (character === '"' && cell === '') quoted = true
    else if (character === separator) {
      rows.at(-1)!.push(cell)
      cell = ''
    } else if (character === '\n') {
      rows.at(-1)!.push(cell.replace(/\r$/, ''))
      rows.push([])
      cell = ''
    } else cell += character
  }
  rows.at(-1)!.push(cell)
  return rows
}
