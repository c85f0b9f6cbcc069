/** What is no ledger to go by is refused with a way out, and left as it is. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { networkFilesystem } from '../../src/ledger/folder.ts'
import { findHolder } from '../../src/ledger/lock-holder.ts'
import { migrate, migrations } from '../../src/ledger/migrations.ts'
import { faultOf, finish, makeFolder, makePlace, newJob, type Place } from './helpers.ts'

const isRoot = process.getuid?.() === 0
const isLinux = process.platform === 'linux'

/** A ledger with one finished render, closed. */
async function used(): Promise<Place> {
  const place = makePlace()
  const ledger = await place.open()
  await finish(ledger, 500_000, { id: 'first' })
  ledger.close()
  return place
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const everything = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, sha256(readFileSync(join(folder, name)))])

const createOther = (path: string, statements: string) => {
  const database = new Database(path)
  database.exec(statements)
  database.close()
}

describe('refuses, and changes nothing', () => {
  const cases: [string, string, (place: Place) => void][] = [
    [
      'text',
      'ledger.corrupt',
      ({ path }) => writeFileSync(path, 'hello, this is a text of some length. '.repeat(10)),
    ],
    ['a few bytes', 'ledger.corrupt', ({ path }) => writeFileSync(path, 'SQLite')],
    [
      'another program’s database',
      'ledger.not_a_ledger',
      ({ path }) => createOther(path, 'PRAGMA application_id = 7; CREATE TABLE t (x)'),
    ],
    [
      'a database without a name',
      'ledger.not_a_ledger',
      ({ path }) => createOther(path, 'CREATE TABLE t (x)'),
    ],
    ['a folder', 'state.insecure_file', ({ path }) => mkdirSync(path)],
    [
      'a symbolic link',
      'state.insecure_file',
      ({ path, folder }) => {
        writeFileSync(join(folder, 'real'), '')
        symlinkSync(join(folder, 'real'), path)
      },
    ],
  ]
  it.each(cases)('%s', async (_name, code, prepare) => {
    const place = makePlace()
    prepare(place)
    const before = code === 'state.insecure_file' ? [] : everything(place.folder)
    const fault = await faultOf(place.open())
    expect(fault).toMatchObject({ kind: 'environment', exitCode: 8, code })
    expect(fault.hint).toBeTruthy()
    if (before.length > 0) expect(everything(place.folder)).toEqual(before)
  })

  it('a newer schema, whether it is in the file or still in the log', async () => {
    const place = await used()
    const newer = place.raw()
    newer.pragma('wal_autocheckpoint = 0')
    newer.pragma(`user_version = ${migrations.length + 1}`)
    const inLog = everything(place.folder)
    expect((await faultOf(place.open())).code).toBe('ledger.newer')
    const named = (entries: (string | undefined)[][]) => entries.filter(([name]) => !name?.endsWith('-shm'))
    expect(named(everything(place.folder))).toEqual(named(inLog))
    newer.close()
    const inFile = everything(place.folder)
    expect((await faultOf(place.open())).code).toBe('ledger.newer')
    expect(everything(place.folder)).toEqual(inFile)
  })

  it('a schema that became newer while this program runs', async () => {
    const place = makePlace()
    const ledger = await place.open()
    place.raw().pragma(`user_version = ${migrations.length + 1}`)
    expect((await faultOf(ledger.reserve(newJob()))).code).toBe('ledger.newer')
    expect(await ledger.list({})).toEqual([])
  })
})

