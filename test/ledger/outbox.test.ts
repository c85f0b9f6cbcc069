/** A provider's job id outlives a ledger that cannot take it. */

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { importOutbox, writeOutbox } from '../../src/ledger/outbox.ts'
import { faultOf, makeFolder, makePlace, newJob } from './helpers.ts'

async function sent(ledger: Ledger) {
  const { job, lease } = await ledger.reserve(newJob())
  await ledger.intend(lease, { idempotencyKey: job.id })
  return { lease, providerJobId: `task-${job.id}`, operation: { id: job.id } }
}

const folders = () => {
  const base = makeFolder()
  return { dir: join(base, 'outbox'), spare: join(base, 'spare') }
}

describe('the outbox', () => {
  it('brings the id in with the next run, once the process that wrote it is gone', async () => {
    const place = makePlace()
    const { dir, spare } = folders()
    const ledger = await place.open()
    const record = await sent(ledger)
    const file = await writeOutbox(dir, record, spare)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await importOutbox(ledger, dir, spare)).toMatchObject({ imported: [], kept: [{ file }] })
    await ledger.yield(record.lease)
    expect(await importOutbox(ledger, dir, spare)).toEqual({ imported: [record.lease.jobId], kept: [] })
    expect(await ledger.find(record.lease.jobId)).toMatchObject({
      state: 'submitted',
      providerJobId: record.providerJobId,
      operation: record.operation,
    })
    expect(readdirSync(dir)).toEqual([])
    expect(await ledger.takeOver(record.lease.jobId)).toBeDefined()
    expect(await ledger.verify()).toMatchObject({ ok: true })
  })

  it('brings a parked job back, and forgets what the ledger knows already', async () => {
    const place = makePlace()
    const { dir, spare } = folders()
    const ledger = await place.open()
    const parked = await sent(ledger)
    await writeOutbox(dir, parked, spare)
    await ledger.park(parked.lease, { message: '' })
    await ledger.yield(parked.lease)
    const known = await sent(ledger)
    await writeOutbox(dir, known, spare)
    await ledger.accept(known.lease, known)
    expect((await importOutbox(ledger, dir, spare)).imported).toEqual([parked.lease.jobId, known.lease.jobId])
    expect((await ledger.find(parked.lease.jobId)).state).toBe('submitted')
  })

  it('parks a job whose id another has already, and gives it back', async () => {
    const { dir, spare } = folders()
    const ledger = await makePlace().open()
    const first = await sent(ledger)
    await ledger.accept(first.lease, first)
    const second = { ...(await sent(ledger)), providerJobId: first.providerJobId }
    await writeOutbox(dir, second, spare)
    await ledger.yield(second.lease)
    expect(await importOutbox(ledger, dir, spare)).toEqual({ imported: [], kept: [] })
    expect(await ledger.find(second.lease.jobId)).toMatchObject({
      state: 'unknown',
      error: { code: 'job.provider_job_taken', charged: 'unknown' },
    })
    expect(readdirSync(dir), 'the ledger has the id').toEqual([])
    expect(await ledger.takeOver(second.lease.jobId)).toBeDefined()
  })

  it('keeps what it cannot place, and says why', async () => {
    const { dir, spare } = folders()
    const ledger = await makePlace().open()
    const released = await ledger.reserve(newJob())
    await ledger.release(released.lease, '')
    const operation = {}
    await writeOutbox(dir, { lease: released.lease, providerJobId: 'p1', operation }, spare)
    await writeOutbox(
      dir,
      { lease: { ...released.lease, jobId: 'strange/../one' }, providerJobId: 'p2', operation },
      spare,
    )
    writeFileSync(join(dir, 'torn.json'), '{"lease":')
    const { imported, kept } = await importOutbox(ledger, dir, spare)
    expect(imported).toEqual([])
    expect(kept.map(({ reason }) => reason).join('\n')).toMatch(/is released[\s\S]*no job strange[\s\S]*JSON/)
    expect(readdirSync(dir).length).toBe(3)
  })

  it('never writes over another id of the same job', async () => {
    const { dir, spare } = folders()
    const lease = { jobId: 'a', owner: 'o', epoch: 1 }
    const first = await writeOutbox(dir, { lease, providerJobId: 'p1', operation: null }, spare)
    const second = await writeOutbox(dir, { lease, providerJobId: 'p2', operation: null }, spare)
    expect([first, second].map((file) => JSON.parse(readFileSync(file, 'utf8')).providerJobId)).toEqual([
      'p1',
      'p2',
    ])
    expect(readdirSync(dir).sort()).toEqual(['a-2.json', 'a.json'])
  })

  it('goes elsewhere when its folder cannot be made, and into the error when nothing can', async () => {
    const { dir, spare } = folders()
    writeFileSync(dir, 'in the way')
    const ledger = await makePlace().open()
    const record = await sent(ledger)
    expect(await writeOutbox(dir, record, spare)).toContain(spare)
    await ledger.yield(record.lease)
    expect((await importOutbox(ledger, dir, spare)).imported).toEqual([record.lease.jobId])
    const blocked = join(makeFolder(), 'file')
    writeFileSync(blocked, '')
    const fault = await faultOf(writeOutbox(dir, record, join(blocked, 'deeper')))
    expect(fault).toMatchObject({ kind: 'pending', exitCode: 7, job: record.lease.jobId })
    expect(fault.message).toContain(record.providerJobId)
    expect(fault.hint).toContain(`--adopt ${record.providerJobId}`)
  })

  it('is empty when there is none', async () => {
    const { dir, spare } = folders()
    mkdirSync(spare)
    const ledger = await makePlace().open()
    expect(await importOutbox(ledger, dir, spare)).toEqual({ imported: [], kept: [] })
  })
})
