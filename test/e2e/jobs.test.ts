/** Jobs that outlive the process that began them: left running, resumed, cancelled, found again, settled by a person. */

import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canary } from '../helpers/http.ts'
import {
  dialects,
  expectSquare,
  type PaidWorld,
  paidWorld,
  prompt,
  readBooks,
  theJob,
  until,
} from '../helpers/paid.ts'

const running: Record<string, string> = { runway: 'RUNNING', sora: 'in_progress', heygen: 'processing' }
const done: Record<string, string> = { runway: 'SUCCEEDED', sora: 'completed', heygen: 'completed' }

const errorOf = ({ stderr }: { stderr: string }) => JSON.parse(stderr.trim().split('\n').at(-1) ?? '').error

/** A job whose submit was charged and never answered. */
async function lostWorld(): Promise<PaidWorld> {
  const world = await paidWorld('runway')
  world.server.fail({ on: 'submit', do: { kind: 'reset', when: 'charged' } })
  const lost = await world.render()
  expect(lost.code, lost.stderr).toBe(9)
  return world
}

describe.each(dialects)('%s', (dialect) => {
  it('is left running by --no-wait, named on stdout, and fetched by resume', async () => {
    const world = await paidWorld(dialect)
    const left = await world.render('--no-wait')
    expect(left.code, left.stderr).toBe(7)
    const document = JSON.parse(left.stdout)
    expect(document).toMatchObject({ state: 'submitted', provider: dialect })
    expect(errorOf(left).hint).toContain(`vidgen jobs resume ${document.id}`)
    const resumed = await world.vidgen(['jobs', 'resume', document.id.slice(0, 6)])
    expect(resumed.code, resumed.stderr).toBe(0)
    expect(resumed.stdout).toBe(`${join(world.home, 'fox.mp4')}\n`)
    expect(world.server.truth().posts).toBe(1)
    await expectSquare(world)
  })

  it('outlives --timeout: exit 7, alive, fetched later', async () => {
    const world = await paidWorld(dialect)
    world.server.course({ states: [...Array(60).fill(running[dialect]), done[dialect]] })
    const left = await world.render('--timeout', '1s')
    expect(left.code, left.stderr).toBe(7)
    expect(JSON.parse(left.stdout).state).toBe('submitted')
    const again = await world.vidgen(['jobs', 'resume', '--all'])
    expect(again.code, again.stderr).toBe(0)
    await expectSquare(world)
  })

  it('is paid for once when one key is refused half-way, and fetched when it works again', async () => {
    const world = await paidWorld(dialect)
    world.server.fail({ on: 'poll', do: { kind: 'answer', status: 401, body: '{}' } })
    const stopped = await world.render()
    expect(stopped.code, stopped.stderr).toBe(7)
    expect(errorOf(stopped).hint).toContain('vidgen connect')
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(0)
    await expectSquare(world)
  })
})

describe('how a job ends at the provider', () => {
  const ends: readonly [string, object, number, string, number][] = [
    ['failed and refunded', { states: ['FAILED'], fields: { failureCode: 'INTERNAL' } }, 5, 'failed', 0],
    [
      'moderated before it was made',
      { states: ['FAILED'], fields: { failureCode: 'SAFETY.INPUT.TEXT', cost: undefined } },
      5,
      'failed',
      600_000,
    ],
    [
      'moderated after',
      { states: ['FAILED'], fields: { failureCode: 'SAFETY.OUTPUT.VIDEO', cost: undefined } },
      5,
      'failed',
      0,
    ],
    ['cancelled elsewhere', { states: ['CANCELLED'], fields: { cost: undefined } }, 5, 'cancelled', 600_000],
    ['throttled, then done', { states: ['THROTTLED', 'THROTTLED', 'SUCCEEDED'] }, 0, 'done', 600_000],
    ['an unknown word, then done', { states: ['DAYDREAMING', 'SUCCEEDED'] }, 0, 'done', 600_000],
    ['not found at first, then done', { hiddenPolls: 3 }, 0, 'done', 600_000],
  ]
  it.each(ends)('%s', async (_name, course, exit, state, spentMicros) => {
    const world = await paidWorld('runway')
    world.server.course(course)
    const ended = await world.render()
    expect(ended.code, ended.stderr).toBe(exit)
    const { jobs, budget, verification } = await readBooks(world)
    expect(jobs.map((job) => job.state)).toEqual([state])
    expect(budget.month).toMatchObject({ spentMicros, heldMicros: 0 })
    expect(verification.problems).toEqual([])
    if (exit === 5) expect(['boolean', 'string']).toContain(typeof errorOf(ended).charged)
  })

  it('is not sent again by itself: a failed one needs a new command', async () => {
    const world = await paidWorld('runway')
    world.server.course({ states: ['FAILED'] })
    expect((await world.render()).code).toBe(5)
    const nothing = await world.vidgen(['jobs', 'resume', '--all'])
    expect(nothing.code).toBe(0)
    expect(world.server.truth().posts).toBe(1)
  })
})

