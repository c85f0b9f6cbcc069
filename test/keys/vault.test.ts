import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createVault } from '../../src/keys/vault.ts'
import { parseVault } from '../../src/keys/vault-format.ts'
import { Secret } from '../../src/secret.ts'
import { temporaryFolder } from '../helpers/run.ts'
import { account, codeOf, makeVault, openVault, passphrase, writeVault } from './vault-helpers.ts'

const canary = 'canary-vault-0d5e77ab'
const other = 'heygen https://api.heygen.com'
const bad = '3 vault.bad_passphrase_or_damaged'

function cheapVault(keys: Record<string, string> = { [account]: canary }): string {
  const path = join(temporaryFolder(), 'vault')
  writeVault(path, makeVault(keys).bytes)
  return path
}

it('is made at the first key, at the full cost, and asks for its passphrase once', async () => {
  const path = join(temporaryFolder(), 'new', 'vault')
  const asked: string[] = []
  const vault = createVault({
    path,
    randomBytes,
    passphrase: async (purpose) => {
      asked.push(purpose)
      return new Secret(passphrase)
    },
  })
  expect(await vault.get(account)).toBeUndefined()
  expect(await vault.accounts()).toEqual([])
  expect(await vault.remove(account)).toBe(false)
  expect(asked).toEqual([])
  await vault.set(account, new Secret(canary))
  await Promise.all([vault.get(account), vault.get(account)])
  expect(asked).toEqual(['create'])
  expect(parseVault(readFileSync(path)).header).toMatchObject({
    v: 1,
    kdf: 'scrypt',
    logN: 17,
    r: 8,
    p: 1,
    gen: 1,
  })
  expect(readFileSync(path).includes(canary)).toBe(false)
})

it('keeps, lists, replaces and removes keys, and counts its generations', async () => {
  const path = cheapVault({ [account]: 'first' })
  await openVault(path).set(other, new Secret('second'))
  await openVault(path).set(account, new Secret(canary))
  expect((await openVault(path).get(account))?.reveal()).toBe(canary)
  expect(await openVault(path).accounts()).toEqual([other, account])
  expect(await openVault(path).remove(account)).toBe(true)
  expect(await openVault(path).get(account)).toBeUndefined()
  expect((await openVault(path).get(other))?.reveal()).toBe('second')
  expect(parseVault(readFileSync(path)).header.gen).toBe(4)
})

it('lists what it holds without its passphrase', async () => {
  const path = cheapVault()
  const locked = createVault({
    path,
    randomBytes,
    passphrase: () => Promise.reject(new Error('nobody was to be asked')),
  })
  expect(await locked.accounts()).toEqual([account])
  expect(await locked.get(other)).toBeUndefined()
  await expect(locked.get(account)).rejects.toThrow('nobody was to be asked')
})

it('opens with the passphrase in either Unicode form, and neither opens nor changes with another', async () => {
  const path = cheapVault()
  for (const form of ['NFC', 'NFD'])
    expect((await openVault(path, passphrase.normalize(form)).get(account))?.reveal()).toBe(canary)
  const before = readFileSync(path)
  expect(await codeOf(openVault(path, 'wrong').get(account))).toBe(bad)
  expect(await codeOf(openVault(path, 'wrong').set(account, new Secret('x-another')))).toBe(bad)
  expect(await codeOf(openVault(path, 'wrong').remove(account))).toBe(bad)
  expect(await codeOf(openVault(path, 'wrong').changePassphrase(new Secret('x')))).toBe(bad)
  expect(readFileSync(path).equals(before)).toBe(true)
})

it('changes its passphrase, and keeps its keys', async () => {
  const path = cheapVault()
  const vault = openVault(path)
  await vault.changePassphrase(new Secret('a new one'))
  expect((await vault.get(account))?.reveal()).toBe(canary)
  expect((await openVault(path, 'a new one').get(account))?.reveal()).toBe(canary)
  expect(await codeOf(openVault(path).get(account))).toBe(bad)
})

it('that a newer program wrote is left alone', async () => {
  const path = cheapVault()
  const newer = Buffer.from(readFileSync(path, 'latin1').replace('{"v":1', '{"v":2'), 'latin1')
  writeVault(path, newer)
  expect(await codeOf(openVault(path).get(account))).toBe('3 vault.newer')
  expect(await codeOf(openVault(path).set(account, new Secret('another')))).toBe('3 vault.newer')
  expect(readFileSync(path).equals(newer)).toBe(true)
})
