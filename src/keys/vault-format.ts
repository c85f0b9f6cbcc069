/**
 * The bytes of the vault file, and nothing else: no disk, no cryptography (vault-crypto.ts).
 *
 *   "VIDGENV1" | u32 length, header JSON | u32 length, entry JSON | … | u32 length, seal JSON
 *
 * The header names the key derivation and holds the data key (DEK), wrapped by a key made from the passphrase (KEK). Every entry is
 * AES-256-GCM under the DEK, bound to its vault, provider and account. The seal is a GCM tag over all bytes before it, so that no
 * entry can be removed, doubled, moved or brought back from an older file. Every JSON must be exactly as this file writes it:
 * otherwise a changed byte could decode to the same meaning and pass unseen.
 */

import { VidgenError } from '../errors.ts'

export const magic = Buffer.from('VIDGENV1')
export const version = 1
/** Bytes of a real header are about 400, of an entry about 300; a hostile length must not make us allocate. */
const longestPart = 16 * 1024
/** The seal has 62; a file of many empty parts must not keep us busy. */
const shortestPart = 60

export interface Kdf {
  logN: number
  r: number
  p: number
  /** base64, 16 bytes */
  salt: string
}

export interface Sealed {
  /** base64, 12 bytes, fresh for every encryption */
  nonce: string
  ct: string
  tag: string
}

export type Seal = Omit<Sealed, 'ct'>

export interface VaultHeader extends Kdf {
  v: number
  kdf: 'scrypt'
  dek: Sealed
  /** Counts up with every write. */
  gen: number
  id: string
}

export interface VaultEntry extends Sealed {
  eid: string
  provider: string
  account: string
  /** Which DEK; there is one so far. */
  kid: number
}

export interface VaultFile {
  header: VaultHeader
  entries: readonly VaultEntry[]
}

/** A file as read: nothing in it can be trusted before `unwrap` has checked the seal. */
export interface ParsedVault extends VaultFile {
  /** All that stands before the seal. */
  body: Buffer
  seal: Seal
}

/** One message for a wrong passphrase and for damage: telling them apart would help who guesses. */
export const badVault = (cause?: unknown): VidgenError =>
  new VidgenError('auth', 'the vault does not open: the passphrase is wrong, or the file is damaged', {
    code: 'vault.bad_passphrase_or_damaged',
    hint: 'check VIDGEN_VAULT_PASSPHRASE; if it is right, delete the vault file and connect again',
    cause,
  })

// ---- reading

export function parseVault(bytes: Buffer): ParsedVault {
  if (!bytes.subarray(0, magic.length).equals(magic)) throw badVault()
  const parts: { text: string; end: number }[] = []
  for (let at = magic.length; at < bytes.length; at = parts.at(-1)!.end) {
    const length = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : longestPart + 1
    const end = at + 4 + length
    if (length > longestPart || length < shortestPart || end > bytes.length) throw badVault()
    parts.push({ text: bytes.toString('utf8', at + 4, end), end })
  }
  if (parts.length < 2) throw badVault()
  const header = readHeader(parts[0]!.text)
  const entries = parts.slice(1, -1).map(({ text }) => canonical(text, readEntry))
  const seal = canonical(parts.at(-1)!.text, (fields) => ({
    nonce: base64(fields.nonce, 12),
    tag: base64(fields.tag, 16),
  }))
  return { header, entries, seal, body: bytes.subarray(0, parts.at(-2)!.end) }
}

/** Version and cost are judged first: a newer file is left alone, and a hostile cost never reaches scrypt. */
function readHeader(text: string): VaultHeader {
  const loose = parseObject(text)
  if (Number.isInteger(loose.v) && (loose.v as number) > version) {
    throw new VidgenError('auth', 'the vault was written by a newer vidgen', {
      code: 'vault.newer',
      hint: 'update vidgen',
    })
  }
  refuseCost(loose)
  return canonical(text, (fields) => ({
    v: exactly(fields.v, version),
    kdf: exactly(fields.kdf, 'scrypt'),
    logN: whole(fields.logN),
    r: whole(fields.r),
    p: whole(fields.p),
    salt: base64(fields.salt, 16),
    dek: sealed(fields.dek as Record<string, unknown>, 32),
    gen: whole(fields.gen),
    id: word(fields.id),
  }))
}

/** OWASP's least is logN 17 with r 8, p 1; more than logN 20 (1 GiB) or p 4 would be an attack on this machine. */
function refuseCost({ logN, r, p }: Record<string, unknown>): void {
  const within = (value: unknown, least: number, most: number) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
  if (within(logN, 14, 20) && r === 8 && within(p, 1, 4)) return
  throw new VidgenError('auth', 'the vault asks for a key derivation that this program does not accept', {
    code: 'vault.params_out_of_range',
    hint: 'the file was not written by vidgen: delete it and connect again',
  })
}

function readEntry(fields: Record<string, unknown>): VaultEntry {
  return {
    eid: word(fields.eid),
    provider: word(fields.provider),
    account: word(fields.account),
    kid: exactly(fields.kid, 1),
    ...sealed(fields),
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch (error) {
    throw badVault(error)
  }
  throw badVault()
}

function canonical<T>(text: string, read: (fields: Record<string, unknown>) => T): T {
  const value = read(parseObject(text))
  if (JSON.stringify(value) !== text) throw badVault()
  return value
}

const sealed = (fields: Record<string, unknown> | undefined, size?: number): Sealed => ({
  nonce: base64(fields?.nonce, 12),
  ct: base64(fields?.ct, size),
  tag: base64(fields?.tag, 16),
})

function base64(value: unknown, size?: number): string {
  const bytes = Buffer.from(word(value), 'base64')
  if (bytes.toString('base64') !== value || (size !== undefined && bytes.length !== size)) throw badVault()
  return value
}

function word(value: unknown): string {
  if (typeof value !== 'string') throw badVault()
  return value
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw badVault()
  return value as number
}

function exactly<T>(value: unknown, wanted: T): T {
  if (value !== wanted) throw badVault()
  return wanted
}

// ---- writing

export const encodeBody = ({ header, entries }: VaultFile): Buffer =>
  Buffer.concat([magic, ...[header, ...entries].map(encodePart)])

export function encodePart(value: VaultHeader | VaultEntry | Seal): Buffer {
  const json = Buffer.from(JSON.stringify(value))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(json.length)
  return Buffer.concat([length, json])
}
