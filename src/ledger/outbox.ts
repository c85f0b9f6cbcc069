/**
 * Where a provider's job id goes when the ledger cannot take it: the money is spent, so the id must outlive a full disk or a
 * stuck lock. First into the outbox folder, else into the system's temporary one, and if both refuse, into the error itself,
 * which is printed. The next run takes it from there; a file is removed only once the ledger has its id.
 */

import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VidgenError } from '../errors.ts'
import { makeFolder } from '../files/make-folder.ts'
import type { Json } from '../providers/provider.ts'
import { ownUserId } from './folder.ts'
import type { Lease, Ledger } from './ledger.ts'

export interface OutboxRecord {
  lease: Lease
  providerJobId: string
  operation: Json
}

export interface OutboxImport {
  /** Jobs that have their provider's id now. */
  imported: readonly string[]
  /** Files left where they are, and why. */
  kept: readonly { file: string; reason: string }[]
}

/** The file it is in. */
export async function writeOutbox(
  dir: string,
  record: OutboxRecord,
  fallbackDir = temporaryOutbox(),
): Promise<string> {
  let cause: unknown
  for (const folder of [dir, fallbackDir]) {
    try {
      return store(folder, record)
    } catch (error) {
      cause = error
    }
  }
  throw new VidgenError('pending', `no disk takes the job's id; keep this line: ${JSON.stringify(record)}`, {
    code: 'outbox.unwritable',
    job: record.lease.jobId,
    hint: `make room, then run: vidgen jobs reconcile ${record.lease.jobId} --adopt ${record.providerJobId}`,
    cause,
  })
}

export async function importOutbox(
  ledger: Ledger,
  dir: string,
  fallbackDir = temporaryOutbox(),
): Promise<OutboxImport> {
  const imported: string[] = []
  const kept: { file: string; reason: string }[] = []
  for (const file of [...recordFiles(dir), ...recordFiles(fallbackDir)]) {
    try {
      const record = readRecord(file)
      const hasId = await importRecord(ledger, record)
      rmSync(file, { force: true })
      if (hasId) imported.push(record.lease.jobId)
    } catch (error) {
      kept.push({ file, reason: (error as Error).message })
    }
  }
  return { imported, kept }
}

/**
 * True: the job has its id now. False: another job has that id, so it is known to the ledger and not lost; whether this one has
 * another at the provider is not known, and it is parked. Throws why neither is so.
 */
async function importRecord(
  ledger: Ledger,
  { lease, providerJobId, operation }: OutboxRecord,
): Promise<boolean> {
  const job = await ledger.find(lease.jobId)
  if (job.id !== lease.jobId) throw new Error(`there is no job ${lease.jobId}`)
  if (job.providerJobId === providerJobId) return true
  if (job.state !== 'submitting' && job.state !== 'unknown') throw new Error(`job ${job.id} is ${job.state}`)
  const taken = await ledger.takeOver(job.id)
  if (!taken) throw new Error(`another process is at job ${job.id}`)
  try {
    await ledger.accept(taken.lease, { providerJobId, operation })
    return true
  } catch (error) {
    if (!(error instanceof VidgenError && error.code === 'job.provider_job_taken')) throw error
    if (job.state === 'submitting')
      await ledger.park(taken.lease, { message: error.message, code: error.code })
    return false
  } finally {
    await ledger.yield(taken.lease)
  }
}

/** The providers' ids of jobs that wait to be taken in. */
export function outboxJobs(dir: string, fallbackDir = temporaryOutbox()): string[] {
  return [...recordFiles(dir), ...recordFiles(fallbackDir)].flatMap((file) => {
    try {
      return [readRecord(file).providerJobId]
    } catch {
      return []
    }
  })
}

/** Of one user, because anyone may write to the temporary folder; still not trusted before its owner is seen. */
const temporaryOutbox = (): string => join(tmpdir(), `vidgen-outbox-${ownUserId() ?? 'user'}`)

function store(folder: string, record: OutboxRecord): string {
  makeFolder(folder, 0o700)
  if (!isOwnFolder(folder)) throw new Error(`${folder} belongs to someone else`)
  const name = encodeURIComponent(record.lease.jobId)
  const unfinished = join(folder, `${name}.${record.lease.owner.slice(0, 8)}.part`)
  const part = openSync(unfinished, 'w', 0o600)
  try {
    writeSync(part, `${JSON.stringify(record)}\n`)
    fsyncSync(part)
  } finally {
    closeSync(part)
  }
  const file = publish(unfinished, folder, name)
  syncFolder(folder)
  return file
}

/** A second record of the same job gets a name of its own: which of the two is right is not known here. */
function publish(unfinished: string, folder: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const file = join(folder, number === 1 ? `${name}.json` : `${name}-${number}.json`)
    try {
      linkSync(unfinished, file)
      rmSync(unfinished)
      return file
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function isOwnFolder(folder: string): boolean {
  const own = ownUserId()
  const stat = lstatSync(folder)
  return stat.isDirectory() && (own === undefined || stat.uid === own)
}

function recordFiles(folder: string): string[] {
  try {
    if (!isOwnFolder(folder)) return []
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
    return names.sort().map((name) => join(folder, name))
  } catch {
    return []
  }
}

function readRecord(file: string): OutboxRecord {
  const record = JSON.parse(readFileSync(file, 'utf8')) as OutboxRecord
  if (typeof record?.lease?.jobId !== 'string' || typeof record.providerJobId !== 'string')
    throw new Error('not a record of a job')
  return record
}
