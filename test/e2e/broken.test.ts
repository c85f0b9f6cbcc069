/** Faults that somebody found by trying to break the built program; each stays found. */

import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { cli } from '../helpers/cli.ts'
import { cleanEnvironment, type Finished, program, run, temporaryFolder } from '../helpers/run.ts'

const vidgen = (...args: string[]) => run(args, { home: temporaryFolder() })

const render = (home: string, ...args: string[]): Promise<Finished> =>
  run(['render', 'A fox', '-d', '4', '--no-audio', ...args], { home })

const jobsOf = async (home: string) => JSON.parse((await run(['jobs', '--json'], { home })).stdout)

describe('help', () => {
  it.each([['jobs'], ['ledger'], ['ledger', 'budget'], ['templates']])(
    'of %s ends with examples and exit codes like any other',
    async (...group) => {
      const { stdout } = await vidgen(...group, '--help')
      expect(stdout).toMatch(/Examples:\n {2}\$ vidgen/)
      expect(stdout).toContain('Exit codes:\n    0  done')
    },
  )

  it('is found through every level, and refused for a command that is none', async () => {
    const nested = await vidgen('help', 'ledger', 'budget')
    expect(nested.stdout).toContain('Usage: vidgen ledger budget')
    expect((await vidgen('help', 'render')).stdout).toContain('Usage: vidgen render')
    expect((await vidgen('help')).stdout).toContain('Usage: vidgen <command>')
    for (const args of [
      ['help', 'rendr'],
      ['rendr', '--help'],
    ]) {
      const { code, stdout, stderr } = await vidgen(...args)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('did you mean `render`?')
    }
  })

  it('is hinted at by the name of the command it belongs to', async () => {
    expect((await vidgen('jobs', 'show')).stderr).toContain('run `vidgen jobs show --help`')
    expect((await vidgen('render', 'two', 'prompts')).stderr).toContain('run `vidgen render --help`')
  })

  it('takes the value of an option for no command, and offers no option that is not there', async () => {
    expect((await vidgen('--log', 'x.ndjson', 'rendr')).stderr).toContain('did you mean `render`?')
    expect((await vidgen('-d', '5')).stderr).not.toContain('did you mean `-d`')
  })
})

describe('pipes in place of files', () => {
  it.each(['--prompt-file', '--script', '--data-file', '--template', '--brand'])(
    '%s on a pipe that nobody writes to ends with one SIGTERM',
    async (flag) => {
      const home = temporaryFolder()
      const pipe = join(home, 'pipe.json')
      execFileSync('mkfifo', [pipe])
      const args = flag === '--prompt-file' ? ['render', flag, pipe] : ['render', 'x', flag, pipe]
      const { code } = await run(args, {
        home,
        started: (child) => {
          setTimeout(() => child.kill('SIGTERM'), 1500)
          setTimeout(() => child.kill('SIGKILL'), 8000).unref()
        },
      })
      expect(code).toBe(143)
    },
  )

  it('reads what another command writes, as the shell passes it', async () => {
    const home = temporaryFolder()
    const pipe = join(home, 'pipe')
    execFileSync('mkfifo', [pipe])
    const [{ code, stdout, stderr }] = await Promise.all([
      run(['render', '--prompt-file', pipe, '--dry-run', '--json'], { home }),
      import('node:fs/promises').then(({ writeFile }) => writeFile(pipe, 'from another command')),
    ])
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout).request.prompt).toBe('from another command')
  })

  it.each(['/dev/zero', '/dev'])('refuses %s in place of a text', async (path) => {
    const { code, stderr } = await vidgen('render', '--prompt-file', path)
    expect(code).toBe(2)
    expect(stderr).toContain('is not a file')
  })

  it('refuses to log into a pipe that nobody reads', async () => {
    const home = temporaryFolder()
    execFileSync('mkfifo', [join(home, 'pipe')])
    const { code } = await run(['jobs', '--log', 'pipe'], {
      home,
      started: (child) => void setTimeout(() => child.kill('SIGKILL'), 8000).unref(),
    })
    expect(code).toBe(2)
  })
})

