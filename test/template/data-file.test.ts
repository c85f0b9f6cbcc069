import { describe, expect, it } from 'vitest'
import { parseDataFile } from '../../src/template/data-file.ts'
import { rowsOf } from '../../src/template/data-rows.ts'

describe('a data file', () => {
  it('is a table of names and numbers, quoted cells and all', () => {
    const data = parseDataFile('step,seconds\r\n"Tests, all ""green""",48\r\nLint,6\r\n', 'times.csv')
    expect(rowsOf(data)).toEqual([
      { label: 'Tests, all "green"', value: 48, text: '48' },
      { label: 'Lint', value: 6, text: '6' },
    ])
  })

  it('is one row of names and values', () => {
    expect(parseDataFile('title,author\nHello,"Ada, Countess"', 'a.csv')).toEqual({
      title: 'Hello',
      author: 'Ada, Countess',
    })
  })

  it('is a JSON object, with lists as rows', () => {
    const data = parseDataFile('{"title":"T","rows":[["a",1],["b","2 %"]],"n":3}', 'a.json')
    expect(data).toMatchObject({ title: 'T', n: '3' })
    expect(rowsOf(data)).toEqual([
      { label: 'a', value: 1, text: '1' },
      { label: 'b', value: 2, text: '2 %' },
    ])
  })

  it('is Markdown', () => {
    expect(parseDataFile('# 1.0\n- a', 'CHANGELOG.md')).toEqual({ notes: '# 1.0\n- a' })
  })

  it('is refused where it is none of these', () => {
    expect(() => parseDataFile('oops', 'a.json')).toThrow(/not JSON/)
    expect(() => parseDataFile('only,a,header', 'a.csv')).toThrow(/no rows/)
    expect(() => parseDataFile('3', 'a.json')).toThrow(/no object/)
  })

  it.each([
    ['[1,2,3]', 'a.json', /^a\.json: the data\[0\] is not a name with a number/],
    ['{"a":{"b":1}}', 'a.json', /^a\.json: a holds more than a text or a number/],
    ['{"rows":[["a",1],["b",2,3]]}', 'a.json', /^a\.json: rows\[1\] is not/],
    [`${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'a.json', /is not a name with a number/],
    [`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'a.json', /a holds more than a text/],
    ['{"__proto__":{"x":1}}', 'a.json', /the key "__proto__" is not allowed/],
    ['{"a": 1,\n"b" 2}', 'a.json', /^a\.json:2 is not JSON/],
    ['name,value\n"open,1\nb,2\n', 'a.csv', /^a\.csv:2: a quotation mark is opened here/],
    ['name,value\na,1\nb,2,3\n', 'a.csv', /^a\.csv:3: 3 cells, and the header has 2/],
    ['name,value\na,1\n\n"b\nb",NaN\n', 'a.csv', /^a\.csv:4: "NaN" is no number/],
    ['name,value\na,1e999\nb,1\n', 'a.csv', /^a\.csv:2: "1e999" is no number/],
    ['name,value\na,\nb,1\n', 'a.csv', /^a\.csv:2: "" is no number/],
    ['a,b,c\n1,2,3\n4,5,6\n', 'a.csv', /has 3 columns/],
  ])('is refused with its place: %.40s', (text, path, message) => {
    expect(() => parseDataFile(text, path)).toThrow(message)
  })
})

describe('figures', () => {
  it.each([
    ['Price: $1,234.50', 'Price', 1234.5],
    ['Share = 48 %', 'Share', 48],
    ['Loss\t-3', 'Loss', -3],
    ['Berlin, 3.7', 'Berlin', 3.7],
    ['Profit = −1 200 €', 'Profit', -1200],
    ['Atoms: 6.02e3', 'Atoms', 6020],
    ['Part: .5', 'Part', 0.5],
  ])('are found in %s', (line, label, value) => {
    expect(rowsOf({ rows: line })).toMatchObject([{ label, value }])
  })

  it('are not found in words', () => {
    expect(rowsOf({ rows: 'nothing here\nname: many' })).toEqual([])
    expect(rowsOf({ title: '2024', note: 'hello' })).toEqual([])
  })
})
