/** `vidgen recommend` from flags to streams, with a real ledger and a real catalog.json. */

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli } from '../helpers/cli.ts'
import { temporaryFolder } from '../helpers/run.ts'

const recommend: typeof cli = (args, options) => cli(['recommend', ...args], options)

const key = { RUNWAYML_API_SECRET: `key_${'0'.repeat(128)}` }

describe('vidgen recommend', () => {
  it('answers in one JSON document, with keys and budget from here', async () => {
    const { code, stdout } = await recommend(
      ['Drone shot over a fjord', '--platform', 'youtube', '-d', '8', '--json'],
      { env: key },
    )
    const answer = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(answer.best).toMatchObject({ id: 'runway', costUsd: 0.96, budgetAfterUsd: 24.04 })
    expect(answer.ready.id).toBe('runway')
    expect(answer.ranking.map(({ id }: { id: string }) => id)).toContain('template')
    expect(answer.knowledgeAsOf).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('answers in lines for people, the next command last', async () => {
    const { code, stdout } = await recommend(['Drone shot over a fjord', '-d', '8'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^runway: makes new camera footage/)
    expect(stdout).toContain('ready now: template')
    expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
      'next: vidgen connect runway',
      'then: vidgen render "Drone shot over a fjord" --provider runway --duration 8',
    ])
  })

  it('reads the brief from stdin, and shows the points with --explain', async () => {
    const { stdout } = await recommend(['-', '--explain'], { stdin: 'A presenter explains our new plan\n' })
    expect(stdout).toMatch(/^heygen: /)
    expect(stdout).toContain('read as talking-head, from the brief: presenter')
    expect(stdout).toMatch(/^A heygen( +\d+\.\d){7}$/m)
    expect(stdout).toContain('then: vidgen render - --provider heygen')
  })

  it('lets flags overrule the brief, and a cap rank like a budget', async () => {
    const offline = JSON.parse(
      (await recommend(['Drone shot over a fjord', '--offline', '--json'], { env: key })).stdout,
    )
    expect(offline.best.id).toBe('template')
    const capped = JSON.parse(
      (await recommend(['Drone shot over a fjord', '-d', '8', '--max-cost', '0.3', '--json'], { env: key }))
        .stdout,
    )
    expect(capped.best.id).toBe('template')
    expect(capped.limitUsd).toBe(0.3)
    const typed = JSON.parse((await recommend(['x', '--type', 'testimonial', '--json'])).stdout)
    expect(typed.inferred.contentType).toMatchObject({ value: 'ugc-ad', from: 'flag' })
  })

  it('never ranks a service that has ended', async () => {
    const { stdout } = await recommend(['Use Sora: a corgi surfing', '--json'], {
      env: { OPENAI_API_KEY: 'sk-0000000000000000' },
    })
    const answer = JSON.parse(stdout)
    expect(answer.ranking.some(({ id }: { id: string }) => id.startsWith('sora'))).toBe(false)
    expect(answer.excluded.find(({ id }: { id: string }) => id === 'sora').reasons).toContain('shutdown')
    expect(answer.warnings).toContain('provider_shutdown:sora')
  })

  it("takes the user's catalog.json, and refuses one that is wrong by name", async () => {
    const home = temporaryFolder()
    const file = join(home, 'catalog.json')
    writeFileSync(file, JSON.stringify({ runway: { pricePerSecUsd: 0.5 } }))
    const args = ['Drone shot over a fjord', '-d', '8', '--json']
    expect(JSON.parse((await recommend(args, { home, env: key })).stdout).best.costUsd).toBe(4)
    writeFileSync(file, JSON.stringify({ runway: { pricePerSecond: 0.5 } }))
    const wrong = await recommend(['Drone shot over a fjord'], { home })
    expect(wrong.code).toBe(2)
    expect(wrong.stdout).toBe('')
    expect(wrong.stderr).toContain('catalog.json: runway')
  })

  it('says since when a service has ended', async () => {
    const { stdout } = await recommend(['A corgi surfing'])
    expect(stdout).toContain('sora: shut down on 2026-09-24')
  })

  it('takes CI without a key for a wish for the same file on every run', async () => {
    const answer = async (env: Record<string, string>) =>
      JSON.parse((await recommend(['Waves at night', '--json'], { env })).stdout)
    expect((await answer({ CI: 'true' })).best.id).toBe('template')
    expect((await answer({ CI: 'true', ...key })).best.id).toBe('runway')
  })

  it.each([
    ['--max-cost', 'or: allow more: --max-cost 0.96', ['--max-cost', '0.10'], []],
    ['the month', 'or: raise the budget: vidgen ledger budget set --monthly', [], ['--monthly', '0.10']],
    ['the day', 'or: wait for tomorrow, or allow more:', [], ['--daily-renders', '0']],
  ])('says how to allow more where %s is what limits', async (_, advice, flags, budget) => {
    const home = temporaryFolder()
    if (budget.length > 0) await cli(['ledger', 'budget', 'set', ...budget], { home })
    const { stdout } = await recommend(['Drone shot over a fjord', '-d', '8', ...flags], { home, env: key })
    expect(stdout).toMatch(/^template: stands in/)
    expect(stdout).toContain(advice)
  })

  it.each([
    [[], 'a brief is needed'],
    [['x', '--platform', 'yuotube'], 'did you mean "youtube"?'],
    [['x', '--type', 'chngelog'], 'did you mean "changelog"?'],
    [['x', '--ratio', '16/9'], '--ratio'],
    [['x', '--duration', '1e1'], '--duration'],
    [['x', '--max-cost', '5,00'], '--max-cost'],
    [['x', '--image', 'missing.jpg'], 'there is no file missing.jpg'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await recommend(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('the next command', () => {
  const heygen = { HEYGEN_API_KEY: 'k'.repeat(32) }
  const fox = new URL('../fixtures/fox.png', import.meta.url).pathname

  /** As a shell would split it. */
  const words = (command: string): string[] =>
    execFileSync('/bin/sh', ['-c', `vidgen() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1)

  it.each([
    [['Drone shot over a fjord', '-d', '8', '--platform', 'youtube'], {}],
    [['Drone shot over a "fjord", $5 and `ls` \\ it\'s', '--max-cost', '2'], {}],
    [['Two lines:\nwaves at night, aerial'], {}],
    [['Waves at night, aerial', '--audio', '-d', '8'], {}],
    [['Waves at night, aerial', '-d', '20', '--ratio', '1:1'], {}],
    [['A fox, telephoto', '--image', fox], {}],
    [['A presenter explains our plan'], {}],
    [['A presenter explains our plan', '--script', 'script.txt'], {}],
    [['A presenter explains our plan', '--script', 'script.txt', '-d', '40'], {}],
    [['-d', '200', 'Release notes for 3.1'], {}],
    [['Office closed on Friday', '--ratio', '21:9'], {}],
    [['Office closed on Friday', '--platform', 'pinterest'], {}],
    [['-5 degrees: a frozen lake, drone shot'], {}],
    [['A fox, telephoto, in snow', '-d', '8', '--max-cost', '0.50'], {}],
  ])('of %j runs as printed', async (args, change) => {
    const env = { ...key, ...heygen, ...change }
    const home = temporaryFolder()
    writeFileSync(join(home, 'script.txt'), 'Welcome to the plan that pays for itself. '.repeat(9))
    const typed = args[0]!.startsWith('-5') ? ['--', ...args] : args
    const answer = JSON.parse((await recommend(['--json', ...typed], { home, env })).stdout)
    for (const entry of answer.ranking.filter(({ group }: { group: string }) => group !== 'C')) {
      const [program, ...rest] = [entry.next.at(-1)].flatMap(words)
      expect(program).toBe('render')
      const { code, stdout, stderr } = await cli(['render', '--dry-run', '--json', ...rest], { home, env })
      expect(code, `${entry.next.at(-1)}: ${stderr}`).toBe(0)
      const plan = JSON.parse(stdout)
      expect(plan.provider).toBe(entry.id.split('/')[0])
      expect(plan.request.prompt).toBe(args.find((arg) => / /.test(arg)))
      expect(plan.request.durationSeconds).toBeGreaterThan(0)
      if (plan.provider !== 'template') expect(plan.cost.estimatedUsd).toBe(entry.costUsd)
    }
  })
})