describe('a free job that cannot be made', () => {
  /** A scene that passes as JSON and is refused by the engine at the submit. */
  const impossible = async (home: string) => {
    writeFileSync(join(home, 'thin.png'), createCanvas(8000, 1).toBuffer('image/png'))
    return render(home, '--image', 'thin.png', '--json')
  }

  it('is never said to be in doubt', async () => {
    const home = temporaryFolder()
    const { code, stderr } = await impossible(home)
    expect(code, stderr).not.toBe(9)
    expect((await jobsOf(home)).filter((job: { state: string }) => job.state === 'unknown')).toEqual([])
  })
})

describe('jobs cancel', () => {
  it('says of a finished free job that it is finished', async () => {
    const home = temporaryFolder()
    expect((await render(home)).code).toBe(0)
    const [job] = await jobsOf(home)
    const { code, stderr } = await run(['jobs', 'cancel', job.id], { home })
    expect(code).toBe(2)
    expect(stderr).toContain(`job ${job.id} is done`)
    expect((await jobsOf(home))[0].state).toBe('done')
  })
})

describe('nothing to show', () => {
  it.each(['\u200b\u200b', '\u200e \u2060', '\u00a0', '\ufeff'])('refuses the prompt %j', async (prompt) => {
    const { code, stdout } = await vidgen('render', prompt, '--dry-run')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('says that a filter matches nothing, not that nothing was ever made', async () => {
    const home = temporaryFolder()
    const { stderr } = await run(['ledger', 'list', '--provider', 'runway'], { home })
    expect(stderr).toContain('no render matches')
    expect((await run(['jobs', 'list', '--limit', '0'], { home })).code).toBe(2)
  })
})

describe('--json', () => {
  it('makes one JSON document of a completion script, too', async () => {
    const { stdout } = await vidgen('completion', 'bash', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ shell: 'bash', script: expect.stringContaining('vidgen') })
  })
})

describe('folders', () => {
  it('that cannot be made for the ledger are a fault of the machine, not of vidgen', async () => {
    const { code, stderr } = await run(['ledger', 'budget'], {
      home: temporaryFolder(),
      env: { VIDGEN_HOME: '/proc/nowhere/vidgen' },
    })
    expect(code, stderr).toBe(8)
    expect(stderr).toContain('the ledger cannot be written')
  })

  it('that vanish while a clip is drawn are named, and resume goes on once they are back', async () => {
    const home = temporaryFolder()
    const folder = join(home, 'clips')
    mkdirSync(folder)
    const drawing = watch(folder, (_event, name) => {
      if (name?.startsWith('.fox.mp4')) rmSync(folder, { recursive: true, force: true })
    })
    const gone = await render(home, '-o', 'clips/fox.mp4', '--json')
    drawing.close()
    expect(gone.code, gone.stderr).toBe(8)
    const { error } = JSON.parse(gone.stderr.trim().split('\n').at(-1) ?? '')
    expect(error.message).toContain(`the folder ${folder} is gone`)
    mkdirSync(folder)
    const resumed = await run(['jobs', 'resume', error.job], { home })
    expect(resumed).toMatchObject({ code: 0, stdout: `${join(folder, 'fox.mp4')}\n` })
  })
})

describe('a clock that was ahead once', () => {
  it('is named by doctor, for the budget goes on counting from there', async () => {
    const home = temporaryFolder()
    const clock = async (now: string) => {
      const { stdout } = await cli(['doctor', '--offline', '--json'], { home, now })
      return JSON.parse(stdout).find(({ check }: { check: string }) => check === 'clock')
    }
    expect(await clock('2026-11-22T12:00:00Z')).toMatchObject({ status: 'ok' })
    await cli(['ledger', 'budget', 'set', '--monthly', '25'], { home, now: '2036-01-01T12:00:00Z' })
    expect(await clock('2026-11-22T12:00:00Z')).toMatchObject({ status: 'note' })
    await cli(['ledger', 'budget', 'set', '--monthly', '25'], { home })
    expect(await clock('2026-11-22T12:00:00Z')).toMatchObject({ status: 'ok' })
  })
})

describe('a full disk under stdout', () => {
  it.each([['ledger', 'export'], ['jobs', 'list', '--json'], ['providers']])(
    'makes %s fail: what was asked for is lost',
    (...args) => {
      const full = openSync('/dev/full', 'w')
      const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
        env: cleanEnvironment(temporaryFolder()),
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      })
      closeSync(full)
      expect(status, stderr).toBe(8)
      expect(stderr).toContain('could not be written')
      expect(stderr).toContain('ENOSPC')
    },
  )
})
