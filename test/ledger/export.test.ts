/** What leaves the ledger for other programs. */

import { describe, expect, it } from 'vitest'
import { exportCsv, exportJson } from '../../src/ledger/export.ts'
import type { JobRecord } from '../../src/ledger/ledger.ts'
import { finish, makePlace, newJob } from './helpers.ts'

const text = async (lines: AsyncIterable<string>) => {
  let all = ''
  for await (const line of lines) all += `${line}\n`
  return all
}

async function* none(): AsyncIterable<JobRecord> {}

/** A reader of RFC 4180, by its grammar. */
function readCsv(csv: string): string[][] {
  const rows: string[][] = []
  let cells: string[] = []
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(cells)
    cells = []
  }
  return rows
}

describe('CSV', () => {
  it('comes back as it went out, with units in its header', async () => {
    const ledger = await makePlace().open()
    const prompt = 'a "fjord", at\r\ndawn\nwith ✈️ and ;'
    await finish(ledger, 500_000, { id: 'one', prompt })
    await ledger.reserve(newJob({ id: 'two', holdMicros: 123_456 }))
    const [header = [], ...rows] = readCsv(await text(exportCsv(ledger.jobs())))
    expect(rows.map((row) => row.length)).toEqual([header.length, header.length])
    const [one, two] = rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index]])))
    expect(one).toMatchObject({
      job: 'one',
      state: 'done',
      paid: 'true',
      'hold (USD)': '0.600000',
      'cost (USD)': '0.500000',
      'cost source': 'actual',
      'wait (s)': '0',
      'size (bytes)': '10',
      'created (UTC)': '2026-11-25T12:00:00.000Z',
      prompt,
    })
    expect(two).toMatchObject({ 'hold (USD)': '0.123456', 'cost (USD)': '', file: '' })
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('makes no formula of %j', async (prompt) => {
    const ledger = await makePlace().open()
    await ledger.reserve(newJob({ prompt }))
    const rows = readCsv(await text(exportCsv(ledger.jobs())))
    expect(rows[1]?.at(-1)).toBe(`'${prompt}`)
  })
})

describe('JSON', () => {
  it('is one array, with money in dollars', async () => {
    const ledger = await makePlace().open()
    await finish(ledger, 500_000, { id: 'one' })
    await ledger.reserve(newJob({ id: 'two' }))
    const jobs = JSON.parse(await text(exportJson(ledger.jobs())))
    expect(jobs).toMatchObject([
      { id: 'one', holdUsd: 0.6, costUsd: 0.5, request: { durationSeconds: 5 } },
      { id: 'two', holdUsd: 0.6, costUsd: null },
    ])
    expect(jobs[0]).not.toHaveProperty('holdMicros')
  })

  it('is an empty array for nothing', async () => {
    expect(JSON.parse(await text(exportJson(none())))).toEqual([])
  })
})
