/** First light on the built program: a real MP4 on an empty machine, every cent in the ledger, and nothing half-written ever. */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnvironment, program, run, temporaryFolder } from '../helpers/run.ts'

/** Short and silent: the quickest clip there is. */
const quick = ['-d', '4', '--no-audio']

const probe = (file: string) =>
  JSON.parse(
    execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', file], {
      encoding: 'utf8',
    }),
  ) as {
    streams: { codec_name: string; width?: number; height?: number; pix_fmt?: string; r_frame_rate: string }[]
    format: { duration: string }
  }

const leftovers = (folder: string) => readdirSync(folder).filter((name) => name.includes('.part'))

describe('render', () => {
  it('leaves one MP4 and prints its path, with no key, no network and no ffmpeg', async () => {
    const home = temporaryFolder()
    const { code, stdout, stderr } = await run(['render', 'A fox in fresh snow', '-o', 'fox.mp4'], { home })
    expect(code, stderr).toBe(0)
    expect(stdout).toBe(`${join(home, 'fox.mp4')}\n`)
    const { streams } = probe(join(home, 'fox.mp4'))
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac'])
    expect(streams[0]).toMatchObject({ width: 1280, height: 720, pix_fmt: 'yuv420p', r_frame_rate: '30/1' })
    expect(leftovers(home)).toEqual([])
  })

  it('tells scripts everything in one JSON document', async () => {
    const home = temporaryFolder()
    const { stdout, stderr, code } = await run(['render', 'Nightly build', ...quick, '--json', '--sidecar'], {
      home,
    })
    expect(code, stderr).toBe(0)
    const result = JSON.parse(stdout)
    const file = join(home, 'nightly-build.mp4')
    const bytes = readFileSync(file)
    expect(result).toMatchObject({
      state: 'done',
      provider: 'template',
      prompt: 'Nightly build',
      file,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      media: { durationSec: 4, width: 1280, height: 720, fps: 30, hasAudio: false },
      cost: { estimatedUsd: 0, actualUsd: 0 },
      warnings: [],
    })
    expect(result.timing.totalMs).toBeGreaterThan(0)
    expect(JSON.parse(readFileSync(`${file}.json`, 'utf8'))).toMatchObject({
      job: result.job,
      sha256: result.sha256,
    })
    expect(
      JSON.parse((await run(['jobs', 'show', result.job.slice(0, 6), '--json'], { home })).stdout),
    ).toMatchObject({ id: result.job, state: 'done', file, costUsd: 0 })
  })

  it('gives the same bytes for the same words', async () => {
    const home = temporaryFolder()
    const [one, two] = await Promise.all(
      ['a.mp4', 'b.mp4'].map((name) =>
        run(['render', 'Same words', '-d', '4', '-o', name, '--json'], { home }),
      ),
    )
    expect(JSON.parse(one!.stdout).sha256).toBe(JSON.parse(two!.stdout).sha256)
  })

  it('says nothing but the path with --quiet, and logs with --verbose and --log', async () => {
    const home = temporaryFolder()
    expect((await run(['render', 'Quiet', ...quick, '-q'], { home })).stderr).toBe('')
    const { stderr } = await run(['render', 'Loud', ...quick, '-v', '--log', 'log.ndjson'], { home })
    for (const tag of [
      'RENDER:REQUEST',
      'BUDGET:CHECK',
      'LEDGER:RECORD',
      'TEMPLATE:DRAW',
      'TEMPLATE:ENCODE',
      'FILE:PUBLISH',
    ])
      expect(stderr).toContain(`[${tag}]`)
    const entries = readFileSync(join(home, 'log.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(entries.map(({ tag }) => tag)).toContain('FILE:PUBLISH')
    expect(JSON.stringify(entries)).not.toContain('Loud')
  })

  it('reads the prompt from stdin and from a file', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'prompt.txt'), 'From a file\n')
    expect(
      (await run(['render', '-', '--dry-run', '--json'], { home, input: 'From a pipe\n' })).stdout,
    ).toContain('"prompt":"From a pipe"')
    expect(
      (await run(['render', '--prompt-file', 'prompt.txt', '--dry-run', '--json'], { home })).stdout,
    ).toContain('"prompt":"From a file"')
  })

  it('plans without doing with --dry-run', async () => {
    const home = temporaryFolder()
    const { stdout, code } = await run(['render', 'x', '--dry-run'], { home })
    expect(code).toBe(0)
    expect(stdout).toContain('nothing was reserved, nothing was sent')
    expect(readdirSync(home)).not.toContain('x.mp4')
    expect(JSON.parse((await run(['jobs', '--json'], { home })).stdout)).toEqual([])
  })
})

