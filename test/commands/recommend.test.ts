/** `vidgen recommend` from flags to streams, with a real ledger and a real catalog.json. */

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
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('next: vidgen connect runway')
  })

  it('reads the brief from stdin, and shows the points with --explain', async () => {
    const { stdout } = await recommend(['-', '--explain'], { stdin: 'A presenter explains our new plan\n' })
    expect(stdout).toMatch(/^heygen: /)
    expect(stdout).toContain('read as talking-head (brief: presenter')
    expect(stdout).toMatch(/^A heygen \d+\.\d = fit /m)
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
