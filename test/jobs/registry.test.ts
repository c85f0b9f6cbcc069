/** catalog.json counts wherever vidgen names a model, a length or a price, and one that is wrong stops it by name. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli } from '../helpers/cli.ts'
import { temporaryFolder } from '../helpers/run.ts'

const env = { RUNWAYML_API_SECRET: `key_${'0'.repeat(128)}` }
const own = { kind: 'clip', durationSec: { min: 1, max: 20 }, ratios: ['1:1', '3:1'], pricePerSecUsd: 0.2 }

function homeWith(catalog: unknown): string {
  const home = temporaryFolder()
  writeFileSync(join(home, 'catalog.json'), typeof catalog === 'string' ? catalog : JSON.stringify(catalog))
  return home
}

const render = (home: string, ...args: string[]) =>
  cli(['render', 'A fjord at dawn, drone shot', '--dry-run', '--json', ...args], { home, env })

async function providers(home: string, now?: string) {
  const { stdout } = await cli(['providers', '--json'], { home, env, now })
  return JSON.parse(stdout) as { id: string; models: Record<string, unknown>[] }[]
}

describe('a price', () => {
  it('is the same in recommend, in providers and in render', async () => {
    const home = homeWith({ runway: { pricePerSecUsd: 0.5 } })
    const advice = await cli(['recommend', 'Drone shot over a fjord', '-d', '8', '--json'], { home, env })
    expect(JSON.parse(advice.stdout).best).toMatchObject({ id: 'runway', costUsd: 4 })
    const plan = JSON.parse((await render(home, '-p', 'runway', '-d', '8')).stdout)
    expect(plan.cost).toEqual({ estimatedUsd: 4, holdUsd: 4, basis: '$0.5/s, catalog.json' })
    const runway = (await providers(home)).find(({ id }) => id === 'runway')!
    expect(runway.models[0]).toMatchObject({ price: { rates: [{ usdPerSecond: 0.5 }] } })
    const table = await cli(['providers'], { home, env })
    expect(table.stdout).toContain('$0.5/s (catalog.json)')
  })

  it('counts on a server of the own, which is free otherwise', async () => {
    const server = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' }
    const args = ['render', 'A fox', '--dry-run', '--json', '-p', 'sora', '-d', '4']
    const free = await cli(args, { env: server })
    expect(JSON.parse(free.stdout).cost).toMatchObject({ estimatedUsd: 0, basis: 'own server: free' })
    const home = homeWith({ sora: { pricePerSecUsd: 0.01 } })
    expect(JSON.parse((await cli(args, { home, env: server })).stdout).cost.estimatedUsd).toBe(0.04)
    const advice = await cli(['recommend', 'A fox in snow, telephoto', '-d', '4', '--json'], {
      home,
      env: server,
    })
    expect(JSON.parse(advice.stdout).best).toMatchObject({ id: 'sora', costUsd: 0.04 })
  })

  it('that is unknown asks for a cap', async () => {
    const { code, stderr } = await render(homeWith({ runway: { pricePerSecUsd: null } }), '-p', 'runway')
    expect(code).toBe(4)
    expect(stderr).toContain('no price is known')
  })

  it('warns in providers, recommend and render once it is more than 90 days old', async () => {
    const home = homeWith({ runway: { pricePerSecUsd: 0.5, priceReadAt: '2026-08-23' } })
    const all = async (now: string) => [
      (await cli(['providers'], { home, env, now })).stderr,
      (await cli(['recommend', 'Drone shot over a fjord'], { home, env, now })).stdout,
      (await cli(['render', 'x', '-p', 'runway', '--dry-run'], { home, env, now })).stderr,
    ]
    for (const text of await all('2026-11-21T00:00:00Z')) expect(text).not.toMatch(/90 days|may have changed/)
    for (const text of await all('2026-11-22T00:00:00Z')) expect(text).toMatch(/90 days|may have changed/)
  })
})

describe('a sunset', () => {
  it('is refused from its day on, and not ranked', async () => {
    const home = homeWith({ runway: { sunsetAt: '2026-11-22' } })
    const { code, stderr } = await render(home, '-p', 'runway')
    expect(code).toBe(5)
    expect(stderr).toContain('ended the model gen4.5 on 2026-11-22')
    const advice = await cli(['recommend', 'Drone shot over a fjord', '--json'], { home, env })
    expect(JSON.parse(advice.stdout).ranking.map(({ id }: { id: string }) => id)).not.toContain('runway')
    expect((await render(homeWith({ runway: { sunsetAt: '2026-11-23' } }), '-p', 'runway')).code).toBe(0)
    expect((await render(homeWith({ runway: { status: 'shutdown' } }), '-p', 'runway')).code).toBe(5)
  })
})

describe('a model of the own', () => {
  const home = () => homeWith({ 'runway/gen9': own, 'sora/Wan-AI/Wan3': { ...own, pricePerSecUsd: 0 } })

  it('can be rendered with, by its id or with its provider before it', async () => {
    for (const args of [
      ['-m', 'gen9'],
      ['-m', 'runway/gen9'],
      ['-p', 'runway', '-m', 'runway/gen9'],
    ]) {
      const { stdout, stderr } = await render(home(), ...args, '-d', '20', '--ratio', '1:1')
      expect(JSON.parse(stdout || stderr)).toMatchObject({
        provider: 'runway',
        model: 'gen9',
        cost: { estimatedUsd: 4 },
        wouldSend: { body: { model: 'gen9', duration: 20 } },
      })
    }
    const served = await cli(
      ['render', 'A fox', '--dry-run', '--json', '-m', 'sora/Wan-AI/Wan3', '--ratio', '1:1'],
      { home: home(), env: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' } },
    )
    expect(JSON.parse(served.stdout)).toMatchObject({ provider: 'sora', model: 'Wan-AI/Wan3' })
  })

  it('is listed, and takes over nobody else’s price, sunset or rating', async () => {
    const bare = { kind: 'clip', durationSec: { min: 1, max: 20 }, ratios: ['1:1'] }
    const runway = (await providers(homeWith({ 'runway/gen9': bare }))).find(({ id }) => id === 'runway')!
    expect(runway.models.find(({ id }) => id === 'gen9')).toMatchObject({
      own: true,
      price: { rates: [{ usdPerSecond: null }] },
      sunset: null,
      note: null,
    })
    expect((await cli(['providers'], { home: home(), env })).stdout).toContain('gen9')
  })

  it('leads where the usual model cannot do it', async () => {
    const { stdout } = await cli(
      ['recommend', 'Drone shot over a fjord', '-d', '20', '--ratio', '3:1', '--json'],
      { home: home(), env },
    )
    expect(JSON.parse(stdout).best).toMatchObject({ id: 'runway/gen9', costUsd: 4 })
  })

  it('is held to its lengths', async () => {
    const listed = homeWith({ 'runway/gen9': { ...own, durationSec: { min: 4, max: 12, allowed: [4, 12] } } })
    expect((await render(listed, '-m', 'gen9', '-d', '12', '--ratio', '1:1')).code).toBe(0)
    const { code, stderr } = await render(listed, '-m', 'gen9', '-d', '8', '--ratio', '1:1')
    expect(code).toBe(2)
    expect(stderr).toContain('4, 12 seconds')
  })
})

describe('what is taken away', () => {
  it('is not listed, not ranked, and refused by name', async () => {
    const home = homeWith({ heygen: null, 'runway/gen4_turbo': null })
    const ids = (await providers(home)).map(({ id }) => id)
    expect(ids).toEqual(['template', 'runway', 'sora'])
    const { code, stderr } = await render(home, '-p', 'heygen')
    expect(code).toBe(2)
    expect(stderr).toContain('catalog.json')
    expect((await render(home, '-p', 'runway', '-m', 'gen4_turbo')).code).toBe(2)
  })
})

describe('a catalog.json that is wrong', () => {
  it.each([
    ['{', 'line 1, column 2'],
    [[], 'it: '],
    ['null', 'it: '],
    ['[7]', '0: '],
    [{ runway: { pricePerSecond: 1 } }, 'runway'],
    [{ runway: { pricePerSecUsd: '1' } }, 'runway.pricePerSecUsd'],
    [{ runway: { sunsetAt: 'soon' } }, 'runway.sunsetAt'],
    [{ luma: own }, 'luma: there is no provider "luma"'],
    [{ 'runway/gen4.5': { pricePerSecUsd: 1 } }, 'write it as "runway"'],
    [{ 'runway/gen9': { kind: 'clip' } }, 'runway/gen9.durationSec'],
    [{ template: null }, 'part of the program'],
    [{ runway: { requiresKey: false } }, 'runway'],
  ])('%j stops every command that would use it', async (catalog, message) => {
    const home = homeWith(catalog)
    for (const args of [['providers'], ['recommend', 'A fox'], ['render', 'A fox', '--dry-run']]) {
      const { code, stdout, stderr } = await cli(args, { home, env })
      expect({ code, stdout }, args[0]).toEqual({ code: 2, stdout: '' })
      expect(stderr, args[0]).toContain(join(home, 'catalog.json'))
      expect(stderr, args[0]).toContain(message)
    }
  })
})
