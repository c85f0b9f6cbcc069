import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { VidgenError } from '../../src/errors.ts'
import { decryptEntry, encryptEntry, sealVault, unwrap, wrap } from '../../src/keys/vault-crypto.ts'
import { parseVault } from '../../src/keys/vault-format.ts'
import { account, makeVault } from './vault-helpers.ts'

const canary = 'canary-vault-0d5e77ab'
const bad = '3 vault.bad_passphrase_or_damaged'
const { bytes: whole, kek } = makeVault({ [account]: canary, 'heygen https://api.heygen.com': 'second' })

/** Every key in the file, read with the right wrapping key: what a flipped salt would only make harder to reach. */
function openAll(bytes: Buffer, key = kek): unknown {
  try {
    const vault = parseVault(bytes)
    const dek = unwrap(vault, key)
    return vault.entries.map((entry) => decryptEntry(entry, dek, vault.header.id))
  } catch (error) {
    return error instanceof VidgenError ? `${error.exitCode} ${error.code}` : error
  }
}

/** Magic, then one part for each of header, entries and seal. */
function partsOf(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 8; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at)
    parts.push(bytes.subarray(at, end))
    at = end
  }
  return parts
}

const magic = Buffer.from('VIDGENV1')

function withHeader(fields: object): Buffer {
  const [header, ...rest] = partsOf(whole) as [Buffer]
  const json = Buffer.from(JSON.stringify({ ...JSON.parse(header.toString('utf8', 4)), ...fields }))
  const size = Buffer.alloc(4)
  size.writeUInt32BE(json.length)
  return Buffer.concat([magic, size, json, ...rest])
}

it('opens whole', () => {
  expect(openAll(whole)).toEqual([canary, 'second'])
  for (const form of [canary, Buffer.from(canary).toString('base64').slice(0, 20)])
    expect(whole.includes(form)).toBe(false)
})

describe('gives out nothing', () => {
  it('for any byte flipped in any bit, any truncation, any byte more', () => {
    const outcomes = new Map<unknown, number>()
    const attempt = (bytes: Buffer) => {
      const outcome = openAll(bytes)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    for (let at = 0; at < whole.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(whole)
        changed[at]! ^= 1 << bit
        attempt(changed)
      }
      attempt(whole.subarray(0, at))
    }
    attempt(Buffer.concat([whole, Buffer.from('x')]))
    attempt(Buffer.concat([whole, Buffer.alloc(4)]))
    // A version or cost that is another number by now is told before anything is opened.
    expect([...outcomes.keys()].sort()).toEqual([bad, '3 vault.newer', '3 vault.params_out_of_range'])
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(whole.length * 9 + 2)
  })

  it('for entries swapped, doubled, removed, or brought back from another vault', () => {
    const [header, first, second, seal] = partsOf(whole) as [Buffer, Buffer, Buffer, Buffer]
    const other = partsOf(makeVault({ [account]: 'older' }).bytes) as [Buffer, Buffer, Buffer]
    for (const parts of [
      [header, second, first, seal],
      [header, first, first, seal],
      [header, first, seal],
      [header, seal],
      [header, other[1], second, seal],
      [header, other[1], other[2]],
      [other[0], first, second, seal],
      [header, first, second, seal, seal],
    ])
      expect(openAll(Buffer.concat([magic, ...parts]))).toBe(bad)
  })

  it('for another passphrase', () => {
    expect(openAll(whole, randomBytes(32))).toBe(bad)
  })

  it('for an entry under another account’s name, even with a seal made for it', () => {
    const dek = randomBytes(32)
    const kdf = { logN: 14, r: 8, p: 1, salt: randomBytes(16).toString('base64') }
    const header = wrap(dek, kek, kdf, 'some-id', 1, randomBytes)
    const entry = encryptEntry(
      { provider: 'runway', account: 'https://a', secret: canary },
      dek,
      'some-id',
      randomBytes,
    )
    const sealed = (entries: (typeof entry)[]) => sealVault({ header, entries }, dek, randomBytes)
    expect(openAll(sealed([entry]))).toEqual([canary])
    for (const changed of [{ provider: 'heygen' }, { account: 'https://b' }, { eid: 'x' }])
      expect(openAll(sealed([{ ...entry, ...changed }]))).toBe(bad)
  })

  it('for a tag cut to four bytes', () => {
    const { tag } = parseVault(whole).entries[0]!
    const cut = Buffer.from(tag, 'base64').subarray(0, 4).toString('base64')
    expect(openAll(Buffer.from(whole.toString('latin1').replace(tag, cut), 'latin1'))).toBe(bad)
  })
})

describe('judges a hostile file in less than 50 ms', () => {
  const limits = '3 vault.params_out_of_range'
  it.each<[string, Buffer, string]>([
    ['logN 30', withHeader({ logN: 30 }), limits],
    ['logN 21', withHeader({ logN: 21 }), limits],
    ['logN 13', withHeader({ logN: 13 }), limits],
    ['logN 1e9', withHeader({ logN: 1e9 }), limits],
    ['logN 17.5', withHeader({ logN: 17.5 }), limits],
    ['logN "17"', withHeader({ logN: '17' }), limits],
    ['r 1,000,000', withHeader({ r: 1_000_000 }), limits],
    ['p 5', withHeader({ p: 5 }), limits],
    ['p -1', withHeader({ p: -1 }), limits],
    ['v 2', withHeader({ v: 2 }), '3 vault.newer'],
    ['v 0', withHeader({ v: 0 }), bad],
    ['kdf md5', withHeader({ kdf: 'md5' }), bad],
    ['no salt', withHeader({ salt: '' }), bad],
    ['dek null', withHeader({ dek: null }), bad],
    ['one field more', withHeader({ extra: 1 }), bad],
    ['a length of 4 GB', Buffer.concat([magic, Buffer.alloc(4, 0xff)]), bad],
    ['nothing after the magic', magic, bad],
    ['empty', Buffer.alloc(0), bad],
    ['an array', Buffer.concat([magic, Buffer.from('\0\0\0\x02[]')]), bad],
    ['deep nesting', Buffer.concat([magic, Buffer.from([0, 0, 0x40, 0]), Buffer.alloc(0x4000, '[')]), bad],
    ['a megabyte of nothing', Buffer.concat([magic, Buffer.alloc(1_000_000)]), bad],
  ])('%s', (_name, bytes, code) => {
    // Of the processor, all threads together: a loaded machine is not the file's fault.
    const before = process.cpuUsage()
    expect(openAll(bytes)).toBe(code)
    const { user, system } = process.cpuUsage(before)
    expect(user + system).toBeLessThan(50_000)
  })
})