describe('the file', () => {
  it('never replaces what is there', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'taken.mp4'), 'mine')
    const refused = await run(['render', 'x', ...quick, '-o', 'taken.mp4'], { home })
    expect(refused.code).toBe(2)
    expect(readFileSync(join(home, 'taken.mp4'), 'utf8')).toBe('mine')
    writeFileSync(join(home, 'x.mp4'), 'mine')
    expect((await run(['render', 'x', ...quick], { home })).stdout).toBe(`${join(home, 'x-2.mp4')}\n`)
    expect((await run(['render', 'x', ...quick, '-o', 'taken.mp4', '--overwrite'], { home })).code).toBe(0)
    expect(probe(join(home, 'taken.mp4')).streams).toHaveLength(1)
    symlinkSync(join(home, 'nowhere'), join(home, 'link.mp4'))
    expect((await run(['render', 'x', ...quick, '-o', 'link.mp4', '--overwrite'], { home })).code).not.toBe(0)
    expect(existsSync(join(home, 'nowhere'))).toBe(false)
  })

  it('goes into a folder or a pattern, and cannot leave it', async () => {
    const home = temporaryFolder()
    mkdirSync(join(home, 'clips'))
    expect((await run(['render', '../../etc/passwd', ...quick, '-o', 'clips/'], { home })).stdout).toMatch(
      new RegExp(`^${home}/clips/[^/]+\\.mp4\n$`),
    )
    expect(
      (await run(['render', 'x', ...quick, '-o', 'clips/{provider}-{ratio}-{slug}.mp4'], { home })).stdout,
    ).toMatch(/\/clips\/template-16[^/]*9-x\.mp4\n$/)
  })

  it('keeps its promise where the file system has no hard links (FAT, some network shares)', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'x.mp4'), 'mine')
    const command = [
      '-f',
      '-qq',
      '-e',
      'trace=link,linkat',
      '-e',
      'inject=link,linkat:error=EPERM',
      '-o',
      '/dev/null',
    ]
    const stdout = execFileSync('strace', [...command, process.execPath, program, 'render', 'x', ...quick], {
      cwd: home,
      env: cleanEnvironment(home),
      encoding: 'utf8',
    })
    expect(stdout).toBe(`${join(home, 'x-2.mp4')}\n`)
    expect(readFileSync(join(home, 'x.mp4'), 'utf8')).toBe('mine')
    expect(probe(join(home, 'x-2.mp4')).streams).toHaveLength(1)
    expect(leftovers(home)).toEqual([])
  })

  it('names a missing folder before any work', async () => {
    const home = temporaryFolder()
    const { code, stderr } = await run(['render', 'x', ...quick, '-o', 'no/such/x.mp4', '--json'], { home })
    expect(JSON.parse(stderr).error.hint).toMatch(/mkdir/)
    expect(code).toBe(8)
    expect(JSON.parse((await run(['jobs', '--json'], { home })).stdout)).toEqual([])
  })

  it('two renders to one explicit path: one wins, the other loses nothing', async () => {
    const home = temporaryFolder()
    const both = await Promise.all(
      ['one', 'two'].map((prompt) => run(['render', prompt, ...quick, '-o', 'same.mp4', '--json'], { home })),
    )
    const codes = both.map(({ code }) => code).sort()
    expect(codes[0]).toBe(0)
    expect([2, 8]).toContain(codes[1])
    expect(probe(join(home, 'same.mp4')).streams).toHaveLength(1)
  })

  it('a full disk is exit 8, no file, and the ledger knows', async () => {
    const home = temporaryFolder()
    const disk = join(home, 'small')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    onTestFinished(() => void execFileSync('umount', [disk]))
    const { code, stderr } = await run(['render', 'x', ...quick, '-o', 'small/x.mp4', '--json'], { home })
    expect(JSON.parse(stderr).error).toMatchObject({ kind: 'environment', code: 'disk.full' })
    expect(code).toBe(8)
    expect(readdirSync(disk)).toEqual([])
    expect((await run(['ledger', 'verify'], { home })).code).toBe(0)
  })
})

