/** Money is spent on the user's word, within the caps, and never by a run that was refused. */

import { describe, expect, it } from 'vitest'
import { dialects, expectSquare, type PaidWorld, paidWorld, priceMicros, readBooks } from '../helpers/paid.ts'

const errorOf = ({ stderr }: { stderr: string }) => JSON.parse(stderr).error

async function expectUntouched(world: PaidWorld): Promise<void> {
  expect(world.server.truth()).toMatchObject({ posts: 0, charges: 0 })
  const { budget } = await readBooks(world)
  expect(budget.month).toMatchObject({ spentMicros: 0, heldMicros: 0 })
}

describe.each(dialects)('%s', (dialect) => {
  it('shows the plan on --dry-run: the request, its price, and not one request sent', async () => {
    const world = await paidWorld(dialect)
    const { code, stdout, stderr } = await world.render('--dry-run')
    expect(code, stderr).toBe(0)
    expect(JSON.stringify(JSON.parse(stdout))).toContain('A fox in fresh snow')
    expect(stdout).toContain(String(priceMicros[dialect] / 1e6))
    expect(world.server.requests).toEqual([])
    expect((await readBooks(world)).jobs).toEqual([])
  })

  it('books what the server charged', async () => {
    const world = await paidWorld(dialect)
    expect((await world.render()).code).toBe(0)
    await expectSquare(world)
  })
})

describe('caps', () => {
  it('refuses what --max-cost does not cover, with exit 4 and no POST', async () => {
    const world = await paidWorld('runway')
    const refused = await world.render('--max-cost', '0.59')
    expect([refused.code, refused.stdout]).toEqual([4, ''])
    expect(errorOf(refused)).toMatchObject({ kind: 'budget', charged: false })
    await expectUntouched(world)
    expect((await world.render('--max-cost', '0.60')).code).toBe(0)
  })

  it('takes the month to its last cent and no further', async () => {
    const world = await paidWorld('runway')
    await world.vidgen(['ledger', 'budget', 'set', '--monthly', '1.20'])
    for (const name of ['a', 'b']) {
      const { code, stderr } = await world.vidgen(['render', name, '-p', 'runway'])
      expect(code, stderr).toBe(0)
    }
    const refused = await world.vidgen(['render', 'c', '-p', 'runway', '--json'])
    expect(refused.code).toBe(4)
    expect(errorOf(refused)).toMatchObject({ kind: 'budget', charged: false })
    expect(world.server.truth()).toMatchObject({ posts: 2, charges: 2 })
    await expectSquare(world)
  })

  it('lets in exactly as many of eight at once as the month has room for', async () => {
    const world = await paidWorld('runway')
    await world.vidgen(['ledger', 'budget', 'set', '--monthly', '1.80'])
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const runs = await Promise.all(names.map((name) => world.vidgen(['render', name, '-p', 'runway'])))
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 0, 0, 4, 4, 4, 4, 4])
    expect(world.server.truth()).toMatchObject({ posts: 3, charges: 3 })
    await expectSquare(world)
  })

  it('counts the renders of a day, and not those that were refused before they were sent', async () => {
    const world = await paidWorld('sora')
    await world.vidgen(['ledger', 'budget', 'set', '--daily-renders', '1'])
    world.server.fail({ on: 'submit', do: { kind: 'answer', status: 422, body: '{}' } })
    expect((await world.render()).code).toBe(5)
    expect((await world.render()).code).toBe(0)
    const refused = await world.vidgen(['render', 'another', '-p', 'sora', '--json'])
    expect(refused.code, refused.stderr).toBe(4)
    expect(world.server.truth().charges).toBe(1)
  })

  it('holds while nobody knows, so that an unknown job counts against the month', async () => {
    const world = await paidWorld('runway')
    await world.vidgen(['ledger', 'budget', 'set', '--monthly', '1'])
    world.server.fail({ on: 'submit', do: { kind: 'reset', when: 'charged' } })
    expect((await world.render()).code).toBe(9)
    const refused = await world.vidgen(['render', 'another', '-p', 'runway'])
    expect(refused.code, refused.stderr).toBe(4)
    expect(world.server.truth().posts).toBe(1)
  })

  it('books the truth where it is above the estimate, and blocks what comes after', async () => {
    const world = await paidWorld('runway')
    await world.vidgen(['ledger', 'budget', 'set', '--monthly', '1'])
    world.server.course({ cost: 120 })
    const { code, stdout } = await world.render()
    expect(code).toBe(0)
    const { cost, warnings } = JSON.parse(stdout)
    expect(cost).toMatchObject({ estimatedUsd: 0.6, actualUsd: 1.2 })
    expect(warnings.join()).toMatch(/\$1\.20/)
    expect((await world.vidgen(['render', 'another', '-p', 'runway'])).code).toBe(4)
    expect(world.server.truth().posts).toBe(1)
  })

  it.each([-1, 'much', 1e12])('books the estimate where the server says the cost is %s', async (cost) => {
    const world = await paidWorld('runway')
    world.server.course({ cost })
    const { code, stdout, stderr } = await world.render()
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout).cost).toMatchObject({ estimatedUsd: 0.6, actualUsd: null })
    await expectSquare(world)
  })
})

describe('consent', () => {
  it('is given by naming the provider', async () => {
    const world = await paidWorld('runway')
    expect((await world.render('--no-input')).code).toBe(0)
  })

  it('is missing where Mia chose: exit 4 and no POST until --yes', async () => {
    const world = await paidWorld('runway')
    const brief = ['render', 'Slow drone shot over a misty fjord', '--json']
    const refused = await world.vidgen(brief)
    expect(refused.code, refused.stderr).toBe(4)
    expect(refused.stderr).toContain('nobody has agreed to spend it')
    await expectUntouched(world)
    expect((await world.vidgen([...brief, '--yes'])).code).toBe(0)
    await expectSquare(world)
  })

  it('of a --fallback goes to the free renderer only, and only when nothing was made', async () => {
    const world = await paidWorld('runway')
    world.server.fail({ on: 'submit', do: { kind: 'reset', when: 'charged' } })
    const { code } = await world.render('--fallback', 'free')
    expect(code).toBe(9)
    expect(world.server.truth()).toMatchObject({ posts: 1, charges: 1 })
  })
})

describe('an account without credit', () => {
  it.each(dialects)('%s: exit 4, nothing held', async (dialect) => {
    const world = await paidWorld(dialect)
    world.server.world.broke = true
    const refused = await world.render()
    expect(refused.code, refused.stderr).toBe(4)
    expect(errorOf(refused)).toMatchObject({ kind: 'budget', provider: dialect, charged: false })
    expect((await readBooks(world)).budget.month).toMatchObject({ spentMicros: 0, heldMicros: 0 })
    expect(world.server.truth().charges).toBe(0)
  })
})