describe('a ledger that was there', () => {
  const without = (place: Place) => {
    for (const end of ['', '-wal', '-shm']) rmSync(place.path + end, { force: true })
  }
  it.each<[string, string, (place: Place) => void]>([
    ['deleted', 'ledger.missing_but_expected', without],
    ['emptied', 'ledger.missing_but_expected', ({ path }) => truncateSync(path)],
    [
      'deleted, with the mark damaged',
      'ledger.missing_but_expected',
      (place) => {
        without(place)
        writeFileSync(join(place.folder, 'ledger-id'), 'x')
      },
    ],
  ])('is missed when %s, again and again', async (_name, code, harm) => {
    const place = await used()
    harm(place)
    const left = everything(place.folder)
    for (const attempt of [1, 2]) expect((await faultOf(place.open())).code, `attempt ${attempt}`).toBe(code)
    expect(everything(place.folder)).toEqual(left)
    expect((await faultOf(place.open())).hint).toContain('ledger-id')
    rmSync(join(place.folder, 'ledger-id'))
    expect(await (await place.open()).list({})).toEqual([])
  })

  it('is missed when an older copy or another ledger stands in its place', async () => {
    const place = await used()
    copyFileSync(place.path, join(place.folder, 'copy'))
    const ledger = await place.open()
    await ledger.reserve(newJob())
    ledger.close()
    renameSync(join(place.folder, 'copy'), place.path)
    const fault = await faultOf(place.open())
    expect(fault.code).toBe('ledger.rolled_back')
    copyFileSync((await used()).path, place.path)
    expect((await faultOf(place.open())).code).toBe('ledger.rolled_back')
    rmSync(join(place.folder, 'ledger-id'))
    expect((await (await place.open()).list({})).length).toBe(1)
  })

  it('is known again when only its mark is lost or damaged', async () => {
    const place = await used()
    const mark = join(place.folder, 'ledger-id')
    const before = readFileSync(mark, 'utf8')
    for (const harm of [() => rmSync(mark), () => writeFileSync(mark, '{"ledgerId":')]) {
      harm()
      const ledger = await place.open()
      expect((await ledger.list({})).length).toBe(1)
      expect(readFileSync(mark, 'utf8')).toBe(before)
      ledger.close()
    }
  })

  it('is refused when its tail was cut off', async () => {
    const place = await used()
    const raw = place.raw()
    raw.exec('DROP TRIGGER entryStays; DELETE FROM entry WHERE id = (SELECT max(id) FROM entry)')
    expect((await faultOf(place.open())).code).toBe('ledger.corrupt')
  })

  it('is refused when pages are garbage', async () => {
    const place = await used()
    const bytes = readFileSync(place.path)
    bytes.fill(0x5a, 4096)
    writeFileSync(place.path, bytes)
    expect((await faultOf(place.open())).code).toBe('ledger.corrupt')
    expect(readFileSync(place.path).equals(bytes)).toBe(true)
  })
})

describe('the folder', () => {
  it('is made for its owner alone', async () => {
    const place = makePlace(join(makeFolder(), 'deep', 'er'))
    await place.open()
    expect(statSync(place.folder).mode & 0o777).toBe(0o700)
  })

  it('may not be open to everyone', async () => {
    const place = makePlace()
    chmodSync(place.folder, 0o777)
    expect((await faultOf(place.open())).code).toBe('state.insecure_dir')
    expect(existsSync(place.path)).toBe(false)
  })

  it.runIf(isRoot && isLinux)('may not belong to another user, nor may the file', async () => {
    const place = makePlace()
    chownSync(place.folder, 4242, 4242)
    expect((await faultOf(place.open())).code).toBe('state.insecure_dir')
    chownSync(place.folder, 0, 0)
    writeFileSync(place.path, '')
    chownSync(place.path, 4242, 4242)
    expect((await faultOf(place.open())).code).toBe('state.insecure_file')
  })

  it('may not be a file', async () => {
    const folder = join(makeFolder(), 'file')
    writeFileSync(folder, '')
    expect((await faultOf(makePlace(folder).open())).kind).toBe('environment')
  })

  it.runIf(!isRoot)('must be writable', async () => {
    const place = makePlace()
    chmodSync(place.folder, 0o500)
    expect((await faultOf(place.open())).code).toBe('ledger.unwritable')
    chmodSync(place.folder, 0o700)
  })

  it('may not be on a network', () => {
    expect(networkFilesystem(0x6969)).toBe('NFS')
    expect(networkFilesystem(0xff534d42)).toBe('CIFS')
    expect(networkFilesystem(0x65735546)).toBe('FUSE')
    // ext4, tmpfs, btrfs, xfs, overlayfs
    for (const local of [0xef53, 0x01021994, 0x9123683e, 0x58465342, 0x794c7630])
      expect(networkFilesystem(local)).toBeUndefined()
  })
})

/** A small disk of its own; false where this user may not mount one. */
async function onSmallDisk(use: (folder: string) => Promise<void>): Promise<boolean> {
  const folder = join(makeFolder(), 'disk')
  mkdirSync(folder)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'none', folder])
  if (status !== 0) return false
  try {
    await use(folder)
  } finally {
    spawnSync('umount', ['-l', folder])
  }
  return true
}

