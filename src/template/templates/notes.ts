/** Release notes from Markdown: a cover with the version, then page after page of what changed, each long enough to read. */

import { readingSeconds } from '../reading.ts'
import type { LayerSource } from '../scene.ts'
import {
  arrival,
  createSheet,
  milli,
  type Sheet,
  sceneOf,
  type Template,
  type TemplateContent,
} from '../template.ts'
import { type NoteSection, parseNotes } from './words.ts'

const itemsOn = (sheet: Pick<Sheet, 'wide' | 'tall'>) => (sheet.wide ? 4 : sheet.tall ? 5 : 4)
const coverSeconds = 2.2

export const notes: Template = {
  name: 'notes',
  title: 'Release notes',
  takes:
    'Markdown with a heading and lists, as the prompt or --data-file CHANGELOG.md; --data title=… version=…',
  example: {
    prompt: [
      '# vidgen 1.4',
      'Faster renders, fewer surprises',
      '## Added',
      '- Captions in twelve scripts',
      '- Data cards from a small CSV',
      '## Fixed',
      '- A clip of one word no longer jumps on its last frame',
      '- Budgets hold when two terminals render at once',
      '- Ctrl-C leaves nothing behind',
    ].join('\n'),
    data: {},
    images: [],
  },
  seconds: (content) => coverSeconds + pagesOf(content, 4).reduce((sum, page) => sum + page.seconds, 0) + 0.6,
  make(inputs) {
    const sheet = createSheet(inputs)
    const { title, lead } = parseNotes(sourceOf(inputs))
    const pages = pagesOf(inputs, itemsOn(sheet))
    const wanted = pages.reduce((sum, page) => sum + page.seconds, coverSeconds)
    const pace = inputs.durationSeconds / wanted
    const coverEnd = pages.length === 0 ? inputs.durationSeconds : coverSeconds * pace
    const layers: LayerSource[] = cover(
      sheet,
      inputs.data.title ?? title ?? 'What is new',
      inputs.data.version ?? lead,
      coverEnd,
      pages.length === 0,
    )
    let from = coverEnd
    pages.forEach((page, index) => {
      const last = index === pages.length - 1
      const to = last ? inputs.durationSeconds : from + page.seconds * pace
      layers.push(...pageLayers(sheet, page, from, to, last))
      from = to
    })
    return sceneOf(inputs, sheet, [...layers, ...progress(sheet, pages.length)])
  },
}

const sourceOf = ({ prompt, data }: TemplateContent) => data.notes ?? prompt

interface NotesPage extends NoteSection {
  seconds: number
}

/** Sections cut into pages; a section's items are shared evenly over its pages. */
function pagesOf(content: TemplateContent, most: number): NotesPage[] {
  return parseNotes(sourceOf(content)).sections.flatMap((section) => {
    const count = Math.ceil(section.items.length / most)
    const each = Math.ceil(section.items.length / count)
    return Array.from({ length: count }, (_, index) => {
      const items = section.items.slice(index * each, (index + 1) * each)
      return {
        title: section.title,
        items,
        seconds: 1.2 + readingSeconds(`${section.title} ${items.join(' ')}`),
      }
    }).filter((page) => page.items.length > 0)
  })
}

