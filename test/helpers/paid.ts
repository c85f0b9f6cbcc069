/** The built program with a home of its own against a fault server of its own, and its books beside the server's truth. */

import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { readIdentity } from '../../src/ledger/identity.ts'
import type { BudgetReport, JobRecord, Verification } from '../../src/ledger/ledger.ts'
import { openLedger } from '../../src/ledger/sqlite.ts'
import type { DialectName } from './fault-server/world.ts'
import { clipOf, type FaultServer, startFaultServer } from './fault-server.ts'
import { canary } from './http.ts'
import { type Finished, type RunOptions, run, temporaryFolder } from './run.ts'

export const dialects = ['runway', 'sora', 'heygen'] as const

const variables: Record<DialectName, [key: string, baseUrl: string]> = {
  runway: ['RUNWAYML_API_SECRET', 'RUNWAYML_BASE_URL'],
  sora: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  heygen: ['HEYGEN_API_KEY', 'HEYGEN_API_BASE'],
}

/** What the server's standard job costs: 5 s of gen4.5 at 12 credits, 4 s at the configured $0.10, 15 s at $0.0333. */
export const priceMicros: Record<DialectName, number> = { runway: 600_000, sora: 400_000, heygen: 499_500 }

export interface PaidWorld {
  dialect: DialectName
  server: FaultServer
  home: string
  env: Record<string, string | undefined>
  vidgen(args: readonly string[], options?: Partial<RunOptions>): Promise<Finished>
  /** `render` of one prompt to fox.mp4 with `--json`. */
  render(...args: string[]): Promise<Finished>
}

/** `extra` goes to the program's environment. The videos protocol is given a price, so that it is paid for as well. */
export async function paidWorld(
  dialect: DialectName,
  extra: Record<string, string | undefined> = {},
): Promise<PaidWorld> {
  const server = await startFaultServer()
  onTestFinished(server.close)
  const home = temporaryFolder()
  const [key, baseUrl] = variables[dialect]
  const env = { [key]: canary, [baseUrl]: server.baseUrl(dialect), VIDGEN_POLL_INTERVAL: '0.05', ...extra }
  if (dialect === 'sora') writeConfig(home, { providers: { sora: { usdPerSecond: 0.1 } } })
  const vidgen = (args: readonly string[], options: Partial<RunOptions> = {}) =>
    run(args, { home, ...options, env: { ...env, ...options.env } })
  return {
    dialect,
    server,
    home,
    env,
    vidgen,
    render: (...args) => vidgen(['render', prompt, '-p', dialect, '-o', 'fox.mp4', '--json', ...args]),
  }
}

export const prompt = 'A fox in fresh snow'

export function writeConfig(home: string, config: object): void {
  mkdirSync(join(home, 'vidgen'), { recursive: true, mode: 0o700 })
  writeFileSync(join(home, 'vidgen', 'config.json'), JSON.stringify(config), { mode: 0o600 })
}

export interface Books {
  jobs: readonly JobRecord[]
  budget: BudgetReport
  verification: Verification
}

/** The ledger as it lies on the disk, read by this process: what the program says of itself is not asked. */
export async function readBooks({ home }: Pick<PaidWorld, 'home'>): Promise<Books> {
  const ledger = await openLedger({
    path: join(home, 'vidgen', 'vidgen.db'),
    clock: systemClock,
    log: () => {},
    randomBytes,
    timeZone: 'UTC',
    identity: readIdentity(process.pid, process.platform),
  })
  try {
    const jobs = await ledger.list({ limit: 10_000 })
    return { jobs, budget: await ledger.budget(), verification: await ledger.verify() }
  } finally {
    ledger.close()
  }
}

export const theJob = async (world: PaidWorld): Promise<JobRecord> => {
  const { jobs } = await readBooks(world)
  expect(jobs.length).toBe(1)
  return jobs[0] as JobRecord
}

/** A video agent's job is known by its session first. */
export const serverIdOf = (job: JobRecord): string | undefined => job.providerJobId?.replace(/^session-/, '')

/**
 * Nothing is lost and nothing is paid twice: each charge of the server stands in the ledger once, at its price; nothing is held;
 * each finished job has its whole file, and no other file is there.
 */
export async function expectSquare(world: PaidWorld): Promise<Books> {
  const books = await readBooks(world)
  const { jobs, budget, verification } = books
  const truth = world.server.truth()
  expect(verification.problems).toEqual([])
  const known = jobs.map(serverIdOf).filter((id) => id !== undefined)
  expect([...known].sort(), 'the jobs of the ledger are those of the server').toEqual(
    truth.jobs.map(({ id }) => id).sort(),
  )
  expect(budget.month.heldMicros, 'held').toBe(0)
  expect(budget.month.spentMicros, 'spent').toBe(truth.charges * priceMicros[world.dialect])
  expectWholeFiles(world, jobs)
  return books
}

export function expectWholeFiles({ home, server }: PaidWorld, jobs: readonly JobRecord[]): void {
  const finished = jobs.filter(({ state }) => state === 'done')
  for (const job of finished) {
    const bytes = readFileSync(job.file as string)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(job.sha256)
    expect(bytes.equals(clipOf(server.world.jobs.get(serverIdOf(job) ?? '')?.seconds ?? 0))).toBe(true)
  }
  const inodes = new Set(finished.map(({ file }) => statSync(file as string).ino))
  const isSecondName = (name: string) => name.endsWith('.part') && inodes.has(statSync(join(home, name)).ino)
  // The empty file that proves a folder writable is not a part of anything; a kill in that very moment leaves it.
  // One in the moment between the last record and the end leaves a second, hidden name of the finished file.
  const there = readdirSync(home).filter(
    (name) => /(?<!^\.vidgen-[0-9a-f-]{36})\.(mp4|part)$/.test(name) && !isSecondName(name),
  )
  expect(there.sort(), 'no part, no half file').toEqual(
    finished.map(({ file }) => (file as string).slice(home.length + 1)).sort(),
  )
}

/** Every byte that the program left anywhere under a folder. */
export function leftBytes(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

/** Waits for something to happen outside of this process, looking often. */
export async function until(happened: () => boolean, what: string, limitMs = 20_000): Promise<void> {
  const end = performance.now() + limitMs
  while (!happened()) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`)
    await systemClock.sleep(5)
  }
}
