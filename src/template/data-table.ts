/** CSV and TSV after RFC 4180: quoted cells may hold separators, line ends and doubled quotes. Every row knows its line. */

import { usageError } from '../errors.ts'

export interface TableRow {
  /** On which it begins, from 1. */
  line: number
  cells: string[]
}

/** Rows with something in them. `path` is named in complaints. */
export function parseTable(text: string, separator: string, path: string): TableRow[] {
  const rows: TableRow[] = []
  let row: TableRow = { line: 1, cells: [] }
  let cell = ''
  let line = 1
  let openedAt: number | undefined
  const endRow = () => {
    row.cells.push(cell.replace(/\r$/, ''))
    if (row.cells.some((each) => each.trim() !== '')) rows.push(row)
    cell = ''
    row = { line, cells: [] }
  }
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!
    if (character === '\n') line += 1
    if (openedAt !== undefined) {
      if (character !== '"') cell += character
      else if (text[index + 1] === '"') cell += text[++index]
      else openedAt = undefined
    } else if (character === '"' && cell === '') openedAt = line
    else if (character === separator) {
      row.cells.push(cell)
      cell = ''
    } else if (character === '\n') endRow()
    else cell += character
  }
  if (openedAt !== undefined)
    throw usageError(`${path}:${openedAt}: a quotation mark is opened here and never closed`, {
      code: 'data.unclosed_quote',
    })
  endRow()
  return rows
}
