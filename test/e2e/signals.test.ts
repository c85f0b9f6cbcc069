/** Signals at every stage of a paid render, a second one, and streams that go away or are full: the job stays, the id is told. */

import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Misbehaviour, Operation } from '../helpers/fault-server/faults.ts'
import { canary } from '../helpers/http.ts'
import { expectSquare, type PaidWorld, paidWorld, prompt, theJob, until } from '../helpers/paid.ts'
import { cleanEnvironment, type Finished, program } from '../helpers/run.ts'

/** Sends the signals, one after another, while the server keeps a request of this kind waiting. */
async function signalled(
  world: PaidWorld,
  on: Operation,
  how: Misbehaviour,
  signals: readonly NodeJS.Signals[],
  more: readonly string[] = [],
): Promise<Finished & { lastMs: number }> {
  world.server.fail({ on, do: how })
  const isThere = () => world.server.requests.some(({ operation }) => operation === on)
  let sentMs = 0
  const run = await world.vidgen(
    ['render', prompt, '-p', world.dialect, '-o', 'fox.mp4', '--json', ...more],
    {
      started(child) {
        until(isThere, on).then(() => {
          for (const [index, signal] of signals.entries())
            setTimeout(() => {
              sentMs = performance.now()
              child.kill(signal)
            }, index * 150)
        })
      },
    },
  )
  world.server.heal()
  return { ...run, lastMs: performance.now() - sentMs }
}

const picture = new URL('../fixtures/fox.png', import.meta.url)

const errorOf = ({ stderr }: Finished) => JSON.parse(stderr.trim().split('\n').at(-1) ?? '').error

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s while polling: exit %s, the job goes on and its command is told', async (signal, exit) => {
    const world = await paidWorld('runway')
    const run = await signalled(world, 'poll', { kind: 'hang', when: 'after-reading' }, [signal])
    expect(run.code, run.stderr).toBe(exit)
    const job = await theJob(world)
    expect(job.state).toBe('submitted')
    expect(JSON.parse(run.stdout)).toMatchObject({ id: job.id, state: 'submitted' })
    expect(errorOf(run).hint).toContain(`vidgen jobs resume ${job.id}`)
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(0)
    await expectSquare(world)
  })

  it('before anything is sent gives the hold back', async () => {
    const world = await paidWorld('runway')
    // While the picture is uploaded, which is free and comes before the intent.
    const noise = Buffer.from(Array.from({ length: 4_000_000 }, (_, index) => (index * index) >> 8))
    writeFileSync(join(world.home, 'fox.png'), Buffer.concat([readFileSync(picture), noise]))
    const run = await signalled(
      world,
      'upload',
      { kind: 'hang', when: 'after-reading' },
      ['SIGINT'],
      ['--image', 'fox.png'],
    )
    expect(run.code, run.stderr).toBe(130)
    expect(errorOf(run).charged).toBe(false)
    expect((await theJob(world)).state).toBe('released')
    expect(world.server.truth().posts).toBe(0)
    await expectSquare(world)
  })

  it('while the answer to the POST is on its way waits for it', async () => {
    const world = await paidWorld('runway')
    // About a second for the whole answer.
    const run = await signalled(world, 'submit', { kind: 'trickle', bytesPerSecond: 250 }, ['SIGINT'])
    expect(run.code, run.stderr).toBe(130)
    expect((await theJob(world)).state).toBe('submitted')
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(0)
    await expectSquare(world)
  })

  it('does not wait longer than 4 s for that answer, and holds the price of what it does not know', async () => {
    const world = await paidWorld('runway')
    const run = await signalled(world, 'submit', { kind: 'hang', when: 'charged' }, ['SIGINT'])
    expect(run.lastMs).toBeLessThan(5500)
    expect(run.code, run.stderr).toBe(130)
    const job = await theJob(world)
    expect(['unknown', 'submitting']).toContain(job.state)
    expect(errorOf(run)).toMatchObject({ job: job.id, charged: 'unknown' })
    expect(JSON.parse(run.stdout)).toMatchObject({ id: job.id, heldUsd: 0.6 })
    expect((await world.render()).code, 'the same again').toBe(9)
    const [made] = world.server.truth().jobs
    await world.vidgen(['jobs', 'reconcile', job.id, '--adopt', made?.id ?? ''])
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(0)
    expect(world.server.truth().posts).toBe(1)
    await expectSquare(world)
  })

  it('while downloading leaves no file, and resume fetches it', async () => {
    const world = await paidWorld('sora')
    const run = await signalled(world, 'content', { kind: 'trickle', bytesPerSecond: 500 }, ['SIGINT'])
    expect(run.code, run.stderr).toBe(130)
    expect(existsSync(join(world.home, 'fox.mp4'))).toBe(false)
    expect((await theJob(world)).state).toBe('ready')
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(0)
    await expectSquare(world)
  })

  it('while waiting to try again after 429 gives the hold back: nothing was made', async () => {
    const world = await paidWorld('runway')
    const busy: Misbehaviour = { kind: 'answer', status: 429, headers: { 'retry-after': '30' }, body: '' }
    const run = await signalled(world, 'submit', busy, ['SIGINT'])
    expect(run.code, run.stderr).toBe(130)
    expect((await theJob(world)).state).toBe('released')
    expect(errorOf(run).charged).toBe(false)
    await expectSquare(world)
  })

  it('given twice ends it at once; what is on disk is enough to go on', async () => {
    const world = await paidWorld('heygen')
    const run = await signalled(world, 'submit', { kind: 'hang', when: 'charged' }, ['SIGINT', 'SIGINT'])
    expect(run.code).toBe(130)
    expect(run.lastMs).toBeLessThan(1000)
    expect((await world.vidgen(['jobs', 'resume', '--all'])).code).toBe(0)
    expect(world.server.truth().charges).toBe(1)
    await expectSquare(world)
  })
})

describe('streams', () => {
  const start = (world: PaidWorld, stdio: ('ignore' | 'pipe' | number)[], ...args: string[]) =>
    spawn(process.execPath, [program, 'render', prompt, '-p', 'runway', '-o', 'fox.mp4', ...args], {
      cwd: world.home,
      env: cleanEnvironment(world.home, { ...world.env, RUNWAYML_API_SECRET: canary }),
      stdio: stdio as ('ignore' | 'pipe')[],
    })
  const codeOf = (child: ReturnType<typeof spawn>) =>
    new Promise<number | null>((done) => child.on('close', (code) => done(code)))

  it('that go away (| head -1) do not end a paid job', async () => {
    const world = await paidWorld('runway')
    const child = start(world, ['ignore', 'pipe', 'pipe'], '--verbose')
    child.stderr?.once('data', () => {
      child.stderr?.destroy()
      child.stdout?.destroy()
    })
    expect(await codeOf(child)).toBe(0)
    await expectSquare(world)
  })

  it.each([1, 2])('number %s that is full (/dev/full) does not end a paid job', async (descriptor) => {
    const world = await paidWorld('runway')
    const full = openSync('/dev/full', 'w')
    const stdio: ('ignore' | number)[] = ['ignore', 'ignore', 'ignore']
    stdio[descriptor] = full
    const code = await codeOf(start(world, stdio, '--verbose'))
    closeSync(full)
    expect([0, 8]).toContain(code)
    expect((await theJob(world)).state).toBe('done')
    await expectSquare(world)
  })
})