function cover(
  sheet: Sheet,
  title: string,
  lead: string | undefined,
  to: number,
  only: boolean,
): LayerSource[] {
  const { area, unit, palette } = sheet
  const bottom = area.y + area.height * 0.62
  const times = { from: 0, to: milli(to) }
  const exitSeconds = only ? 0 : 0.25
  const layers: LayerSource[] = [
    {
      type: 'text',
      name: 'title',
      text: title,
      ...times,
      box: sheet.place(area.x, area.y, area.width, bottom - area.y),
      size: sheet.size(sheet.wide ? 4.8 : 4.3),
      minSize: sheet.size(1),
      weight: 800,
      colour: palette.ink,
      vertical: 'bottom',
      lineHeight: 1.06,
      tracking: -24,
      reveal: arrival(sheet, 'word'),
      exitSeconds,
    },
  ]
  if (lead) {
    layers.push({
      type: 'text',
      name: 'lead',
      text: lead,
      from: milli(Math.min(0.4, to / 4)),
      to: times.to,
      box: sheet.place(
        area.x,
        bottom + unit * 5,
        area.width * (sheet.wide ? 0.86 : 1),
        area.y + area.height - bottom - unit * 9,
      ),
      size: sheet.size(1),
      minSize: sheet.smallest,
      weight: 500,
      colour: palette.accent,
      lineHeight: 1.3,
      reveal: arrival(sheet, 'line'),
      exitSeconds,
    })
  }
  return layers
}

function pageLayers(sheet: Sheet, page: NotesPage, from: number, to: number, last: boolean): LayerSource[] {
  const { area, unit, palette } = sheet
  const times = { from: milli(from), to: milli(to) }
  const exitSeconds = last ? 0 : 0.25
  const headHeight = page.title === '' ? 0 : unit * 13
  const bodyTop = area.y + headHeight
  const bodyHeight = area.height - headHeight - unit * 5
  // Rows of one height, no higher than three lines need; the list begins where the heading ends.
  const row = Math.min(bodyHeight / page.items.length, unit * (sheet.tall ? 34 : 22))
  const layers: LayerSource[] = []
  if (page.title !== '') {
    layers.push({
      type: 'text',
      name: 'section',
      text: page.title,
      ...times,
      box: sheet.place(area.x, area.y, area.width, headHeight - unit * 2),
      size: sheet.size(1.8),
      minSize: sheet.smallest,
      weight: 750,
      colour: palette.accent,
      vertical: 'middle',
      tracking: -8,
      maxLines: 2,
      reveal: { ...arrival(sheet, 'page'), rise: 0 },
      exitSeconds,
    })
  }
  page.items.forEach((item, index) => {
    const start = milli(from + 0.25 + Math.min(0.35, ((to - from) * 0.35) / page.items.length) * index)
    const top = bodyTop + row * index
    const fade = {
      opacity: [
        [start, 0],
        [start + 0.4, 1],
        ...(last
          ? []
          : [
              [milli(to - 0.25), 1],
              [milli(to), 0],
            ]),
      ] as [number, number][],
    }
    layers.push(
      {
        type: 'shape',
        name: 'line',
        shape: 'rectangle',
        ...times,
        ...fade,
        box: sheet.place(area.x, Math.round(top), area.width, Math.max(2, Math.round(unit * 0.26))),
        colour: palette.muted,
        fade: { from: 0.55, to: 0.15 },
        angle: sheet.rightToLeft ? 180 : 0,
      },
      {
        type: 'text',
        name: 'item',
        group: `items from ${times.from} s`,
        text: item,
        from: start,
        to: times.to,
        box: sheet.place(area.x, top + unit * 2.4, area.width, row - unit * 4.8),
        size: sheet.size(sheet.wide ? 1.4 : 1.3),
        minSize: Math.round(sheet.unit * 3.3),
        weight: 550,
        colour: palette.ink,
        vertical: 'middle',
        lineHeight: 1.22,
        maxLines: sheet.wide ? 2 : sheet.tall ? 4 : 3,
        reveal: arrival(sheet, 'page'),
        exitSeconds,
      },
    )
  })
  return layers
}

function progress(sheet: Sheet, pageCount: number): LayerSource[] {
  const { area, unit, palette } = sheet
  if (pageCount < 2) return []
  return [
    {
      type: 'progress',
      name: 'progress',
      shape: 'bar',
      box: { x: area.x, y: area.y + area.height - unit * 1.2, width: area.width, height: unit * 1.2 },
      thickness: Math.max(2, unit * 0.6),
      colour: palette.accent,
      trackColour: palette.ink,
      trackOpacity: 0.14,
    },
  ]
}