describe('kill -9', () => {
  const command = ['render', 'Killed half-way', '-d', '8', '-o', 'out.mp4', '-v']

  /** Runs the command and kills it once its log names the step. */
  const killedAt = async (tag: string) => {
    const home = temporaryFolder()
    let seen = ''
    const { signal } = await run(command, {
      home,
      started: (child) =>
        child.stderr?.on('data', (chunk) => {
          seen += chunk
          if (seen.includes(`[${tag}]`)) child.kill('SIGKILL')
        }),
    })
    expect({ signal, seen }).toEqual({ signal: 'SIGKILL', seen: expect.stringContaining(`[${tag}]`) })
    expect(existsSync(join(home, 'out.mp4'))).toBe(false)
    return home
  }

  const expectOneWholeVideo = async (home: string) => {
    expect(probe(join(home, 'out.mp4')).format.duration).toMatch(/^8\.0/)
    expect(leftovers(home)).toEqual([])
    const jobs = JSON.parse((await run(['jobs', '--json'], { home })).stdout)
    expect(jobs.map(({ state }: { state: string }) => state)).toEqual(['done'])
    expect((await run(['ledger', 'verify'], { home })).code).toBe(0)
  }

  it.each([
    'RENDER:REQUEST',
    'JOB:SUBMIT',
    'JOB:RECEIVED',
    'LEDGER:RECORD',
    'TEMPLATE:DRAW',
    'TEMPLATE:ENCODE',
  ])('at %s: the same command finishes the same job', async (tag) => {
    const home = await killedAt(tag)
    const again = await run(command, { home })
    expect(again.code, again.stderr).toBe(0)
    await expectOneWholeVideo(home)
  })

  it('jobs resume --all finishes it too', async () => {
    const home = await killedAt('TEMPLATE:DRAW')
    const resumed = await run(['jobs', 'resume', '--all', '--json'], { home })
    expect(JSON.parse(resumed.stdout)).toMatchObject([{ state: 'done', file: join(home, 'out.mp4') }])
    await expectOneWholeVideo(home)
  })
})

describe('signals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s in the middle leaves nothing behind, exit %i', async (signal, expected) => {
    const home = temporaryFolder()
    const { code, stderr } = await run(['render', 'Interrupted', '-d', '60', '-o', 'out.mp4', '-v'], {
      home,
      started: (child) =>
        child.stderr?.on('data', (chunk) => String(chunk).includes('[TEMPLATE:DRAW]') && child.kill(signal)),
    })
    expect(code, stderr).toBe(expected)
    expect(readdirSync(home).filter((name) => name !== 'vidgen')).toEqual([])
    expect((await run(['ledger', 'verify'], { home })).code).toBe(0)
  })
})

describe('the ledger', () => {
  it('starts once for four first starts at once', async () => {
    const home = temporaryFolder()
    const all = await Promise.all([1, 2, 3, 4].map((n) => run(['render', `Start ${n}`, ...quick], { home })))
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const rows = JSON.parse((await run(['ledger', 'list', '--json'], { home })).stdout)
    expect(rows).toHaveLength(4)
    const budget = JSON.parse((await run(['ledger', 'budget', '--json'], { home })).stdout)
    expect(budget).toMatchObject({
      month: { capUsd: 25, spentUsd: 0, heldUsd: 0, freeUsd: 25 },
      day: { cap: 20, used: 0, free: 20 },
    })
  })

  it('sets and lifts budgets, and exports what a spreadsheet opens', async () => {
    const home = temporaryFolder()
    await run(['render', '=1+1 "quoted", ünï', ...quick], { home })
    expect(
      JSON.parse(
        (
          await run(['ledger', 'budget', 'set', '--monthly', '40', '--daily-renders', 'none', '--json'], {
            home,
          })
        ).stdout,
      ),
    ).toMatchObject({
      month: { capUsd: 40 },
      day: { cap: null, free: null },
    })
    const csv = (await run(['ledger', 'export'], { home })).stdout
    expect(csv.split('\n')[0]).toContain('prompt')
    expect(csv).not.toMatch(/(^|,|")=1/m)
    expect(JSON.parse((await run(['ledger', 'export', '--format', 'json'], { home })).stdout)).toHaveLength(1)
    expect((await run(['ledger', 'summary', '--by', 'month'], { home })).stdout).toMatch(/20\d\d-\d\d/)
  })

  it('refuses a newer and a foreign file, and leaves it as it is', async () => {
    const home = temporaryFolder()
    await run(['render', 'x', ...quick], { home })
    const file = join(home, 'vidgen', 'vidgen.db')
    const { default: Database } = await import('better-sqlite3')
    const database = new Database(file)
    database.pragma('user_version = 999')
    database.close()
    const before = readFileSync(file)
    const { code, stderr } = await run(['ledger', 'budget', '--json'], { home })
    expect(code).toBe(8)
    expect(JSON.parse(stderr).error.code).toBe('ledger.newer')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('refuses a world-writable home', async () => {
    const home = temporaryFolder()
    mkdirSync(join(home, 'vidgen'))
    chmodSync(join(home, 'vidgen'), 0o777)
    expect((await run(['ledger', 'budget'], { home })).code).toBe(8)
  })
})
