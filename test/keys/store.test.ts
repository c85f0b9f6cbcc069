/** The order of the sources, with a real vault file and a keychain that is a folder of plain facts. */

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VidgenError } from '../../src/errors.ts'
import { environmentKey } from '../../src/keys/env.ts'
import { accountOf, createKeyRing, type KeyRing, type KeyStore } from '../../src/keys/store.ts'
import { createVault } from '../../src/keys/vault.ts'
import { providers } from '../../src/providers/index.ts'
import { Secret } from '../../src/secret.ts'
import { temporaryFolder } from '../helpers/run.ts'
import { codeOf, makeVault, passphrase, writeVault } from './vault-helpers.ts'

const runway = providers.find(({ id }) => id === 'runway')!
const base = 'https://api.dev.runwayml.com/v1'
const account = accountOf(runway, base)

/** Keys by account; `fails` stands for a keychain that is locked. */
function memory(keys: Record<string, string> = {}, fails?: string): KeyStore & { keys: Map<string, string> } {
  const kept = new Map(Object.entries(keys))
  const check = () => {
    if (fails) throw new VidgenError('auth', 'the OS keychain is locked', { code: fails })
  }
  return {
    id: 'keychain',
    detail: 'OS keychain',
    keys: kept,
    async get(name) {
      check()
      const key = kept.get(name)
      return key === undefined ? undefined : new Secret(key)
    },
    async set(name, secret) {
      check()
      kept.set(name, secret.reveal())
    },
    async remove(name) {
      check()
      return kept.delete(name)
    },
    async accounts() {
      check()
      return [...kept.keys()]
    },
  }
}

interface Given {
  keychain?: KeyStore
  vault?: Record<string, string>
  env?: string
  prefer?: 'keychain' | 'env'
}

function ring({ keychain = memory(), vault, env, prefer = 'keychain' }: Given): KeyRing & { told: string[] } {
  const path = join(temporaryFolder(), 'vault')
  if (vault) writeVault(path, makeVault(vault).bytes)
  const told: string[] = []
  const keys = createKeyRing({
    keychain,
    vault: createVault({ path, randomBytes, passphrase: async () => new Secret(passphrase) }),
    environment: (provider) => environmentKey({ RUNWAYML_API_SECRET: env }, provider, providers),
    prefer,
    providers,
    onSecret: (secret) => told.push(secret.reveal()),
  })
  return { ...keys, told }
}

const inKeychain = () => memory({ [account]: 'in-keychain' })
const inVault = { [account]: 'in-vault' }

describe('the first source that holds a key wins', () => {
  it.each<[string, Given, string | undefined]>([
    [
      'keychain, vault, environment',
      { keychain: inKeychain(), vault: inVault, env: 'in-env' },
      'keychain in-keychain',
    ],
    ['vault, environment', { vault: inVault, env: 'in-env' }, 'vault in-vault'],
    ['environment', { env: 'in-env' }, 'env in-env'],
    ['nothing', {}, undefined],
    [
      'environment first, where the config says so',
      { keychain: inKeychain(), vault: inVault, env: 'in-env', prefer: 'env' },
      'env in-env',
    ],
    ['then the vault', { keychain: inKeychain(), vault: inVault, prefer: 'env' }, 'vault in-vault'],
    ['then the keychain', { keychain: inKeychain(), prefer: 'env' }, 'keychain in-keychain'],
  ])('%s', async (_name, given, winner) => {
    const keys = ring(given)
    const found = await keys.find(runway, base)
    expect(found && `${found.source} ${found.secret.reveal()}`).toBe(winner)
    expect(keys.told).toEqual(found ? [found.secret.reveal()] : [])
  })

  it('and is listed first', async () => {
    const given = { keychain: inKeychain(), vault: inVault, env: 'in-env' }
    const sources = async (prefer: 'keychain' | 'env') =>
      (await ring({ ...given, prefer }).sources(runway, base)).map(({ source }) => source)
    expect(await sources('keychain')).toEqual(['keychain', 'vault', 'env'])
    expect(await sources('env')).toEqual(['env', 'vault', 'keychain'])
  })
})

it('goes on to no other account’s key when a keychain cannot be read', async () => {
  const locked = { keychain: memory({}, 'keyring.locked'), env: 'in-env' }
  expect(await codeOf(ring(locked).find(runway, base))).toBe('3 keyring.locked')
  expect((await ring({ ...locked, prefer: 'env' }).find(runway, base))?.source).toBe('env')
  expect(await ring(locked).sources(runway, base)).toMatchObject([
    { source: 'keychain', problem: { code: 'keyring.locked' } },
    { source: 'env' },
  ])
})

it('stops at an empty variable, whatever the stores hold', async () => {
  for (const prefer of ['keychain', 'env'] as const)
    expect(await codeOf(ring({ keychain: inKeychain(), env: '', prefer }).find(runway, base))).toBe(
      '3 key.empty_env',
    )
})

it('finds a key at its own origin alone, wherever on that server', async () => {
  const keys = ring({ keychain: inKeychain() })
  expect(await keys.find(runway, 'https://api.dev.runwayml.com')).toBeDefined()
  for (const elsewhere of [
    'https://api.dev.runwayml.com:8443',
    'http://api.dev.runwayml.com',
    'https://api.dev.runwayml.com.evil.example',
    'https://runwayml.com',
  ])
    expect(await keys.find(runway, elsewhere)).toBeUndefined()
})

it('has stored a key only when it reads back', async () => {
  const keychain = memory()
  const keys = ring({ keychain })
  expect(await keys.store(runway, base, new Secret('new-key'), 'keychain')).toEqual({ detail: 'OS keychain' })
  expect(keychain.keys.get(account)).toBe('new-key')
  expect(keys.told).toEqual(['new-key'])
  const forgetful = { ...memory(), get: async () => undefined }
  expect(await codeOf(ring({ keychain: forgetful }).store(runway, base, new Secret('x'), 'keychain'))).toBe(
    '3 keyring.unavailable',
  )
})

it('removes all keys of the provider, and none of another', async () => {
  const keychain = memory({ [account]: 'a', 'runway http://localhost:1': 'b', 'runway2 https://x': 'c' })
  const keys = ring({ keychain, vault: { ...inVault, 'heygen https://api.heygen.com': 'd' } })
  expect((await keys.remove(runway)).map(({ source }) => source)).toEqual(['keychain', 'vault'])
  expect([...keychain.keys.values()]).toEqual(['c'])
  expect(await keys.remove(runway)).toEqual([])
  const locked = ring({ keychain: memory({}, 'keyring.locked'), vault: inVault })
  expect(await locked.remove(runway)).toMatchObject([
    { problem: { code: 'keyring.locked' } },
    { source: 'vault' },
  ])
})

it('knows a key before anyone can print it', () => {
  const keys = ring({})
  expect(keys.clean(' key_abc \n', runway).notices).toHaveLength(1)
  expect(keys.told).toEqual(['key_abc'])
})
