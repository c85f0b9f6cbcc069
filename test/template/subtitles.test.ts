import { describe, expect, it } from 'vitest'
import type { VidgenError } from '../../src/errors.ts'
import { formatSrt, parseSubtitles, screensOf } from '../../src/template/subtitles.ts'
import { captions } from '../../src/template/templates/captions.ts'

const srt = (text: string) => parseSubtitles(text, 'a.srt', 'srt')
const vtt = (text: string) => parseSubtitles(text, 'a.vtt', 'vtt')

const complaint = (parse: () => unknown): string => {
  try {
    parse()
  } catch (error) {
    expect((error as VidgenError).exitCode, (error as Error).stack).toBe(2)
    return (error as Error).message
  }
  throw new Error('it was accepted')
}

const two = '1\n00:00:01,000 --> 00:00:02,500\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nthere,\nyou\n'

describe('a SubRip file', () => {
  it('is its texts with their times', () => {
    expect(srt(two)).toEqual([
      { fromSeconds: 1, toSeconds: 2.5, text: 'Hello' },
      { fromSeconds: 3, toSeconds: 4, text: 'there,\nyou' },
    ])
  })

  it('may have a byte order mark, Windows line ends, marks of style and coordinates', () => {
    const text = `\ufeff7\r\n00:00:01.000 --> 00:00:02.500  X1:40 X2:600\r\n{\\an8}<i>Hello</i> <font color="#fff">you</font> 1 < 2\r\n`
    expect(srt(text)).toEqual([{ fromSeconds: 1, toSeconds: 2.5, text: 'Hello you 1 < 2' }])
  })

  it('comes out as it went in', () => {
    expect(formatSrt(srt(two))).toBe(two)
    expect(srt(formatSrt([{ fromSeconds: 59.9996, toSeconds: 3_661.001, text: 'x' }]))).toEqual([
      { fromSeconds: 60, toSeconds: 3_661.001, text: 'x' },
    ])
  })

  it('leaves out captions without words', () => {
    expect(srt(`${two}\n3\n00:00:05,000 --> 00:00:06,000\n<i></i>\n`)).toHaveLength(2)
  })

  it.each([
    ['', 'a.srt:1: this line and what follows holds no caption'],
    ['\n\n\n', 'a.srt:1: this line and what follows holds no caption'],
    ['Hello\n', 'a.srt:1: this line should be the number of a caption'],
    ['1\n', 'a.srt:1: this line should be the times of a caption, or is followed by none'],
    ['1\nHello\n', 'a.srt:2: this line should be the times of a caption, or is followed by none'],
    [
      `${two}\n3\n00:00:09,000 -> 00:00:10,000\nx\n`,
      'a.srt:11: this line should be the times of a caption, or is followed by none',
    ],
    ['1\n00:00:01,00 --> 00:00:02,500\nx\n', /^a\.srt:2: this line has no times such as/],
    ['1\n-00:00:01,000 --> 00:00:02,500\nx\n', /^a\.srt:2: this line has no times such as/],
    ['1\n00:00:02,000 --> 00:00:02,000\nx\n', 'a.srt:2: this line ends before it begins'],
    ['1\n00:00:05,000 --> 00:00:02,000\nx\n', 'a.srt:2: this line ends before it begins'],
    ['1\n00:00:61,000 --> 00:00:62,000\nx\n', /sixty or more/],
    [
      '1\n1000000000:00:00,000 --> 1000000000:00:01,000\nx\n',
      /^a\.srt:2: this line has a time past 24 hours/,
    ],
    [
      `${two}\n3\n00:00:02,000 --> 00:00:09,000\nx\n`,
      /^a\.srt:11: this line begins before the caption above it/,
    ],
    [
      '1\n00:00:01,000 --> 00:00:02,000\nx\n'
        .repeat(1)
        .concat('\n', '2\n00:00:01,000 --> 00:00:02,000\nx\n\n'.repeat(3)),
      /^a\.srt:14: this line is the fourth caption at one time/,
    ],
    ['PK\u0003\u0004 binary', /^a\.srt:1: /],
    ['WEBVTT\n\n00:01.000 --> 00:02.000\nx\n', /^a\.srt:1: this line should be the number/],
  ] as [string, string | RegExp][])('is refused by its line: %j', (text, message) => {
    expect(complaint(() => srt(text))).toMatch(message)
  })
})

