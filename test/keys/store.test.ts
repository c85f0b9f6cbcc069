import { expect, it } from 'vitest'
import { VidgenError } from '../../src/errors.ts'
import { environmentKey } from '../../src/keys/env.ts'
import { accountOf, createKeyRing, type KeyHome, type KeyOwner, type KeyStore } from '../../src/keys/store.ts'
import { Secret } from '../../src/secret.ts'

const runway: KeyOwner = {
  id: 'runway',
  title: 'Runway',
  keyEnv: 'RUNWAYML_API_SECRET',
  keyPrefixes: ['key_'],
}
const url = 'https://api.dev.runwayml.com/v1'

/** A store in memory; `broken` makes every question fail as a locked keychain would. */
function memoryStore(id: KeyHome, broken?: VidgenError): KeyStore & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  const guard = () => {
    if (broken) throw broken
  }
  return {
    id,
    detail: `the ${id}`,
    kept,
    async get(account) {
      guard()
      const value = kept.get(account)
      return value === undefined ? undefined : new Secret(value)
    },
    async set(account, secret) {
      guard()
      kept.set(account, secret.reveal())
    },
    async remove(account) {
      guard()
      return kept.delete(account)
    },
    async accounts() {
      guard()
      return [...kept.keys()]
    },
  }
}

const locked = new VidgenError('auth', 'the OS keychain is locked', { code: 'keyring.locked' })

function ring(
  options: { prefer?: 'env'; env?: Record<string, string>; keychain?: KeyStore; vault?: KeyStore } = {},
) {
  const keychain = options.keychain ?? memoryStore('keychain')
  const vault = options.vault ?? memoryStore('vault')
  const told: string[] = []
  const keys = createKeyRing({
    keychain,
    vault,
    environment: (provider) => environmentKey(options.env ?? {}, provider, [runway]),
    prefer: options.prefer ?? 'keychain',
    providers: [runway],
    onSecret: (secret) => told.push(secret.reveal()),
  })
  return { keys, keychain, vault, told }
}

const env = { RUNWAYML_API_SECRET: 'key_from_env' }
const found = async (keys: ReturnType<typeof ring>['keys']) => {
  const key = await keys.find(runway, url)
  return key && `${key.secret.reveal()} ${key.source} ${key.detail}`
}

it('asks the keychain, then the vault, then the environment, and names the winner', async () => {
  const { keys, keychain, vault, told } = ring({ env })
  expect(await found(keys)).toBe('key_from_env env environment variable RUNWAYML_API_SECRET')
  await vault.set(accountOf(runway, url), new Secret('key_from_vault'))
  expect(await found(keys)).toBe('key_from_vault vault the vault')
  await keychain.set(accountOf(runway, url), new Secret('key_from_keychain'))
  expect(await found(keys)).toBe('key_from_keychain keychain the keychain')
  expect(told).toEqual(['key_from_env', 'key_from_vault', 'key_from_keychain'])
  expect((await keys.sources(runway, url)).map(({ source }) => source)).toEqual(['keychain', 'vault', 'env'])
})

it('turns the order round with keys.prefer "env"', async () => {
  const { keys, keychain, vault } = ring({ env, prefer: 'env' })
  await keychain.set(accountOf(runway, url), new Secret('key_from_keychain'))
  expect(await found(keys)).toBe('key_from_env env environment variable RUNWAYML_API_SECRET')
  expect((await keys.sources(runway, url)).map(({ source }) => source)).toEqual(['env', 'keychain'])
  const without = ring({ prefer: 'env', keychain, vault })
  await vault.set(accountOf(runway, url), new Secret('key_from_vault'))
  expect(await found(without.keys)).toBe('key_from_vault vault the vault')
})

it('finds nothing where nothing is', async () => {
  const { keys } = ring()
  expect(await keys.find(runway, url)).toBeUndefined()
  expect(await keys.sources(runway, url)).toEqual([])
  expect(await keys.remove(runway)).toEqual([])
})

it('keeps a key for the origin that it was given for', async () => {
  const { keys } = ring()
  await keys.store(runway, url, new Secret('key_of_the_service'), 'keychain')
  expect((await keys.find(runway, 'https://api.dev.runwayml.com/other'))?.secret.reveal()).toBe(
    'key_of_the_service',
  )
  for (const other of [
    'http://api.dev.runwayml.com',
    'https://api.dev.runwayml.com:8443',
    'https://proxy.example',
  ])
    expect(await keys.find(runway, other)).toBeUndefined()
})

it('goes past no keychain that cannot be asked: another account could be charged', async () => {
  const { keys } = ring({ env, keychain: memoryStore('keychain', locked) })
  await expect(keys.find(runway, url)).rejects.toBe(locked)
  expect(await keys.sources(runway, url)).toEqual([
    { source: 'keychain', detail: 'the keychain', problem: locked },
    { source: 'env', detail: 'environment variable RUNWAYML_API_SECRET' },
  ])
  const preferred = ring({ env, prefer: 'env', keychain: memoryStore('keychain', locked) })
  expect(await found(preferred.keys)).toBe('key_from_env env environment variable RUNWAYML_API_SECRET')
})

it('takes an empty variable for a mistake, whatever else holds a key', async () => {
  const { keys } = ring({ env: { RUNWAYML_API_SECRET: '' } })
  await keys.store(runway, url, new Secret('key_stored'), 'keychain')
  await expect(keys.find(runway, url)).rejects.toMatchObject({ exitCode: 3, code: 'key.empty_env' })
})

it('calls a key stored only when it reads back the same', async () => {
  const forgetful: KeyStore = { ...memoryStore('keychain'), set: async () => {} }
  const { keys } = ring({ keychain: forgetful })
  await expect(keys.store(runway, url, new Secret('key_lost'), 'keychain')).rejects.toMatchObject({
    exitCode: 3,
    code: 'keyring.unavailable',
  })
})

it('removes the keys of one provider at every origin from every store, and reports a store that cannot be asked', async () => {
  const { keys, keychain, vault } = ring()
  await keys.store(runway, url, new Secret('key_one'), 'keychain')
  await keys.store(runway, 'https://proxy.example', new Secret('key_two'), 'vault')
  await vault.set('runway2 https://x.example', new Secret('of another provider'))
  expect((await keys.remove(runway)).map(({ source }) => source)).toEqual(['keychain', 'vault'])
  expect(await keychain.accounts()).toEqual([])
  expect(await vault.accounts()).toEqual(['runway2 https://x.example'])
  const stuck = ring({ keychain: memoryStore('keychain', locked) })
  expect(await stuck.keys.remove(runway)).toEqual([
    { source: 'keychain', detail: 'the keychain', problem: locked },
  ])
})

it('tells the scrubber of a key as soon as it has been typed', () => {
  const { keys, told } = ring()
  expect(keys.clean(' key_typed_in \n', runway).secret.reveal()).toBe('key_typed_in')
  expect(told).toEqual(['key_typed_in'])
})
