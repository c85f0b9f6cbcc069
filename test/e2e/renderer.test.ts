/** What the built-in renderer takes and makes beside a prompt and an MP4: brands, subtitle files, pictures, GIF and WebM. */

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run, temporaryFolder } from '../helpers/run.ts'
import { ebur128 } from '../template/sound/recordings.ts'

const quick = ['-d', '4', '--no-audio']
const fox = fileURLToPath(new URL('../fixtures/fox.png', import.meta.url))
const font = (script: string) =>
  readFileSync(
    new URL(
      `../../node_modules/@fontsource-variable/noto-sans-${script}/files/noto-sans-${script}-latin-wght-normal.woff2`,
      import.meta.url,
    ),
  )

function branded(): string {
  const home = temporaryFolder()
  writeFileSync(join(home, 'logo.png'), readFileSync(fox))
  writeFileSync(join(home, 'own.woff2'), font('thai'))
  writeFileSync(
    join(home, 'brand.json'),
    JSON.stringify({
      colours: { background: '#0b1020', accent: '#445566' },
      logo: 'logo.png',
      font: 'own.woff2',
    }),
  )
  return home
}

const still = ['--template', 'title', '--at', '2']

describe('--brand', () => {
  it('dresses a clip, says what could not be read, and makes the same bytes again', async () => {
    const home = branded()
    const make = async (name: string, more: string[] = []) =>
      JSON.parse(
        (await run(['render', 'Version 2', ...still, ...more, '-o', name, '--json'], { home })).stdout,
      ) as { sha256: string; warnings: string[] }
    const [one, two, plain] = [
      await make('1.png', ['--brand', 'brand.json']),
      await make('2.png', ['--brand', 'brand.json']),
      await make('3.png'),
    ]
    expect(one.warnings).toEqual([expect.stringContaining("the brand's accent #445566 cannot be read")])
    expect(two.sha256).toBe(one.sha256)
    expect(plain.sha256).not.toBe(one.sha256)
  })

  it('is held by content: a job that was killed is not finished with another font', async () => {
    const home = branded()
    const command = ['render', 'Version 2', '--brand', 'brand.json', '-d', '8', '-o', 'out.mp4', '-v']
    await run(command, {
      home,
      started: (child) =>
        child.stderr?.on(
          'data',
          (chunk) => String(chunk).includes('[TEMPLATE:DRAW]') && child.kill('SIGKILL'),
        ),
    })
    expect(existsSync(join(home, 'out.mp4'))).toBe(false)
    writeFileSync(join(home, 'own.woff2'), font('hebrew'))
    const changed = await run(['jobs', 'resume', '--all', '--json'], { home })
    expect(changed.stdout + changed.stderr).toContain('own.woff2 was changed since')
    expect(existsSync(join(home, 'out.mp4'))).toBe(false)
    writeFileSync(join(home, 'own.woff2'), font('thai'))
    const back = await run(['jobs', 'resume', '--all', '--json'], { home })
    expect(JSON.parse(back.stdout), back.stderr).toMatchObject([{ state: 'done' }])
  })

  it('that cannot be used is exit 2 before anything is made', async () => {
    const home = branded()
    writeFileSync(join(home, 'big.json'), `"${'x'.repeat(1_100_000)}"`)
    writeFileSync(join(home, 'broken.json'), '{\n  "colours": {\n    "ink": "white"\n  }\n}')
    writeFileSync(join(home, 'font.json'), JSON.stringify({ font: 'brand.json' }))
    for (const [file, message] of [
      ['no.json', /there is no such file/],
      ['big.json', /at most 1000000 are read/],
      ['broken.json', /^broken\.json:3: colours\.ink: a colour is written #rrggbb/],
      ['font.json', /cannot be read as a font/],
      ['logo.png', /is not UTF-8 text/],
    ] as const) {
      const { code, stderr } = await run(['render', 'x', '--brand', file, '--json'], { home })
      expect([code, JSON.parse(stderr).error.message]).toEqual([2, expect.stringMatching(message)])
    }
    expect(JSON.parse((await run(['jobs', '--json'], { home })).stdout)).toEqual([])
  })
})

const srt = '1\n00:00:00,500 --> 00:00:01,500\nOne thing\n\n2\n00:00:02,000 --> 00:00:03,500\nand another\n'

describe('subtitle files', () => {
  it('become captions at their times, over pictures, and come out as they went in', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'in.srt'), srt)
    const args = ['render', '--srt', 'in.srt', '--image', fox, '--subtitles', '--no-audio', '-o', 'out.mp4']
    const { code, stdout, stderr } = await run(args, { home })
    expect(code, stderr).toBe(0)
    expect(stdout).toBe(`${join(home, 'out.mp4')}\n`)
    expect(readFileSync(join(home, 'out.srt'), 'utf8')).toBe(srt)
    const again = await run([...args.slice(0, -1), 'out.mp4', '--overwrite'], { home })
    expect(again.code, again.stderr).toBe(0)
    expect(readdirSync(home).sort()).toEqual(['in.srt', 'out.mp4', 'out.srt', 'vidgen'])
  })

  it('are not overwritten unasked, and wrong ones are named by their line', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'out.srt'), 'mine')
    writeFileSync(join(home, 'bad.srt'), srt.replace('00:00:01,500', '00:00:00,100'))
    writeFileSync(join(home, 'late.srt'), srt.replaceAll('00:00:', '00:59:'))
    const words = [
      'render',
      'One thing at a time. And then another.',
      '--template',
      'captions',
      '--subtitles',
    ]
    for (const [args, message] of [
      [[...words, '-o', 'out.mp4'], /out\.srt exists already/],
      [['render', 'x', '--template', 'title', '--subtitles'], /no sequence of captions/],
      [['render', '--srt', 'bad.srt'], /^bad\.srt:2: this line ends before it begins/],
      [['render', '--srt', 'late.srt'], /begins after 60 s/],
      [['render', '--vtt', 'bad.srt'], /^bad\.srt:1: this line is not WEBVTT/],
      [['render', '--srt', 'bad.srt', '--vtt', 'bad.srt'], /give one subtitle file/],
      [['render', 'x', '-p', 'runway', '--srt', 'late.srt'], /begins after 60 s|does not take --srt/],
    ] as const) {
      const { code, stderr } = await run([...args, '--json'], { home })
      expect([code, JSON.parse(stderr).error.message]).toEqual([2, expect.stringMatching(message)])
    }
    expect(readFileSync(join(home, 'out.srt'), 'utf8')).toBe('mine')
  })
})

