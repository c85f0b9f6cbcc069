/**
 * Where a provider's key comes from: the OS keychain, then the encrypted vault, then the environment variable
 * (`keys.prefer: "env"` turns the order round). The first store that holds one wins, and says so.
 *
 * - An absent keychain is passed over; one that is locked, dead or silent is an error: going on could use another account's key.
 * - An environment variable that is set but empty is an error wherever the key is (faults row 4).
 * - Keys are kept by provider and origin, so that a key never goes to a server that it was not given for.
 */

import { VidgenError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import type { Secret } from '../secret.ts'
import { type CleanKey, cleanKey } from './clean.ts'

export type KeySource = 'keychain' | 'vault' | 'env'
/** Where vidgen itself writes. */
export type KeyHome = 'keychain' | 'vault'

/** What the key stores need to know of a provider. */
export type KeyOwner = Pick<Provider, 'id' | 'title' | 'keyEnv' | 'keyPrefixes'>

export interface FoundKey {
  secret: Secret
  source: KeySource
  /** The source in words, for people: `environment variable RUNWAYML_API_SECRET`. */
  detail: string
}

/** One store that holds a key of a provider, or that could not be asked (`problem`). */
export interface KeySighting {
  source: KeySource
  detail: string
  problem?: VidgenError
}

/** A place that keeps secrets by account. `get` and `accounts` answer "none" where the place does not exist on this machine. */
export interface KeyStore {
  id: KeyHome
  /** In words, for people. */
  detail: string
  get(account: string): Promise<Secret | undefined>
  set(account: string, secret: Secret): Promise<void>
  /** True when there was something to remove. */
  remove(account: string): Promise<boolean>
  /** Every account kept here, without unlocking more than that takes. */
  accounts(): Promise<readonly string[]>
}

export interface KeyRing {
  /** A key as typed or piped, cleaned and checked; from here on the scrubber knows it. */
  clean(raw: string, provider: KeyOwner): CleanKey
  find(provider: KeyOwner, baseUrl: string): Promise<FoundKey | undefined>
  /** Every store that holds a key, the winner first; opens nothing that would ask a question. */
  sources(provider: KeyOwner, baseUrl: string): Promise<readonly KeySighting[]>
  /** Writes, then reads back afresh; only then is it stored. */
  store(provider: KeyOwner, baseUrl: string, secret: Secret, home: KeyHome): Promise<{ detail: string }>
  /** Removes the provider's keys, whatever their server, from every store that vidgen writes. */
  remove(provider: KeyOwner): Promise<readonly KeySighting[]>
}

/** Provider and origin: the same service name at another server is another account. */
export const accountOf = (provider: Pick<Provider, 'id'>, baseUrl: string): string =>
  `${provider.id} ${new URL(baseUrl).origin}`

const belongsTo = (provider: Pick<Provider, 'id'>, account: string): boolean =>
  account.startsWith(`${provider.id} `)

export interface KeyRingOptions {
  keychain: KeyStore
  vault: KeyStore
  /** The key in the provider's environment variable, already cleaned; throws when it is set but empty or no key. */
  environment(provider: KeyOwner): { secret: Secret; detail: string } | undefined
  prefer: 'keychain' | 'env'
  /** Every provider, to tell one's key from another's. */
  providers: readonly KeyOwner[]
  /** Told of every secret that passes, so that the scrubber knows it before anything can print it. */
  onSecret(secret: Secret): void
}

export function createKeyRing(options: KeyRingOptions): KeyRing {
  const { keychain, vault } = options
  const homes: readonly KeyStore[] = options.prefer === 'env' ? [vault, keychain] : [keychain, vault]

  return {
    clean(raw, provider) {
      const key = cleanKey(raw, provider, options.providers)
      options.onSecret(key.secret)
      return key
    },

    async find(provider, baseUrl) {
      const account = accountOf(provider, baseUrl)
      const fromEnv = options.environment(provider)
      const found = (secret: Secret, source: KeySource, detail: string): FoundKey => {
        options.onSecret(secret)
        return { secret, source, detail }
      }
      if (fromEnv && options.prefer === 'env') return found(fromEnv.secret, 'env', fromEnv.detail)
      for (const store of homes) {
        const secret = await store.get(account)
        if (secret) return found(secret, store.id, store.detail)
      }
      return fromEnv && found(fromEnv.secret, 'env', fromEnv.detail)
    },

    async sources(provider, baseUrl) {
      const account = accountOf(provider, baseUrl)
      const holds = (store: KeyStore) =>
        sighting(store.id, store.detail, async () => (await store.accounts()).includes(account))
      const detail = provider.keyEnv ? `environment variable ${provider.keyEnv}` : ''
      const env = await sighting('env', detail, async () => options.environment(provider) !== undefined)
      const kept = await Promise.all(homes.map(holds))
      return (options.prefer === 'env' ? [env, ...kept] : [...kept, env]).filter((one) => one !== undefined)
    },

    async store(provider, baseUrl, secret, home) {
      options.onSecret(secret)
      const store = home === 'vault' ? vault : keychain
      const account = accountOf(provider, baseUrl)
      await store.set(account, secret)
      if ((await store.get(account))?.reveal() !== secret.reveal()) throw notKept(provider, store)
      return { detail: store.detail }
    },

    async remove(provider) {
      const removed = homes.map((store) => sighting(store.id, store.detail, () => removeAll(store, provider)))
      return (await Promise.all(removed)).filter((one) => one !== undefined)
    },
  }
}

/** Undefined where `holds` says no; a store that cannot be asked is reported, never hidden. */
async function sighting(
  source: KeySource,
  detail: string,
  holds: () => Promise<boolean>,
): Promise<KeySighting | undefined> {
  try {
    return (await holds()) ? { source, detail } : undefined
  } catch (error) {
    if (error instanceof VidgenError) return { source, detail, problem: error }
    throw error
  }
}

async function removeAll(store: KeyStore, provider: KeyOwner): Promise<boolean> {
  let removed = false
  for (const account of (await store.accounts()).filter((account) => belongsTo(provider, account))) {
    removed = (await store.remove(account)) || removed
  }
  return removed
}

const notKept = (provider: KeyOwner, store: KeyStore): VidgenError =>
  new VidgenError(
    'auth',
    `the key was written to the ${store.detail}, but reading it back gave something else`,
    {
      provider: provider.id,
      code: store.id === 'keychain' ? 'keyring.unavailable' : 'vault.bad_passphrase_or_damaged',
      hint: 'check that the keychain service is running, or connect again with --store vault',
    },
  )
