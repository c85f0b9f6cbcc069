/** Vaults for tests: whole ones in memory with any key for the wrapping, and cheap ones on disk that a passphrase opens. */

import { randomBytes, scryptSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { VidgenError } from '../../src/errors.ts'
import { createVault, type Vault } from '../../src/keys/vault.ts'
import { encryptEntry, sealVault, wrap } from '../../src/keys/vault-crypto.ts'
import { Secret } from '../../src/secret.ts'

/** With a letter that Unicode writes in two ways. */
export const passphrase = 'correct horse battery stäple'

export const account = 'runway https://api.dev.runwayml.com'

export const openVault = (path: string, words = passphrase): Vault =>
  createVault({ path, randomBytes, passphrase: async () => new Secret(words) })

/** `3 vault.permissions`, or what came instead of an error. */
export const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof VidgenError ? `${error.exitCode} ${error.code}` : error),
  )

export interface MadeVault {
  bytes: Buffer
  kek: Buffer
}

/** The bytes of a vault at the least cost that is accepted: one derivation takes 40 ms instead of 300. */
export function makeVault(keys: Readonly<Record<string, string>>, words = passphrase): MadeVault {
  const kdf = { logN: 14, r: 8, p: 1, salt: randomBytes(16).toString('base64') }
  const kek = scryptSync(words.normalize('NFC'), Buffer.from(kdf.salt, 'base64'), 32, {
    N: 2 ** kdf.logN,
    r: kdf.r,
    p: kdf.p,
  })
  const dek = randomBytes(32)
  const id = '6f1f4c4e-2f0e-4b53-9a3c-0d3a5f0b7a11'
  const header = wrap(dek, kek, kdf, id, 1, randomBytes)
  const entries = Object.entries(keys).map(([name, secret]) => {
    const [provider = '', origin = ''] = name.split(' ')
    return encryptEntry({ provider, account: origin, secret }, dek, id, randomBytes)
  })
  return { bytes: sealVault({ header, entries }, dek, randomBytes), kek }
}

export function writeVault(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, bytes, { mode: 0o600 })
}