describe('--platform', () => {
  it('makes what the platform takes: shape, size, no edit list', async () => {
    const home = temporaryFolder()
    const make = async (name: string, ...args: string[]) => {
      const all = ['render', 'Hills', ...quick, '--image', fox, '-o', name, '--json', ...args]
      const { stdout, stderr } = await run(all, { home })
      return JSON.parse(stdout || stderr)
    }
    const reel = await make('reel.mp4', '--platform', 'reels')
    expect(reel).toMatchObject({ state: 'done', media: { width: 720, height: 1280 } })
    expect(readFileSync(join(home, 'reel.mp4')).includes('elst')).toBe(false)
    const email = await make('mail.gif', '--platform', 'email')
    expect(email.bytes).toBeLessThan(1e6)
    const small = await make('small.mp4', '--max-size', '0.02')
    expect(small.bytes).toBeLessThanOrEqual(20_000)
    expect(small.warnings).toEqual([expect.stringMatching(/^to stay under 0\.02 MB/)])
    for (const name of ['a.mp4', 'a.gif']) {
      const { code } = await run(['render', 'x', '--max-size', '0.0001', '-o', name], { home })
      expect(code).toBe(2)
    }
    const jobs = JSON.parse((await run(['jobs', '--json'], { home })).stdout)
    expect(jobs.map(({ state }: { state: string }) => state).slice(0, 2)).toEqual(['failed', 'failed'])
    for (const [args, message] of [
      [['--max-size', '0'], /leaves no room/],
      [['--max-size', '1', '-o', 'a.png'], /is for videos/],
      [['--max-size', '1', '-p', 'runway'], /decides itself/],
    ] as const) {
      const { code, stderr } = await run(['render', 'x', ...args, '--json'], { home })
      expect([code, JSON.parse(stderr).error.message]).toEqual([2, expect.stringMatching(message)])
    }
  })
})

