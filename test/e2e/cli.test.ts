/** The command line as a script meets it: streams, exit codes, help, suggestions, hostile text. */

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cleanEnvironment, program, run, temporaryFolder } from '../helpers/run.ts'

const vidgen = (...args: string[]) => run(args, { home: temporaryFolder() })

describe('version and help', () => {
  it('prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await vidgen('--version')).toEqual({ code: 0, signal: null, stdout: `${version}\n`, stderr: '' })
    expect((await vidgen('-V')).stdout).toBe(`${version}\n`)
  })

  it('shows help on stdout, with examples and exit codes, for every command', async () => {
    const { stdout, code } = await vidgen('--help')
    expect(code).toBe(0)
    const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?: |$)/gm)]
      .map((match) => match[1]!)
      .filter((name) => name !== 'vidgen' && name !== 'help')
    expect(commands).toEqual(
      expect.arrayContaining(['render', 'providers', 'jobs', 'ledger', 'doctor', 'completion', 'templates']),
    )
    for (const command of commands) {
      const help = await vidgen(command, '--help')
      expect(help.code, command).toBe(0)
      expect(help.stderr, command).toBe('')
      expect(help.stdout, command).toMatch(/Examples:\n {2}\$ /)
      expect(help.stdout, command).toContain('Exit codes:\n    0  done')
      expect(help.stdout, command).toContain('--json')
    }
  })

  it('needs a command', async () => {
    const { code, stdout, stderr } = await vidgen()
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('hint: run `vidgen --help`')
  })
})

describe('usage errors', () => {
  it('suggests the nearest command and option', async () => {
    expect((await vidgen('rendr', 'x')).stderr).toContain('did you mean `render`?')
    expect((await vidgen('render', 'x', '--duraton', '5')).stderr).toContain('did you mean `--duration`?')
    expect((await vidgen('jobs', 'resum')).stderr).toContain('did you mean `resume`?')
  })

  it.each([
    [['render', 'x', '--duration', '1e1']],
    [['render', 'x', '--duration', '٥']],
    [['render', 'x', '--duration', '3']],
    [['render', 'x', '--duration', '61']],
    [['render', 'x', '--ratio', '16:10']],
    [['render', 'x', '--resolution', '4k']],
    [['render', 'x', '--template', 'nonesuch']],
    [['render', 'x', '--image', 'missing.jpg']],
    [['render', 'x', '--provider', 'nobody']],
    [['render', 'x', '--max-cost', '5,00']],
    [['render', 'x', '--max-cost', '$5']],
    [['render', 'x', '--data', 'novalue']],
    [['render', 'x', '--data', '__proto__=1']],
    [['render', 'x', '--seed', '1.5']],
    [['render', 'x', '-o', '{nonesuch}.mp4']],
    [['render', '']],
    [['render']],
    [['ledger', 'budget', 'set']],
    [['ledger', 'budget', 'set', '--monthly', '5.1234567']],
    [['ledger', 'list', '--since', 'yesterday']],
    [['ledger', 'list', '--since', '2026-02-30']],
    [['ledger', 'list', '--provider', '']],
    [['render', 'x', '-o', '']],
    [['render', 'x', '-o', '-']],
    [['render', 'x', '--log', '']],
    [['render', 'x', '--music', '']],
    [['connect', 'runway', 'key_0123456789']],
    [['ledger', 'list', '--state', 'dun']],
    [['jobs', 'show', 'ffff']],
    [['jobs', 'resume']],
    [['completion', 'tcsh']],
  ])('refuses %j with exit 2, before anything is written', async (args) => {
    const home = temporaryFolder()
    const { code, stdout, stderr } = await run(args, { home })
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: ./)
  })

  it('reports as one JSON object on stderr with --json', async () => {
    const { code, stdout, stderr } = await vidgen('render', 'x', '--duration', '99', '--json')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    const { error } = JSON.parse(stderr)
    expect(error).toMatchObject({ kind: 'usage', exitCode: 2 })
    expect(error.hint).toContain('4 to 60')
    expect(Object.values(error)).not.toContain(null)
  })
})

