import { spawnSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseVault } from '../../src/keys/vault-format.ts'
import { Secret } from '../../src/secret.ts'
import { canTrace } from '../helpers/kills.ts'
import { temporaryFolder } from '../helpers/run.ts'
import { account, codeOf, makeVault, openVault, passphrase, writeVault } from './vault-helpers.ts'
import { useVaultProcesses } from './vault-processes.ts'

const start = useVaultProcesses()

function made(): string {
  const path = join(temporaryFolder(), 'vault')
  writeVault(path, makeVault({ [account]: 'the first key' }).bytes)
  return path
}

describe('the file', () => {
  it('is for its owner alone, whatever the umask, and so is what lies beside it', async () => {
    const path = join(temporaryFolder(), 'deep', 'vault')
    const { stdout } = await start([path, 'set', account, 'a key'], ['sh', '-c', 'umask 0; exec "$@"', 'sh'])
    expect(stdout).toBe('done')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(`${path}.lock`).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  })

  /** The real one under another name, and something else in its place. */
  const replaced = (by: (path: string, real: string) => void) => (path: string) => {
    renameSync(path, `${path}.real`)
    by(path, `${path}.real`)
  }
  it.each<[string, (path: string) => void]>([
    ['readable by others', (path) => chmodSync(path, 0o644)],
    ['a symbolic link', replaced((path, real) => symlinkSync(real, path))],
    ['one of two names', (path) => linkSync(path, `${path}.other`)],
    ['a folder', replaced((path) => mkdirSync(path))],
    ['a pipe', replaced((path) => spawnSync('mkfifo', ['-m', '600', path]))],
  ])('is neither read nor written when it is %s', async (_name, spoil) => {
    const path = made()
    spoil(path)
    expect(await codeOf(openVault(path).get(account))).toBe('3 vault.permissions')
    expect(await codeOf(openVault(path).set(account, new Secret('another key')))).toBe('3 vault.permissions')
    expect(await codeOf(openVault(path).accounts())).toBe('3 vault.permissions')
  })

  it.skipIf(process.getuid?.() !== 0)('is neither read nor written when it is somebody else’s', async () => {
    const path = made()
    spawnSync('chown', ['65534', path])
    expect(await codeOf(openVault(path).get(account))).toBe('3 vault.permissions')
    expect(await codeOf(openVault(path).set(account, new Secret('another key')))).toBe('3 vault.permissions')
  })

  it('is not made in a folder that anyone can change, nor through a link in place of its lock', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o777)
    const path = join(folder, 'vault')
    writeVault(path, makeVault({}).bytes)
    await expect(openVault(path).set(account, new Secret('a key'))).rejects.toMatchObject({
      code: 'vault.permissions',
      hint: `run: chmod 700 ${folder}`,
    })
    chmodSync(folder, 0o700)
    symlinkSync(join(folder, 'elsewhere'), `${path}.lock`)
    expect(await codeOf(openVault(path).set(account, new Secret('a key')))).toBe('8 vault.unwritable')
  })
})

describe('many processes at once', () => {
  const names = (count: number) =>
    [...Array(count).keys()].map((i) => `provider${i} https://host${i}.example`)
  const addAll = (path: string, accounts: readonly string[]) =>
    Promise.all(accounts.map((name) => start([path, 'set', name, `key of ${name}`])))

  it('lose none of twenty different keys', async () => {
    const path = join(temporaryFolder(), 'vault')
    writeVault(path, makeVault({}).bytes)
    const accounts = names(20)
    expect((await addAll(path, accounts)).map(({ stdout }) => stdout)).toEqual(accounts.map(() => 'done'))
    const vault = openVault(path)
    expect([...(await vault.accounts())].sort()).toEqual([...accounts].sort())
    for (const name of accounts) expect((await vault.get(name))?.reveal()).toBe(`key of ${name}`)
    expect(parseVault(readFileSync(path)).header.gen).toBe(21)
  })

  it('make one vault between them where there was none', async () => {
    const path = join(temporaryFolder(), 'vault')
    const accounts = names(3)
    expect((await addAll(path, accounts)).map(({ stdout }) => stdout)).toEqual(accounts.map(() => 'done'))
    expect([...(await openVault(path).accounts())].sort()).toEqual([...accounts].sort())
  })
})

/** Only calls that touch the vault's folder count; Node's own start-up makes hundreds of others. */
const strace = (path: string, call: string, effect: string) => [
  'strace',
  '-f',
  '-qq',
  '-o',
  '/dev/null',
  ...[path, `${path}.tmp`, `${path}.lock`, dirname(path)].flatMap((name) => ['-P', name]),
  '-e',
  `trace=${call}`,
  '-e',
  `inject=${call}:${effect}`,
]

describe.skipIf(!canTrace)('a change that is cut short', () => {
  it.each(['openat', 'write', 'fsync', 'rename', 'fchmod', 'close'])(
    'by kill -9 at any %s leaves the old or the new vault whole, and the next change works',
    async (call) => {
      const path = made()
      let last: string | undefined = 'the first key'
      let kills = 0
      for (let nth = 1; ; nth++) {
        const key = `key after ${call} ${nth}`
        const { signal, stdout } = await start(
          [path, 'set', account, key],
          strace(path, call, `signal=KILL:when=${nth}`),
        )
        const now = (await openVault(path).get(account))?.reveal()
        if (stdout === 'done') {
          expect(now).toBe(key)
          break
        }
        expect(signal).toBe('SIGKILL')
        kills += 1
        expect([last, key]).toContain(now)
        last = now
      }
      expect(kills).toBeGreaterThan(0)
    },
  )

  it.each(['fsync', 'rename'])(
    'by kill -9 at any %s of a new passphrase opens with one of the two',
    async (call) => {
      const path = made()
      for (let nth = 1; ; nth++) {
        const { stdout } = await start(
          [path, 'rekey', 'new words'],
          strace(path, call, `signal=KILL:when=${nth}`),
        )
        const old = await codeOf(openVault(path, passphrase).get(account))
        const fresh = await codeOf(openVault(path, 'new words').get(account))
        expect([old, fresh].filter((code) => code === 'no error')).toHaveLength(1)
        if (stdout === 'done' || fresh === 'no error') break
      }
      expect((await openVault(path, 'new words').get(account))?.reveal()).toBe('the first key')
    },
  )

  it.each([
    ['write', 'ENOSPC', 1],
    ['fsync', 'EIO', 1],
    ['rename', 'EROFS', 1],
    ['fchmod', 'EPERM', 1],
  ])('by %s failing with %s keeps the old vault and says so', async (call, error, nth) => {
    const path = made()
    const before = readFileSync(path)
    const { stdout } = await start(
      [path, 'set', account, 'never stored'],
      strace(path, call, `error=${error}:when=${nth}+`),
    )
    expect(stdout).toMatch(/^8 vault\.unwritable .*as it was before/)
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})
