/**
 * The encrypted vault, for machines without a keychain: one file, opened by a passphrase that is never derived from the machine.
 * Which accounts it holds can be read without the passphrase; every key, and the proof that nothing was changed, needs it.
 */

import { randomUUID, scrypt } from 'node:crypto'
import { VidgenError } from '../errors.ts'
import { Secret } from '../secret.ts'
import type { KeyStore } from './store.ts'
import { decryptEntry, encryptEntry, type RandomBytes, sealVault, unwrap, wrap } from './vault-crypto.ts'
import { readVaultFile, withVaultLock } from './vault-file.ts'
import { type Kdf, type ParsedVault, parseVault, type VaultEntry, type VaultFile } from './vault-format.ts'

/** scrypt at OWASP's minimum: 128 MiB and about 0.3 s for each guess. */
const defaultCost = { logN: 17, r: 8, p: 1 } as const

export interface VaultOptions {
  path: string
  randomBytes: RandomBytes
  /** Asked at most once; `create`: a new vault, so a typing mistake must be caught. Throws when nobody can answer. */
  passphrase(purpose: 'open' | 'create'): Promise<Secret>
}

export interface Vault extends KeyStore {
  /** A new passphrase for the same keys, in one swap of the file. */
  changePassphrase(next: Secret): Promise<void>
}

type Change = (vault: VaultFile, dek: Buffer) => VaultFile

export function createVault(options: VaultOptions): Vault {
  const { path, randomBytes } = options
  let passphrase: Promise<Secret> | undefined
  const keks = new Map<string, Promise<Buffer>>()

  /** One derivation per salt and cost, however many keys are read. */
  const kekFor = (kdf: Kdf, purpose: 'open' | 'create'): Promise<Buffer> => {
    const name = nameOf(kdf)
    passphrase ??= options.passphrase(purpose)
    const kek = keks.get(name) ?? passphrase.then((secret) => deriveKek(secret, kdf))
    keks.set(name, kek)
    return kek
  }
  const read = (): ParsedVault | undefined => {
    const bytes = readVaultFile(path)
    return bytes && parseVault(bytes)
  }

  /** scrypt runs before the lock is taken; when another process made or re-keyed the vault meanwhile, once more with its salt. */
  const update = async (change: Change): Promise<void> => {
    for (let seen = read(); ; ) {
      const kdf = seen?.header ?? { ...defaultCost, salt: randomBytes(16).toString('base64') }
      const kek = await kekFor(kdf, seen ? 'open' : 'create')
      const newer = await withVaultLock(path, (replace): ParsedVault | undefined => {
        const current = read()
        if (current && nameOf(current.header) !== nameOf(kdf)) return current
        const dek = current ? unwrap(current, kek) : randomBytes(32)
        const vault = current ?? {
          header: wrap(dek, kek, costAndSalt(kdf), randomUUID(), 0, randomBytes),
          entries: [],
        }
        const changed = change(vault, dek)
        replace(
          sealVault(
            { ...changed, header: { ...changed.header, gen: vault.header.gen + 1 } },
            dek,
            randomBytes,
          ),
        )
        dek.fill(0)
        return undefined
      })
      if (!newer) return
      seen = newer
    }
  }

  return {
    id: 'vault',
    detail: `vault ${path}`,
    async get(account) {
      const vault = read()
      const entry = vault && findEntry(vault, account)
      if (!entry) return undefined
      const dek = unwrap(vault, await kekFor(vault.header, 'open'))
      const secret = decryptEntry(entry, dek, vault.header.id)
      dek.fill(0)
      return new Secret(secret)
    },
    set: (account, secret) =>
      update((vault, dek) => {
        const entry = encryptEntry(
          { ...split(account), secret: secret.reveal() },
          dek,
          vault.header.id,
          randomBytes,
        )
        return { ...vault, entries: [...without(vault, account), entry] }
      }),
    async remove(account) {
      const vault = read()
      if (!vault || !findEntry(vault, account)) return false
      await update((current) => ({ ...current, entries: without(current, account) }))
      return true
    },
    accounts: async () => (read()?.entries ?? []).map(({ provider, account }) => `${provider} ${account}`),
    async changePassphrase(next) {
      const kdf = { ...defaultCost, salt: randomBytes(16).toString('base64') }
      const kek = await deriveKek(next, kdf)
      await update((vault, dek) => ({
        ...vault,
        header: wrap(dek, kek, kdf, vault.header.id, vault.header.gen, randomBytes),
      }))
      passphrase = Promise.resolve(next)
    },
  }
}

const costAndSalt = ({ logN, r, p, salt }: Kdf): Kdf => ({ logN, r, p, salt })
const nameOf = ({ logN, r, p, salt }: Kdf): string => `${logN} ${r} ${p} ${salt}`

/** An account is `provider origin`; the file keeps the two apart. */
function split(account: string): { provider: string; account: string } {
  const at = account.indexOf(' ')
  return { provider: account.slice(0, at), account: account.slice(at + 1) }
}

const isOf = (entry: VaultEntry, account: string): boolean => `${entry.provider} ${entry.account}` === account
const findEntry = (vault: VaultFile, account: string) => vault.entries.find((entry) => isOf(entry, account))
const without = (vault: VaultFile, account: string) => vault.entries.filter((entry) => !isOf(entry, account))

/** NFC, so that a passphrase typed on a Mac opens the vault on Linux. */
function deriveKek(passphrase: Secret, { logN, r, p, salt }: Kdf): Promise<Buffer> {
  const cost = 2 ** logN
  // Node refuses N of 2^15 and more without this; twice the memory that scrypt itself needs.
  const maxmem = 256 * cost * r
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase.reveal().normalize('NFC'),
      Buffer.from(salt, 'base64'),
      32,
      { N: cost, r, p, maxmem },
      (error, kek) => {
        if (error)
          reject(
            new VidgenError('environment', `the vault key could not be derived: ${error.message}`, {
              code: 'vault.kdf',
              cause: error,
              hint: 'free some memory and try again',
            }),
          )
        else resolve(kek)
      },
    )
  })
}