describe.runIf(isRoot && isLinux)('a disk', () => {
  it('that is full refuses the reservation and forgets nothing', async (context) => {
    const done = await onSmallDisk(async (folder) => {
      const ledger = await makePlace(folder).open()
      const { job } = await ledger.reserve(newJob())
      const filler = join(folder, 'filler')
      expect(() => writeFileSync(filler, Buffer.alloc(1_100_000))).toThrow('ENOSPC')
      const big = newJob({ prompt: 'x'.repeat(30_000) })
      expect(await faultOf(ledger.reserve(big))).toMatchObject({ exitCode: 8, code: 'ledger.disk_full' })
      expect((await ledger.list({})).map(({ id }) => id)).toEqual([job.id])
      rmSync(filler)
      expect((await ledger.reserve(big)).job.state).toBe('reserved')
      expect(await ledger.verify()).toMatchObject({ ok: true, entries: 2 })
      ledger.close()
    })
    if (!done) context.skip()
  })

  it('that is full at the first start leaves nothing in the way of the second', async (context) => {
    const done = await onSmallDisk(async (folder) => {
      const filler = join(folder, 'filler')
      expect(() => writeFileSync(filler, Buffer.alloc(1_100_000))).toThrow('ENOSPC')
      const place = makePlace(folder)
      expect((await faultOf(place.open())).exitCode).toBe(8)
      rmSync(filler)
      const ledger = await place.open()
      expect((await ledger.reserve(newJob())).job.state).toBe('reserved')
      ledger.close()
    })
    if (!done) context.skip()
  })

  it('that is read-only is refused before anything is sent', async (context) => {
    const done = await onSmallDisk(async (folder) => {
      const place = makePlace(folder)
      ;(await place.open()).close()
      spawnSync('mount', ['-o', 'remount,ro', folder])
      expect((await faultOf(place.open())).code).toBe('ledger.unwritable')
    })
    if (!done) context.skip()
  })
})

describe('the write lock', () => {
  it('held too long by another is an error that names its process', async () => {
    const place = makePlace()
    const ledger = await place.open({ busyTimeoutMs: 20 })
    const other = place.raw()
    other.exec('BEGIN IMMEDIATE')
    const fault = await faultOf(ledger.reserve(newJob()))
    expect(fault.code).toBe('ledger.busy')
    if (isLinux) expect(fault.message).toContain(`process ${process.pid}`)
    expect(await ledger.list({})).toEqual([])
    other.exec('ROLLBACK')
    expect((await ledger.reserve(newJob())).job.state).toBe('reserved')
  })

  it('is found in what Linux lists', () => {
    const locks = [
      '1: POSIX  ADVISORY  READ  11 fd:00:77 123 123',
      '2: POSIX  ADVISORY  WRITE 12 fd:00:78 120 120',
      '3: POSIX  ADVISORY  WRITE 13 fd:00:77 120 120',
    ].join('\n')
    expect(findHolder(locks, 77)).toBe(13)
    expect(findHolder(locks, 79)).toBeUndefined()
  })
})

describe('the schema', () => {
  const extra = (database: Database.Database) => void database.exec('ALTER TABLE job ADD COLUMN note TEXT')
  const start = { ledgerId: 'l', timeZone: 'UTC' }
  const versionOf = (database: Database.Database) => database.pragma('user_version', { simple: true })

  it('goes from version 1 to the next with a whole backup beside it', async () => {
    const place = await used()
    const database = place.raw()
    migrate(database, start, [...migrations, extra])
    migrate(database, start, [...migrations, extra])
    expect(versionOf(database)).toBe(migrations.length + 1)
    expect(database.prepare('SELECT id, note FROM job').all()).toEqual([{ id: 'first', note: null }])
    const backup = `${place.path}.backup-v${migrations.length}`
    expect(statSync(backup).mode & 0o777).toBe(0o600)
    const copy = new Database(backup, { readonly: true })
    expect([versionOf(copy), copy.prepare('SELECT count(*) FROM entry').pluck().get()]).toEqual([
      migrations.length,
      3,
    ])
    copy.close()
  })

  it('stays as it was when a step fails, and goes on the next time', async () => {
    const place = await used()
    const database = place.raw()
    const broken = (db: Database.Database) => {
      extra(db)
      throw new Error('half-way')
    }
    expect(() => migrate(database, start, [...migrations, broken])).toThrow('half-way')
    expect(versionOf(database)).toBe(migrations.length)
    expect((await (await place.open()).list({})).length).toBe(1)
    migrate(database, start, [...migrations, extra])
    expect(versionOf(database)).toBe(migrations.length + 1)
  })

  it('refuses what the rules forbid, whoever asks', async () => {
    const place = await used()
    const database = place.raw()
    for (const statement of [
      'UPDATE entry SET micros = 1 WHERE id = 1',
      'DELETE FROM entry',
      'DELETE FROM job',
      "UPDATE job SET holdMicros = 1000000000001 WHERE id = 'first'",
      "UPDATE job SET state = 'lost' WHERE id = 'first'",
      'UPDATE balance SET held = -1',
    ]) {
      expect(() => database.exec(statement), statement).toThrow()
    }
  })
})
