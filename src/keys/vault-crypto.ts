/** What keeps the vault secret and whole: AES-256-GCM in every place, each use bound to what it is for. */

import { createCipheriv, createDecipheriv, randomUUID } from 'node:crypto'
import {
  badVault,
  encodeBody,
  encodePart,
  type Kdf,
  magic,
  type ParsedVault,
  type Sealed,
  type VaultEntry,
  type VaultFile,
  type VaultHeader,
  version,
} from './vault-format.ts'

export type RandomBytes = (size: number) => Buffer

/** Node accepts tags cut to 4 bytes unless told otherwise. */
const gcm = { authTagLength: 16 } as const

/** The file's bytes, with the seal over all of them. */
export function sealVault(vault: VaultFile, dek: Buffer, randomBytes: RandomBytes): Buffer {
  const body = encodeBody(vault)
  const { nonce, tag } = encrypt(dek, Buffer.alloc(0), body, randomBytes)
  return Buffer.concat([body, encodePart({ nonce, tag })])
}

/** A header whose DEK only `kek` unwraps; for a new vault, and for a new passphrase. */
export function wrap(
  dek: Buffer,
  kek: Buffer,
  kdf: Kdf,
  id: string,
  gen: number,
  randomBytes: RandomBytes,
): VaultHeader {
  return {
    v: version,
    kdf: 'scrypt',
    ...kdf,
    dek: encrypt(kek, dek, wrapContext(kdf, id), randomBytes),
    gen,
    id,
  }
}

/** The DEK, given out only after the seal over the whole file has been checked with it. */
export function unwrap(parsed: ParsedVault, kek: Buffer): Buffer {
  const { header, seal, body } = parsed
  const dek = decrypt(kek, header.dek, wrapContext(header, header.id))
  decrypt(dek, { ...seal, ct: '' }, body)
  return dek
}

const wrapContext = ({ logN, r, p, salt }: Kdf, id: string): Buffer => context('scrypt', logN, r, p, salt, id)

export function encryptEntry(
  { provider, account, secret }: { provider: string; account: string; secret: string },
  dek: Buffer,
  vaultId: string,
  randomBytes: RandomBytes,
): VaultEntry {
  const name = { eid: randomUUID(), provider, account, kid: 1 }
  return { ...name, ...encrypt(dek, Buffer.from(secret), entryContext(vaultId, name), randomBytes) }
}

export function decryptEntry(entry: VaultEntry, dek: Buffer, vaultId: string): string {
  const plain = decrypt(dek, entry, entryContext(vaultId, entry))
  const secret = plain.toString('utf8')
  plain.fill(0)
  return secret
}

const entryContext = (
  vaultId: string,
  { eid, provider, account, kid }: Omit<VaultEntry, keyof Sealed>,
): Buffer => context(vaultId, eid, provider, account, kid)

/** As JSON, so that no two lists of values run together to the same bytes. */
const context = (...values: readonly (string | number)[]): Buffer =>
  Buffer.from(JSON.stringify([magic.toString(), version, ...values]))

function encrypt(key: Buffer, plain: Buffer, aad: Buffer, randomBytes: RandomBytes): Sealed {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, gcm).setAAD(aad)
  const ct = Buffer.concat([cipher.update(plain), cipher.final()])
  return {
    nonce: nonce.toString('base64'),
    ct: ct.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  }
}

/** Nothing leaves before `final` has checked the tag: `update` alone gives out bytes that nobody vouches for. */
function decrypt(key: Buffer, { nonce, ct, tag }: Sealed, aad: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), gcm).setAAD(aad)
    decipher.setAuthTag(Buffer.from(tag, 'base64'))
    return Buffer.concat([decipher.update(Buffer.from(ct, 'base64')), decipher.final()])
  } catch (error) {
    throw badVault(error)
  }
}
