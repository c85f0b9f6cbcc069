/**
 * `--data-file`: values for a template, from JSON (an object, or a list of names with numbers), from CSV (a header, then names
 * and numbers, or one row of values), or from Markdown. What a template could not show is refused with its place.
 */

import { usageError } from '../errors.ts'
import { numberIn } from './data-rows.ts'
import { parseTable, type TableRow } from './data-table.ts'
import { type JsonKind, parseJson } from './json-file.ts'

export function parseDataFile(text: string, path: string): Record<string, string> {
  const clean = text.replace(/^\ufeff/, '')
  if (/\.(csv|tsv)$/i.test(path)) return fromTable(clean, /\.tsv$/i.test(path) ? '\t' : ',', path)
  if (/\.(md|markdown)$/i.test(path)) return { notes: clean }
  return fromJson(parseJson(clean, path, kind), path)
}

const kind: JsonKind = {
  code: 'data',
  whole: 'the data',
  hint: 'write {"title": "…", "rows": {"Tests": 48, "Lint": 6}}, or give a .csv table or a .md file',
}

const refuse = (message: string) => usageError(message, { code: 'data.invalid', hint: kind.hint })

function fromJson(json: unknown, path: string): Record<string, string> {
  if (Array.isArray(json)) return { rows: rowsText(json, path, 'the data') }
  if (json === null || typeof json !== 'object') throw refuse(`${path} holds no object`)
  const entries = Object.entries(json).map(([key, value]): [string, string] => {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype')
      throw usageError(`${path}: the key "${key}" is not allowed`, { code: 'input.forbidden_key' })
    return [key, asText(value, path, key)]
  })
  return Object.fromEntries(entries)
}

/** A list of texts is written line by line; the figures of `rows` become name, tab, number. */
function asText(value: unknown, path: string, key: string): string {
  if (isScalar(value)) return scalarText(value)
  if (Array.isArray(value) && value.every(isScalar)) return value.map(scalarText).join('\n')
  if (key === 'rows')
    return rowsText(Array.isArray(value) ? value : Object.entries(value as object), path, key)
  throw refuse(`${path}: ${key} holds more than a text or a number; only "rows" holds several`)
}

/** Each item is `["Tests", 48]` or `{"name": "Tests", "seconds": 48}`. */
function rowsText(items: readonly unknown[], path: string, place: string): string {
  return items
    .map((item, index) => {
      const cells = item !== null && typeof item === 'object' ? Object.values(item) : []
      if (cells.length !== 2 || !cells.every(isScalar))
        throw refuse(`${path}: ${place}[${index}] is not a name with a number`)
      return cells.map(scalarText).join('\t')
    })
    .join('\n')
}

const isScalar = (value: unknown) => value === null || typeof value !== 'object'

const scalarText = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

function fromTable(text: string, separator: string, path: string): Record<string, string> {
  const [header, ...body] = parseTable(text, separator, path)
  if (header === undefined || body.length === 0) throw refuse(`${path} has no rows below its header`)
  for (const row of body) {
    if (row.cells.length !== header.cells.length)
      throw refuse(
        `${path}:${row.line}: ${row.cells.length} ${row.cells.length === 1 ? 'cell' : 'cells'}, and the header has ${header.cells.length}`,
      )
  }
  const isFigures = header.cells.length === 2 && (body.length > 1 || isNumber(body[0]!))
  if (!isFigures && body.length === 1)
    return Object.fromEntries(header.cells.map((name, index) => [name.trim(), body[0]!.cells[index] ?? '']))
  if (!isFigures)
    throw refuse(
      `${path} has ${header.cells.length} columns; several rows are drawn from two, a name and a number`,
    )
  for (const row of body)
    if (!isNumber(row)) throw refuse(`${path}:${row.line}: "${row.cells[1]?.slice(0, 40)}" is no number`)
  return {
    rows: body.map(({ cells }) => cells.map((cell) => cell.replace(/\s+/g, ' ')).join('\t')).join('\n'),
  }
}

const isNumber = ({ cells }: TableRow): boolean => numberIn(cells[1] ?? '') !== undefined
