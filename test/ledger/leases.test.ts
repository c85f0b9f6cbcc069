/** Who may go on with a job when its process is gone, slow, or on another machine. */

import { describe, expect, it } from 'vitest'
import { fateOf, isAlive, type ProcessIdentity, readIdentity } from '../../src/ledger/identity.ts'
import { faultOf, makePlace, newJob, ownIdentity, submit } from './helpers.ts'

const elsewhere: ProcessIdentity = { ...ownIdentity, bootId: 'another boot' }
/** This process's pid, but of another start: the pid was used again. */
const dead: ProcessIdentity = { ...ownIdentity, startedAt: '1' }

describe('a takeover', () => {
  it('waits for the lease of an owner who may live, then fences that owner off', async () => {
    const place = makePlace()
    const far = await place.open({ identity: elsewhere })
    const { id, lease } = await submit(far)
    const near = await place.open()
    place.clock.advance(64)
    expect(await near.takeOver(id)).toBeUndefined()
    await far.heartbeat(lease, 'RUNNING')
    place.clock.advance(64)
    expect(await near.takeOver(id)).toBeUndefined()
    place.clock.advance(2)
    const taken = await near.takeOver(id)
    expect(taken).toMatchObject({
      job: { state: 'submitted', lastStatus: 'RUNNING' },
      lease: { jobId: id, epoch: 2 },
    })
    expect(await far.takeOver(id)).toBeUndefined()
    for (const late of [
      far.heartbeat(lease),
      far.fail(lease, { state: 'failed', money: 'release', message: '', charged: false }),
    ])
      expect((await faultOf(late)).code).toBe('job.fenced')
    await near.ready(taken!.lease, { video: 1, costMicros: 1, costSource: 'actual' })
    expect((await faultOf(far.fence(lease))).code).toBe('job.fenced')
    expect(await near.verify()).toMatchObject({ ok: true })
  })

  it('fences off a living owner on this machine as well, once its lease lapsed', async () => {
    const place = makePlace()
    const first = await place.open()
    const { id, lease } = await submit(first)
    place.clock.advance(66)
    expect((await (await place.open()).takeOver(id))?.lease.epoch).toBe(2)
    expect((await faultOf(first.heartbeat(lease))).code).toBe('job.fenced')
  })

  it('happens at once when the owner is dead or gave up', async () => {
    const place = makePlace()
    const crashed = await place.open({ identity: dead })
    const { id } = await submit(crashed)
    const ledger = await place.open()
    const taken = await ledger.takeOver(id)
    expect(taken?.lease.epoch).toBe(2)
    expect(await ledger.takeOver(id)).toBeUndefined()
    await ledger.yield(taken!.lease)
    expect((await ledger.takeOver(id))?.lease.epoch).toBe(3)
  })

  it('is not thrown off by a clock that was ahead', async () => {
    const place = makePlace()
    place.clock.set('2027-06-01T00:00:00.000Z')
    const far = await place.open({ identity: elsewhere })
    const { id: lost } = await submit(far)
    const near = await place.open()
    const { id: mine } = await submit(near)
    place.clock.set('2026-11-25T12:00:00.000Z')
    expect(await near.takeOver(mine)).toBeUndefined()
    expect((await near.takeOver(lost))?.lease.epoch).toBe(2)
  })

  it('is for unfinished jobs that exist', async () => {
    const ledger = await makePlace().open()
    const { job, lease } = await ledger.reserve(newJob())
    await ledger.release(lease, '')
    expect(await ledger.takeOver(job.id)).toBeUndefined()
    expect(await ledger.takeOver('nothing')).toBeUndefined()
  })

  it('does not undo what yield leaves: the state and the hold', async () => {
    const ledger = await makePlace().open()
    const { id, lease } = await submit(ledger)
    await ledger.yield(lease)
    await ledger.yield(lease)
    expect((await ledger.find(id)).state).toBe('submitted')
    expect((await ledger.budget()).month.heldMicros).toBe(600_000)
    expect((await faultOf(ledger.heartbeat(lease))).code).toBe('job.fenced')
  })
})

describe('the same command typed again', () => {
  const request = { requestSha256: 'same', accountFingerprint: 'abcdef012345', outputPath: '/same.mp4' }

  it('goes on with what a dead process left', async () => {
    const place = makePlace()
    const crashed = await place.open({ identity: dead })
    const { id } = await submit(crashed, request)
    const ledger = await place.open()
    expect(await ledger.interrupted(request)).toBe(id)
    for (const other of [{ requestSha256: 'x' }, { accountFingerprint: 'x' }, { outputPath: '/x' }])
      expect(await ledger.interrupted({ ...request, ...other })).toBeUndefined()
  })

  it('leaves alone what is running, was given up on purpose, or is a person’s to settle', async () => {
    const place = makePlace()
    const ledger = await place.open()
    const crashed = await place.open({ identity: dead })
    const running = await submit(ledger, request)
    expect(await ledger.interrupted(request)).toBeUndefined()
    await ledger.yield(running.lease)
    expect(await ledger.interrupted(request)).toBeUndefined()
    const parked = await crashed.reserve(newJob({ ...request, evenIfUnknown: true }))
    await crashed.intend(parked.lease, { idempotencyKey: 'k' })
    await crashed.park(parked.lease, { message: '' })
    expect(await ledger.interrupted(request)).toBeUndefined()
  })

  it('takes a lease that lapsed on another boot for a crash', async () => {
    const place = makePlace()
    const { id } = await submit(await place.open({ identity: elsewhere }), request)
    const ledger = await place.open()
    expect(await ledger.interrupted(request)).toBeUndefined()
    place.clock.advance(66)
    expect(await ledger.interrupted(request)).toBe(id)
  })
})

describe.runIf(process.platform === 'linux' || process.platform === 'darwin')('an identity', () => {
  it('is this process and no other', () => {
    expect(ownIdentity).toMatchObject({ pid: process.pid })
    expect(ownIdentity.startedAt).not.toBe('')
    expect(ownIdentity.bootId).not.toBe('')
    expect(readIdentity(process.pid, process.platform)).toEqual(ownIdentity)
    expect(readIdentity(process.ppid, process.platform).startedAt).not.toBe('')
  })

  it('tells the living from the dead, and claims nothing beyond this boot', () => {
    expect(isAlive(ownIdentity)).toBe(true)
    expect(isAlive(dead)).toBe(false)
    // Above every system's limit of pids.
    expect(isAlive({ ...ownIdentity, pid: 2 ** 30 })).toBe(false)
    expect([ownIdentity, dead, elsewhere].map((one) => fateOf(one, ownIdentity))).toEqual([
      'alive',
      'dead',
      'unknown',
    ])
    expect(fateOf({ ...dead, space: 'pid:[1]' }, ownIdentity)).toBe('unknown')
    expect(fateOf({ ...dead, platform: 'win32' }, ownIdentity)).toBe('unknown')
    expect(fateOf({ ...dead, startedAt: '' }, ownIdentity)).toBe('unknown')
  })
})
