/** Data card: figures that grow. One figure stands alone and counts up, a few become rows, more become columns or a line. */

import { type DataRow, rowsOf } from '../data-rows.ts'
import { readingSeconds } from '../reading.ts'
import type { LayerSource } from '../scene.ts'
import { arrival, createSheet, milli, type Sheet, sceneOf, type Template } from '../template.ts'

/** More columns are thinner than a line of text. */
const mostFigures = 60

export const data: Template = {
  name: 'data',
  title: 'Data card',
  takes:
    '--data name=number …, or --data-file figures.csv; the prompt or --data title=… as heading; --data kind=rows|bars|line source=…',
  example: {
    prompt: 'Where the build time goes',
    data: { Tests: '48 s', Bundling: '21 s', Types: '17 s', Lint: '6 s', source: 'CI, last 30 days' },
    images: [],
  },
  lacks(content) {
    const count = rowsOf(content.data).length
    if (count === 0) return 'figures: give --data name=number, or --data-file figures.csv'
    return count > mostFigures
      ? `fewer figures: at most ${mostFigures} can be shown, not ${count}`
      : undefined
  },
  seconds: (content) =>
    3 +
    readingSeconds(
      `${content.data.title ?? content.prompt} ${rowsOf(content.data)
        .map((row) => row.label)
        .join(' ')}`,
    ) *
      0.8,
  make(inputs) {
    const sheet = createSheet(inputs)
    const { area, unit, palette } = sheet
    const rows = rowsOf(inputs.data)
    const heading = inputs.data.title ?? inputs.prompt
    const { source } = inputs.data
    const headHeight = heading === '' ? 0 : area.height * (sheet.tall ? 0.22 : 0.24)
    const footHeight = source ? unit * 9 : unit * 2
    const body = {
      x: area.x,
      y: area.y + headHeight + unit * 2,
      width: area.width,
      height: area.height - headHeight - footHeight - unit * 2,
    }
    const layers: LayerSource[] = []
    if (heading !== '') {
      layers.push({
        type: 'text',
        name: 'heading',
        text: heading,
        box: sheet.place(area.x, area.y, area.width, headHeight),
        size: sheet.size(sheet.wide ? 2.4 : 2.7),
        minSize: sheet.size(0.5),
        weight: 750,
        colour: palette.ink,
        vertical: 'top',
        lineHeight: 1.12,
        tracking: -16,
        reveal: arrival(sheet, 'word'),
        exitSeconds: 0,
      })
    }
    layers.push(
      ...(rows.length === 1
        ? figure(sheet, rows[0]!, body)
        : chart(sheet, rows, body, inputs.data.kind, inputs.durationSeconds)),
    )
    if (source) {
      layers.push({
        type: 'text',
        name: 'source',
        text: source,
        from: milli(Math.min(1.2, inputs.durationSeconds / 4)),
        box: sheet.place(area.x, area.y + area.height - unit * 7, area.width, unit * 7),
        size: sheet.smallest,
        minSize: sheet.smallest,
        weight: 450,
        colour: palette.muted,
        vertical: 'bottom',
        maxLines: 2,
        reveal: { ...arrival(sheet, 'page'), rise: 0 },
        exitSeconds: 0,
      })
    }
    return sceneOf(inputs, sheet, layers)
  },
}

type Body = { x: number; y: number; width: number; height: number }

function chart(
  sheet: Sheet,
  rows: readonly DataRow[],
  body: Body,
  wanted: string | undefined,
  durationSeconds: number,
): LayerSource[] {
  const kind = chosenKind(rows, wanted)
  const { palette } = sheet
  // A few rows need not fill the clip: they stand together, a little above its middle.
  const height =
    kind === 'rows'
      ? Math.min(body.height, rows.length * sheet.unit * (sheet.tall ? 27 : 24))
      : Math.min(body.height, body.width * 1.15)
  const y = body.y + (kind === 'rows' ? (body.height - height) * 0.4 : 0)
  return [
    {
      type: 'chart',
      name: 'chart',
      kind,
      box: { ...body, y, height },
      values: rows.map((row) => row.value),
      labels: rows.map((row) => row.label.slice(0, 200)),
      texts: rows.map((row) => row.text.slice(0, 60)),
      colour: palette.accent,
      colour2: palette.accent2,
      textColour: palette.ink,
      mutedColour: palette.muted,
      size: sheet.size(kind === 'rows' ? 1 : 0.3),
      growSeconds: milli(Math.min(1.3, durationSeconds / 4)),
      delaySeconds: 0.35,
    },
  ]
}

/** Rows have no side for what is below zero; columns have. */
function chosenKind(rows: readonly DataRow[], wanted: string | undefined): 'rows' | 'bars' | 'line' {
  const kind = wanted === 'bars' || wanted === 'line' || wanted === 'rows' ? wanted : kindOf(rows)
  return kind === 'rows' && rows.some((row) => row.value < 0) ? 'bars' : kind
}

/** Points in time make a line, names make bars. */
function kindOf(rows: readonly DataRow[]): 'rows' | 'bars' | 'line' {
  const timely = rows.every((row) =>
    /^(\d{4}|\d{4}-\d{2}(-\d{2})?|Q[1-4].*|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*.*|(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*|\d{1,2}[:h.]\d{0,2}.*|W\d+)$/i.test(
      row.label,
    ),
  )
  if (timely && rows.length > 5) return 'line'
  return rows.length <= 6 && !timely ? 'rows' : 'bars'
}

function figure(sheet: Sheet, row: DataRow, body: Body): LayerSource[] {
  const { unit, palette } = sheet
  const [, before = '', , after = ''] = /^([^\d\-+]*)([-+]?[\d,._\s]*\d)(.*)$/u.exec(row.text) ?? []
  const decimals = /\.(\d+)/.exec(row.text)?.[1]?.length ?? 0
  const height = Math.min(body.height * 0.6, unit * 34)
  const top = body.y + (body.height - height - unit * 16) / 2
  return [
    {
      type: 'counter',
      name: 'figure',
      box: { x: body.x, y: top, width: body.width, height },
      size: Math.round(Math.min(height, unit * 34)),
      weight: 800,
      colour: palette.accent,
      align: sheet.rightToLeft ? 'end' : 'start',
      value: [
        [0.3, 0],
        [1.7, row.value, 'out'],
      ],
      decimals: Math.min(6, decimals),
      prefix: before.slice(0, 20),
      suffix: after.slice(0, 20),
    },
    {
      type: 'text',
      name: 'label',
      text: row.label,
      from: 0.5,
      box: sheet.place(body.x, top + height + unit * 2, body.width, unit * 14),
      size: sheet.size(1.4),
      minSize: sheet.smallest,
      weight: 550,
      colour: palette.ink,
      reveal: arrival(sheet, 'page'),
      exitSeconds: 0,
    },
  ]
}
