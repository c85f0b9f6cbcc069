/**
 * Subtitle files: SubRip (.srt) and WebVTT in, SubRip out. Read strictly, because a caption at the wrong moment is worse than
 * an error that names its line; marks of style and place are taken off, the times are kept as they are.
 */

import { usageError } from '../errors.ts'
import type { Cue } from '../providers/provider.ts'

export type SubtitleFormat = 'srt' | 'vtt'

/** One screen holds no more than three texts, and nobody reads more. */
const mostAtOnce = 3
/** Further on than any film, so that a slip of the keyboard is told from a time. */
const longestHours = 24

interface Line {
  number: number
  text: string
}

/** All captions of a file, in order of time; empty ones are left out. */
export function parseSubtitles(text: string, file: string, format: SubtitleFormat): Cue[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ number: index + 1, text: line }))
  const fail = failing(file, format)
  const cues: Cue[] = []
  let open: Cue[] = []
  for (const block of format === 'srt' ? blocksOf(lines) : vttBlocks(lines, fail)) {
    const { timing, words } = partsOf(block, format, fail)
    const cue = { ...timesOf(timing, format, fail), text: plainText(words, format) }
    const before = cues.at(-1)
    if (before !== undefined && cue.fromSeconds < before.fromSeconds)
      fail(timing, 'begins before the caption above it; captions stand in order of time')
    if (cue.text === '') continue
    open = [...open.filter((other) => other.toSeconds > cue.fromSeconds), cue]
    if (open.length > mostAtOnce) fail(timing, `is the fourth caption at one time; at most ${mostAtOnce} fit`)
    cues.push(cue)
  }
  if (cues.length === 0) fail(lines[0]!, 'and what follows holds no caption')
  return cues
}

type Fail = (line: Line, what: string) => never

const failing =
  (file: string, format: SubtitleFormat): Fail =>
  ({ number }, what) => {
    throw usageError(`${file}:${number}: this line ${what}`, {
      code: 'subtitles.invalid',
      hint:
        format === 'srt'
          ? 'a caption is a number, a line such as 00:00:01,000 --> 00:00:03,500, its words, and an empty line'
          : 'a file begins with WEBVTT; a caption is a line such as 00:01.000 --> 00:03.500, its words, and an empty line',
    })
  }

/** Runs of lines that are not empty. */
function blocksOf(lines: readonly Line[]): Line[][] {
  const blocks: Line[][] = [[]]
  for (const line of lines) {
    if (line.text.trim() !== '') blocks.at(-1)!.push(line)
    else if (blocks.at(-1)!.length > 0) blocks.push([])
  }
  return blocks.filter((block) => block.length > 0)
}

function vttBlocks(lines: readonly Line[], fail: Fail): Line[][] {
  if (!/^WEBVTT([ \t]|$)/.test(lines[0]!.text)) fail(lines[0]!, 'is not WEBVTT')
  const [, ...blocks] = blocksOf(lines)
  return blocks.filter((block) => !/^(NOTE|STYLE|REGION)([ \t]|$)/.test(block[0]!.text))
}

function partsOf(
  block: readonly Line[],
  format: SubtitleFormat,
  fail: Fail,
): { timing: Line; words: Line[] } {
  const [first, second] = block as [Line, Line?]
  if (format === 'vtt' && first.text.includes('-->')) return { timing: first, words: block.slice(1) }
  if (format === 'srt' && !/^\s*\d+\s*$/.test(first.text)) fail(first, 'should be the number of a caption')
  if (second === undefined || !second.text.includes('-->'))
    fail(second ?? first, 'should be the times of a caption, or is followed by none')
  return { timing: second as Line, words: block.slice(2) }
}

function timesOf(line: Line, format: SubtitleFormat, fail: Fail): Omit<Cue, 'text'> {
  const time = format === 'srt' ? '(\\d+:\\d\\d:\\d\\d[,.]\\d{3})' : '((?:\\d+:)?\\d\\d:\\d\\d\\.\\d{3})'
  // Behind the times stand coordinates (SubRip) or settings (WebVTT): the clip has its own place for words.
  const found = new RegExp(`^\\s*${time}\\s+-->\\s+${time}(?:\\s.*)?$`).exec(line.text)
  if (found === null)
    return fail(
      line,
      `has no times such as ${format === 'srt' ? '00:00:01,000 --> 00:00:03,500' : '00:01.000 --> 00:03.500'}`,
    )
  const [fromSeconds, toSeconds] = [found[1]!, found[2]!].map((text) => secondsOf(text, line, fail)) as [
    number,
    number,
  ]
  if (toSeconds <= fromSeconds) fail(line, 'ends before it begins')
  return { fromSeconds, toSeconds }
}

function secondsOf(text: string, line: Line, fail: Fail): number {
  const [seconds, minutes, hours = 0] = text.replace(',', '.').split(':').map(Number).reverse() as [
    number,
    number,
    number?,
  ]
  if (seconds >= 60 || minutes >= 60) fail(line, 'has sixty or more minutes or seconds in a time')
  if (hours >= longestHours) fail(line, `has a time past ${longestHours} hours`)
  return Math.round((hours * 3_600 + minutes * 60 + seconds) * 1_000) / 1_000
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\u00a0',
  lrm: '\u200e',
  rlm: '\u200f',
}

function plainText(words: readonly Line[], format: SubtitleFormat): string {
  const text = words
    .map((line) => line.text.trim())
    .join('\n')
    .replace(format === 'srt' ? /<\/?(?:[biu]|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}/gi : /<[^<>]*>/g, '')
  const read =
    format === 'srt' ? text : text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
  return read.trim()
}

/** Captions that overlap, as one screen after another: each text stands from its own start to its own end. */
export function screensOf(cues: readonly Cue[]): Cue[] {
  const moments = [...new Set(cues.flatMap((cue) => [cue.fromSeconds, cue.toSeconds]))].sort((a, b) => a - b)
  const screens: Cue[] = []
  let next = 0
  let open: Cue[] = []
  for (const [index, fromSeconds] of moments.entries()) {
    for (; next < cues.length && cues[next]!.fromSeconds <= fromSeconds; next++) open.push(cues[next]!)
    open = open.filter((cue) => cue.toSeconds > fromSeconds)
    if (open.length === 0) continue
    screens.push({
      fromSeconds,
      toSeconds: moments[index + 1]!,
      text: open.map((cue) => cue.text).join('\n'),
    })
  }
  return screens
}

export function formatSrt(cues: readonly Cue[]): string {
  return cues
    .map(
      (cue, index) =>
        `${index + 1}\n${clockTime(cue.fromSeconds)} --> ${clockTime(cue.toSeconds)}\n${cue.text}\n`,
    )
    .join('\n')
}

function clockTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1_000)
  const two = (count: number) => String(Math.floor(count) % 60).padStart(2, '0')
  const hours = String(Math.floor(milliseconds / 3_600_000)).padStart(2, '0')
  return `${hours}:${two(milliseconds / 60_000)}:${two(milliseconds / 1_000)},${String(milliseconds % 1_000).padStart(3, '0')}`
}