describe('--music and --voice', () => {
  const recorded = () => {
    const home = temporaryFolder()
    const make = (name: string, source: string, ...options: string[]) =>
      execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, ...options, join(home, name)])
    make('music.mp3', 'anoisesrc=d=3:c=pink:a=0.4:seed=4')
    make('talk.wav', 'sine=f=700:d=5.2')
    make('silent.mp4', 'testsrc=d=1:s=64x64')
    return home
  }
  const render = ['render', 'Mixed', '--json']

  it('make the clip as long as the voice, at the loudness of platforms, the same bytes each time', async () => {
    const home = recorded()
    const make = async (name: string) => {
      const args = [...render, '--voice', 'talk.wav', '--music', 'music.mp3', '-o', name]
      const { stdout, stderr } = await run(args, { home })
      return { done: JSON.parse(stdout || stderr), loudness: ebur128(join(home, name)) }
    }
    const [one, two, webm] = [await make('1.mp4'), await make('2.mp4'), await make('3.webm')]
    expect(one.done).toMatchObject({ state: 'done', warnings: [], media: { durationSec: 7, hasAudio: true } })
    expect(two.done.sha256).toBe(one.done.sha256)
    for (const { loudness } of [one, webm]) {
      expect(Math.abs(loudness.lufs + 16)).toBeLessThan(1)
      expect(loudness.truePeakDb).toBeLessThan(-1)
    }
  })

  it('are held by content: a job that was killed is not finished with other music', async () => {
    const home = recorded()
    await run([...render, '-v', '--music', 'music.mp3', '-o', 'out.mp4'], {
      home,
      started: (child) =>
        child.stderr?.on(
          'data',
          (chunk) => String(chunk).includes('[TEMPLATE:DRAW]') && child.kill('SIGKILL'),
        ),
    })
    writeFileSync(join(home, 'music.mp3'), readFileSync(join(home, 'talk.wav')))
    const changed = await run(['jobs', 'resume', '--all', '--json'], { home })
    expect(changed.stdout + changed.stderr).toContain('music.mp3 was changed since')
    expect(existsSync(join(home, 'out.mp4'))).toBe(false)
  })

  it('that cannot be heard or do not fit are exit 2 before anything is made, or said', async () => {
    const home = recorded()
    const short = await run([...render, '--voice', 'talk.wav', '-d', '4', '--dry-run'], { home })
    expect(JSON.parse(short.stdout).warnings).toEqual(['the voice is 6 s long; it is cut at 4 s'])
    for (const [args, message] of [
      [['--music', 'none.mp3'], /there is no such file/],
      [['--music', '.'], /is not a file/],
      [['--music', 'silent.mp4'], /has no sound that can be read/],
      [['--music', 'music.mp3', '--no-audio'], /sound or silence/],
      [['--music', 'music.mp3', '-o', 'a.gif'], /would not be heard/],
      [['--voice', 'talk.wav', '-o', 'a.png'], /would not be heard/],
      [['--voice', 'bob', '-p', 'template'], /is no recording/],
      [['--music', 'music.mp3', '-p', 'runway'], /does not take --music/],
      [['--voice', 'talk.wav', '-p', 'heygen'], /does not take a recording as --voice/],
    ] as const) {
      const { code, stderr } = await run([...render, ...args], { home })
      expect([code, JSON.parse(stderr).error.message]).toEqual([2, expect.stringMatching(message)])
    }
    expect(JSON.parse((await run(['jobs', '--json'], { home })).stdout)).toEqual([])
  })
})

describe('the ending of -o', () => {
  it.each([
    ['a.gif', { durationSec: 4, hasAudio: false }],
    ['a.png', { durationSec: 0, fps: 0, width: 1280, height: 720 }],
    ['a.jpeg', { durationSec: 0, fps: 0, width: 1280, height: 720 }],
  ])('%s: is what is made', async (name, media) => {
    const home = temporaryFolder()
    const { code, stdout, stderr } = await run(['render', 'Hello', ...quick, '-o', name, '--json'], { home })
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ file: join(home, name), media })
    const magic = readFileSync(join(home, name)).toString('latin1', 0, 4)
    expect(magic).toMatch({ 'a.gif': /^GIF8/, 'a.png': /^\x89PNG/, 'a.jpeg': /^\xff\xd8/ }[name]!)
  })

  it('makes a contact sheet as a PNG when nothing is said of the name', async () => {
    const home = temporaryFolder()
    const { stdout } = await run(['render', 'Hello there', ...quick, '--contact-sheet'], { home })
    expect(stdout).toBe(`${join(home, 'hello-there.png')}\n`)
  })

  it('is refused where it cannot be kept, naming what can', async () => {
    const home = temporaryFolder()
    for (const [args, message] of [
      [['-p', 'runway', '-o', 'x.gif'], /gen4\.5 makes \.mp4, not \.gif/],
      [['-o', 'x.mov'], /\.mov/],
      [['-o', 'x.mp4', '--at', '1'], /--at makes a picture, and -o asks for a \.mp4/],
      [['-o', 'x.gif', '--contact-sheet'], /--contact-sheet makes a picture/],
      [['-o', 'x.png', '--max-size', '5'], /--max-size is for videos/],
      [['-o', 'x.png', '--at', '99'], /--at 99 is past the end/],
      [['-o', 'x.gif', '--max-size', '0.001'], /even at its smallest this GIF has more than 0\.001 MB/],
    ] as const) {
      const { code, stderr } = await run(['render', 'x', ...args, '--json'], { home })
      expect([code, JSON.parse(stderr.trim().split('\n').at(-1)!).error.message]).toEqual([
        2,
        expect.stringMatching(message),
      ])
    }
    expect(readdirSync(home)).toEqual(['vidgen'])
  })
})