describe('a WebVTT file', () => {
  it('is its texts with their times, without notes, styles, ids, settings and marks', () => {
    const text = `WEBVTT - a title
Kind: captions

STYLE
::cue { color: red }

NOTE not shown
at all

intro
00:01.000 --> 00:02.500 align:start line:0%
<v Ann>Hello <c.loud>you</c></v> &amp; <00:01.500>me&nbsp;too

01:00:03.000 --> 01:00:04.000
Late
`
    expect(vtt(text)).toEqual([
      { fromSeconds: 1, toSeconds: 2.5, text: 'Hello you & me\u00a0too' },
      { fromSeconds: 3_603, toSeconds: 3_604, text: 'Late' },
    ])
  })

  it.each([
    ['1\n00:00:01,000 --> 00:00:02,000\nx\n', 'a.vtt:1: this line is not WEBVTT'],
    ['WEBVTTx\n', 'a.vtt:1: this line is not WEBVTT'],
    ['WEBVTT\n', /holds no caption/],
    ['WEBVTT\n\n00:01,000 --> 00:02,000\nx\n', /^a\.vtt:3: this line has no times such as 00:01\.000/],
    ['WEBVTT\n\nid\nx\n', /^a\.vtt:4: /],
  ] as [string, string | RegExp][])('is refused by its line: %j', (text, message) => {
    expect(complaint(() => vtt(text))).toMatch(message)
  })
})

describe('hostile files', () => {
  it('of ten thousand captions are read in a moment', () => {
    const cues = Array.from({ length: 10_000 }, (_, index) => ({
      fromSeconds: index * 2,
      toSeconds: index * 2 + 1,
      text: `Caption ${index}`,
    }))
    const text = formatSrt(cues)
    const started = performance.now()
    expect(srt(text)).toHaveLength(10_000)
    expect(screensOf(cues)).toHaveLength(10_000)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('of one line of a megabyte take no longer', () => {
    const started = performance.now()
    const lines = [
      '<'.repeat(500_000),
      ' '.repeat(900_000),
      '0'.repeat(900_000),
      '&'.repeat(900_000),
      `{\\${'\\'.repeat(500_000)}`,
    ]
    for (const line of lines) {
      expect(srt(`1\n00:00:01,000 --> 00:00:02,000\n${line}x\n`)).toHaveLength(1)
      expect(vtt(`WEBVTT\n\n00:01.000 --> 00:02.000\n${line}x\n`)).toHaveLength(1)
      expect(complaint(() => srt(`1\n00:00:01,000 --> ${line}\n`))).toMatch(/a\.srt:2/)
    }
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('captions that overlap', () => {
  it('stand together for as long as both do, and keep their times', () => {
    const screens = screensOf([
      { fromSeconds: 1, toSeconds: 4, text: 'A' },
      { fromSeconds: 2, toSeconds: 3, text: 'B' },
      { fromSeconds: 6, toSeconds: 7, text: 'C' },
    ])
    expect(screens.map(({ fromSeconds, toSeconds, text }) => [fromSeconds, toSeconds, text])).toEqual([
      [1, 2, 'A'],
      [2, 3, 'A\nB'],
      [3, 4, 'A'],
      [6, 7, 'C'],
    ])
  })
})

describe('the captions template', () => {
  const inputs = {
    prompt: '',
    data: {},
    images: [],
    width: 720,
    height: 720,
    framesPerSecond: 30,
    durationSeconds: 6,
    seed: 1,
    audio: false,
  }

  it('shows captions from a file at their times, up to the end of the clip', () => {
    const cues = [
      ...srt(two),
      { fromSeconds: 5.5, toSeconds: 9, text: 'cut' },
      { fromSeconds: 7, toSeconds: 9, text: 'late' },
    ]
    const layers = captions.make({ ...inputs, cues }).layers.filter((layer) => layer.type === 'text')
    expect(layers.map((layer) => [layer.from, layer.to, layer.text])).toEqual([
      [1, 2.5, 'Hello'],
      [3, 4, 'there,\nyou'],
      [5.5, 6, 'cut'],
    ])
    expect(captions.seconds({ ...inputs, cues: srt(two) })).toBeCloseTo(4.4)
  })

  it('says what it shows and when, as a subtitle file has it', () => {
    const prompt = 'One thing at a time. Then another thing, and after that the last of all things.'
    const layers = captions.make({ ...inputs, prompt }).layers.filter((layer) => layer.type === 'text')
    const said = captions.captions!({ ...inputs, prompt })
    expect(said.map((cue) => [cue.fromSeconds, cue.toSeconds, cue.text])).toEqual(
      layers.map((layer) => [layer.from, layer.to, layer.text]),
    )
    expect(said.length).toBeGreaterThan(1)
    expect(captions.captions!({ ...inputs, cues: srt(two) })).toEqual(srt(two))
  })

  it('stands on the user’s pictures when there are any', () => {
    const images = [1, 2].map((index) => ({ path: `/${index}.png`, widthPixels: 700, heightPixels: 700 }))
    const types = captions.make({ ...inputs, images, cues: srt(two) }).layers.map((layer) => layer.type)
    expect(types).toEqual(['image', 'image', 'shape', 'text', 'text'])
  })
})