describe('a lost answer', () => {
  it('is looked at again by resume, never sent again, and refuses its twin until --new', async () => {
    const world = await lostWorld()
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(9)
    const twin = await world.render()
    expect(twin.code).toBe(9)
    expect(errorOf(twin)).toMatchObject({ kind: 'unknown', charged: 'unknown' })
    expect(world.server.truth().posts).toBe(1)
    const wanted = await world.render('--new')
    expect(wanted.code, wanted.stderr).toBe(0)
    expect(world.server.truth().posts).toBe(2)
  })

  it('is adopted by its id, waited for and delivered', async () => {
    const world = await lostWorld()
    const job = await theJob(world)
    expect((await world.vidgen(['jobs', 'reconcile'])).code).toBe(9)
    const [truth] = world.server.truth().jobs
    const adopted = await world.vidgen(['jobs', 'reconcile', job.id, '--adopt', truth?.id ?? ''])
    expect(adopted.code, adopted.stderr).toBe(0)
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(0)
    await expectSquare(world)
  })

  it.each([
    ['--charged', 600_000],
    ['--not-charged', 0],
  ])('is settled by a person’s %s', async (flag, spentMicros) => {
    const world = await lostWorld()
    const job = await theJob(world)
    const settled = await world.vidgen(['jobs', 'reconcile', job.id, flag])
    expect(settled.code, settled.stderr).toBe(0)
    const { budget, verification } = await readBooks(world)
    expect(budget.month).toMatchObject({ spentMicros, heldMicros: 0 })
    expect(verification.problems).toEqual([])
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code, 'nothing is left').toBe(0)
  })

  it('is found in the provider’s list by reconcile', async () => {
    const world = await paidWorld('sora', { VIDGEN_SUBMIT_TIMEOUT: '1' })
    // Lost, and the list is down as well.
    world.server.fail(
      { on: 'submit', do: { kind: 'reset', when: 'charged' } },
      { on: 'list', do: { kind: 'answer', status: 501, body: '' }, times: 3 },
    )
    const lost = await world.render()
    expect(lost.code, lost.stderr).toBe(9)
    world.server.heal()
    const found = await world.vidgen(['jobs', 'reconcile'])
    expect(found.code, found.stderr).toBe(0)
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(0)
    await expectSquare(world)
  })

  it('is found by reconcile though another is in other hands', async () => {
    const world = await paidWorld('sora')
    world.server.fail(
      { on: 'submit', do: { kind: 'reset', when: 'charged' } },
      { on: 'list', do: { kind: 'answer', status: 503, body: '' }, times: 3 },
      { on: 'submit', do: { kind: 'hang', when: 'after-reading' } },
    )
    expect((await world.render()).code).toBe(9)
    const submits = () => world.server.requests.filter(({ operation }) => operation === 'submit').length
    let busy: ChildProcess | undefined
    const other = world.vidgen(['render', 'a hare', '-p', 'sora', '-o', 'hare.mp4'], {
      started(child) {
        busy = child
      },
    })
    await until(() => submits() === 2, 'the other is at work')
    const found = await world.vidgen(['jobs', 'reconcile'])
    expect(found.code, found.stderr).toBe(10)
    expect(found.stdout).toContain('found as')
    expect(found.stderr).toContain('in the hands of another vidgen')
    busy?.kill('SIGKILL')
    await other
  })

  it('shows its evidence without prompt, key or address', async () => {
    const world = await lostWorld()
    const job = await theJob(world)
    const { code, stdout } = await world.vidgen(['jobs', 'evidence', job.id])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      id: job.id,
      state: 'unknown',
      heldUsd: 0.6,
      sentAt: job.sentAt,
    })
    for (const secret of [prompt, canary, 'signed-url-secret', 'Bearer']) expect(stdout).not.toContain(secret)
  })
})

