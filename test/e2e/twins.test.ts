/** Whose a provider's job is: of two with the same prompt, of one whose id another has, of one whose id waits on the disk. */

import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeOutbox } from '../../src/ledger/outbox.ts'
import type { Json } from '../../src/providers/provider.ts'
import type { Fault } from '../helpers/fault-server/faults.ts'
import { atServer, expectKilled } from '../helpers/kills.ts'
import { expectSquare, type PaidWorld, paidWorld, prompt, readBooks, theJob, until } from '../helpers/paid.ts'

const picture = new URL('../fixtures/fox.png', import.meta.url)

/** Both renders are told apart by their output alone. */
const render = (world: PaidWorld, output: string, ...args: string[]) =>
  world.vidgen(['render', prompt, '-p', world.dialect, '-o', output, '--json', ...args])

const stateOf = async (world: PaidWorld, output: string) =>
  (await readBooks(world)).jobs.find(({ outputPath }) => outputPath.endsWith(output))?.state

/** Each look at the list is tried three times. */
const unlisted = (times = 3): Fault => ({
  on: 'list',
  do: { kind: 'answer', status: 503, body: '' },
  times,
})

const outboxOf = ({ home }: PaidWorld) => {
  const folder = join(home, 'vidgen', 'outbox')
  return existsSync(folder) ? readdirSync(folder) : []
}

describe('a lost answer beside its twin', () => {
  it('takes no video whose answer is still on its way to the twin', async () => {
    const world = await paidWorld('sora')
    world.server.fail(
      { on: 'submit', do: { kind: 'trickle', bytesPerSecond: 150 } },
      { on: 'submit', do: { kind: 'reset', when: 'before-reading' } },
    )
    const answered = render(world, 'answered.mp4')
    await until(() => world.server.truth().jobs.length === 1, 'the first is made')
    const lost = await render(world, 'lost.mp4')
    expect(lost.code, lost.stderr).toBe(9)
    expect(lost.stderr).toMatch(/may be job \w+, which has the same prompt/)
    const first = await answered
    expect(first.code, first.stderr).toBe(0)
    expect(outboxOf(world)).toEqual([])

    const { jobs } = await readBooks(world)
    const unknown = jobs.find(({ state }) => state === 'unknown')
    expect((await world.vidgen(['jobs', 'reconcile', unknown?.id ?? '', '--not-charged'])).code).toBe(0)
    await expectSquare(world)
  })

  it.each([
    ['size', ['--ratio', '9:16']],
    ['picture', ['--image', 'fox.png']],
  ])('takes no video that may be the twin’s of another %s', async (_what, args) => {
    const world = await paidWorld('sora')
    copyFileSync(picture, join(world.home, 'fox.png'))
    world.server.fail(
      { on: 'submit', do: { kind: 'reset', when: 'charged' } },
      { on: 'submit', do: { kind: 'reset', when: 'before-reading' } },
      unlisted(),
    )
    expect((await render(world, 'made.mp4')).code).toBe(9)
    const lost = await render(world, 'lost.mp4', ...args)
    expect(lost.code, lost.stderr).toBe(9)
    // Of two that look alike a person must say whose it is; sizes are in the list.
    await world.vidgen(['jobs', 'resume', '--all'])
    expect(await stateOf(world, 'lost.mp4')).toBe('unknown')
  })

  it('is found once where two of the same are lost', async () => {
    const world = await paidWorld('sora')
    world.server.fail(
      { on: 'submit', do: { kind: 'reset', when: 'charged' } },
      { on: 'submit', do: { kind: 'reset', when: 'before-reading' } },
      unlisted(6),
    )
    expect((await render(world, 'one.mp4')).code).toBe(9)
    expect((await render(world, 'two.mp4', '--new')).code).toBe(9)
    world.server.heal()
    const reconciled = await world.vidgen(['jobs', 'reconcile'])
    expect(reconciled.code, reconciled.stderr).toBe(9)
    const { jobs } = await readBooks(world)
    expect(jobs.map(({ state }) => state).sort()).toEqual(['submitted', 'unknown'])
  })
})

describe('an id that another job has already', () => {
  it('parks the job it was answered to: nothing is lost, nothing is booked twice', async () => {
    const world = await paidWorld('runway')
    expect((await render(world, 'one.mp4', '--no-wait')).code).toBe(7)
    const [made] = world.server.truth().jobs
    world.server.fail({
      on: 'submit',
      do: { kind: 'answer', status: 200, body: JSON.stringify({ id: made?.id }) },
    })
    const second = await world.vidgen(['render', 'another clip', '-p', 'runway', '-o', 'two.mp4', '--json'])
    expect(second.code, second.stderr).toBe(9)
    expect(second.stderr).toContain(`${made?.id} already belongs to job`)
    expect(outboxOf(world)).toEqual([])
    expect(await stateOf(world, 'two.mp4')).toBe('unknown')
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code, 'one of two').toBe(10)
    expect(await stateOf(world, 'one.mp4')).toBe('done')
  })
})

describe('an id that waits in the outbox', () => {
  /** Killed with the request at the provider; its id was written beside the ledger. */
  async function waiting(dialect: 'runway' | 'sora') {
    const world = await paidWorld(dialect)
    const point = atServer('charged', 'submit', { kind: 'hang', when: 'charged' })
    expectKilled(await point.kill(world, ['render', prompt, '-p', dialect, '-o', 'one.mp4']))
    const [made] = world.server.truth().jobs
    const job = await theJob(world)
    expect(job.state).toBe('submitting')
    const id = made?.id ?? ''
    const operation: Json = dialect === 'runway' ? { taskId: id } : { videoId: id }
    const lease = { jobId: job.id, owner: 'gone', epoch: 1 }
    await writeOutbox(join(world.home, 'vidgen', 'outbox'), { lease, providerJobId: id, operation })
    return { world, job, id }
  }

  it('is taken in by the same command typed again', async () => {
    const { world } = await waiting('runway')
    const again = await render(world, 'one.mp4')
    expect(again.code, again.stderr).toBe(0)
    expect(outboxOf(world)).toEqual([])
    expect(world.server.truth().posts).toBe(1)
    await expectSquare(world)
  })

  it('is taken in by reconcile, which then lets nobody say that it cost nothing', async () => {
    const { world, job, id } = await waiting('runway')
    const denied = await world.vidgen(['jobs', 'reconcile', job.id, '--not-charged'])
    expect(denied.code, denied.stderr).toBe(2)
    expect(await theJob(world)).toMatchObject({ state: 'submitted', providerJobId: id })
  })

  it('is found for no twin', async () => {
    const { world } = await waiting('sora')
    world.server.fail({ on: 'submit', do: { kind: 'reset', when: 'before-reading' } })
    const twin = await render(world, 'two.mp4', '--new')
    expect(twin.code, twin.stderr).toBe(9)
    expect(outboxOf(world).length).toBe(1)
  })
})