describe('text from outside', () => {
  const hostile = 'fox\u001b]0;owned\u0007\u001b[31m\u009b2J\u202egnp.exe'

  it('never reaches a terminal as it is', async () => {
    const home = temporaryFolder()
    const { stderr } = await run(['render', 'x', '--template', hostile], { home })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(stderr).toContain('fox')
  })

  it('is escaped in JSON', async () => {
    const home = temporaryFolder()
    const { stdout, code } = await run(['render', hostile, '--dry-run', '--json'], { home })
    expect(code).toBe(0)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(stdout.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(JSON.parse(stdout).request.prompt).toBe(hostile)
  })
})

describe('config', () => {
  const withConfig = async (text: string | Buffer) => {
    const home = temporaryFolder()
    mkdirSync(join(home, 'vidgen'), { recursive: true, mode: 0o700 })
    writeFileSync(join(home, 'vidgen', 'config.json'), text, { mode: 0o600 })
    return run(['render', 'x', '--dry-run', '--json'], { home })
  }

  it('refuses an unknown key by its nearest name, and bad JSON by its place', async () => {
    const typo = await withConfig('{"defaults":{"ratoi":"9:16"}}')
    expect(typo.code).toBe(2)
    expect(typo.stderr).toContain('ratio')
    const broken = await withConfig('{\n  "defaults": {,}\n}')
    expect(broken.code).toBe(2)
    expect(broken.stderr).toMatch(/2.*1[0-9]|line 2/)
  })

  it('is below a flag and above the built-in default', async () => {
    const config = '{"defaults":{"ratio":"9:16"}}'
    expect(JSON.parse((await withConfig(config)).stdout).request.ratio).toBe('9:16')
    const home = temporaryFolder()
    mkdirSync(join(home, 'vidgen'), { recursive: true, mode: 0o700 })
    writeFileSync(join(home, 'vidgen', 'config.json'), config, { mode: 0o600 })
    expect(
      JSON.parse((await run(['render', 'x', '--ratio', '1:1', '--dry-run', '--json'], { home })).stdout)
        .request.ratio,
    ).toBe('1:1')
  })
})

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'] as const)(
    '%s loads the script, and it knows commands and options',
    async (shell) => {
      const home = temporaryFolder()
      const { stdout, code } = await run(['completion', shell], { home })
      expect(code).toBe(0)
      for (const word of ['reconcile', 'max-cost', 'templates']) expect(stdout).toContain(word)
      const file = join(home, 'script')
      writeFileSync(file, stdout)
      const check = { bash: ['bash', '-n', file], zsh: ['zsh', '-n', file], fish: ['fish', '-n', file] }[
        shell
      ] as [string, string, string]
      execFileSync(check[0], check.slice(1))
    },
  )

  it('completes a subcommand in bash', async () => {
    const home = temporaryFolder()
    const { stdout } = await run(['completion', 'bash'], { home })
    const script = `${stdout}\nCOMP_WORDS=(vidgen jobs re); COMP_CWORD=2; _vidgen; echo "\${COMPREPLY[@]}"`
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split(' ').sort()).toEqual([
      'reconcile',
      'resume',
    ])
  })
})

describe('doctor', () => {
  it('finds a fresh machine whole, and opens no network', async () => {
    const home = temporaryFolder()
    const { code, stdout } = await run(['doctor', '--offline', '--json'], { home })
    const findings = JSON.parse(stdout) as { check: string; status: string }[]
    expect(code).toBe(0)
    expect(findings.filter(({ status }) => status === 'broken')).toEqual([])
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['ledger', 'encoder', 'disk', 'clock', 'proxy']),
    )
  })
})

describe('pipes', () => {
  it('lives on when its reader goes away', () => {
    const home = temporaryFolder()
    const command = `"${process.execPath}" "${program}" render "Nightly build" -d 4 --no-audio -o out.mp4 | head -c 0; echo "\${PIPESTATUS[0]}"`
    const { stdout } = spawnSync('bash', ['-c', command], {
      cwd: home,
      env: { ...cleanEnvironment(home), PATH: process.env.PATH ?? '' },
      encoding: 'utf8',
    })
    expect(stdout.trim()).toBe('0')
    expect(existsSync(join(home, 'out.mp4'))).toBe(true)
  })
})