describe('cancelling', () => {
  it('reads the status first, cancels a running one, and books what that cost', async () => {
    const world = await paidWorld('runway')
    world.server.course({ states: ['RUNNING'] })
    expect((await world.render('--no-wait')).code).toBe(7)
    const job = await theJob(world)
    const { code, stdout, stderr } = await world.vidgen(['jobs', 'cancel', job.id, '--json'])
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout).cancel).toMatch(/cancelled|requested/)
    const operations = world.server.requests.map(({ operation }) => operation)
    expect(operations.indexOf('poll')).toBeLessThan(operations.indexOf('cancel'))
  })

  it('never deletes a finished one: it is too late, and resume fetches it', async () => {
    const world = await paidWorld('runway')
    expect((await world.render('--no-wait')).code).toBe(7)
    const job = await theJob(world)
    const late = await world.vidgen(['jobs', 'cancel', job.id, '--json'])
    expect(late.code, late.stderr).toBe(0)
    expect(JSON.parse(late.stdout).cancel).toBe('too_late')
    expect(world.server.requests.some(({ operation }) => operation === 'cancel')).toBe(false)
    expect((await world.vidgen(['jobs', 'resume', job.id])).code).toBe(0)
    await expectSquare(world)
  })
})

describe('another process, account or address', () => {
  it('two resumes at once make one file and one charge', async () => {
    const world = await paidWorld('runway')
    for (const name of ['a', 'b', 'c'])
      expect((await world.vidgen(['render', name, '-p', 'runway', '--no-wait'])).code).toBe(7)
    const racing = await Promise.all([1, 2, 3].map(() => world.vidgen(['jobs', 'resume', '--all'])))
    for (const { code, stderr } of racing) expect([0, 7, 10], stderr).toContain(code)
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(0)
    expect(world.server.truth()).toMatchObject({ posts: 3, charges: 3 })
    await expectSquare(world)
  })

  it('leaves alone what somebody alive is at', async () => {
    const world = await paidWorld('runway')
    world.server.course({ states: [...Array(40).fill('RUNNING'), 'SUCCEEDED'] })
    const rendering = world.render()
    await until(() => world.server.requests.some(({ operation }) => operation === 'poll'), 'a poll')
    const other = await world.vidgen(['jobs', 'resume', '--all'])
    expect(other.code, other.stderr).toBe(7)
    expect(other.stderr).toContain('in the hands of another vidgen')
    expect((await rendering).code).toBe(0)
    await expectSquare(world)
  })

  it('refuses a job of another account, and sends that key nowhere', async () => {
    const world = await paidWorld('runway')
    expect((await world.render('--no-wait')).code).toBe(7)
    const before = world.server.requests.length
    const other = await world.vidgen(['jobs', 'resume', '--all'], {
      env: { RUNWAYML_API_SECRET: 'another-account-1234567890' },
    })
    expect(other.code, other.stderr).toBe(3)
    expect(other.stderr).toContain('another Runway account')
    expect(world.server.requests.length).toBe(before)
    expect((await theJob(world)).state).toBe('submitted')
  })

  it('refuses a job of another address', async () => {
    const world = await paidWorld('runway')
    const elsewhere = await paidWorld('runway')
    expect((await world.render('--no-wait')).code).toBe(7)
    const other = await world.vidgen(['jobs', 'resume', '--all'], {
      env: { RUNWAYML_BASE_URL: elsewhere.server.baseUrl('runway') },
    })
    expect(other.code, other.stderr).toBe(3)
    expect(elsewhere.server.requests).toEqual([])
  })
})
