/**
 * Which addresses are the public internet, which are one's own machine or network, and which are never a place to fetch a
 * video from. Names are judged by what they resolve to, at connect time; a literal is judged here at once.
 */

import { isIP } from 'node:net'

/** `forbidden`: link-local (cloud metadata lives there), multicast, reserved, unspecified. */
export type AddressClass = 'public' | 'loopback' | 'private' | 'forbidden'

type Range = readonly [base: string, bits: number, kind: AddressClass]

/** IANA special-purpose registry, IPv4: the first match counts. */
const v4Ranges: readonly Range[] = [
  ['127.0.0.0', 8, 'loopback'],
  ['10.0.0.0', 8, 'private'],
  ['172.16.0.0', 12, 'private'],
  ['192.168.0.0', 16, 'private'],
  // Carrier-grade NAT, also Tailscale.
  ['100.64.0.0', 10, 'private'],
  ['0.0.0.0', 8, 'forbidden'],
  ['169.254.0.0', 16, 'forbidden'],
  ['192.0.0.0', 24, 'forbidden'],
  ['192.0.2.0', 24, 'forbidden'],
  ['192.88.99.0', 24, 'forbidden'],
  ['198.18.0.0', 15, 'forbidden'],
  ['198.51.100.0', 24, 'forbidden'],
  ['203.0.113.0', 24, 'forbidden'],
  ['224.0.0.0', 3, 'forbidden'],
]

/** IPv6; addresses that carry an IPv4 one are judged by that. */
const v6Ranges: readonly Range[] = [
  ['::1', 128, 'loopback'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'forbidden'],
  ['ff00::', 8, 'forbidden'],
  // Teredo, benchmarking, ORCHID and documentation.
  ['2001::', 23, 'forbidden'],
  ['2001:db8::', 32, 'forbidden'],
  ['3fff::', 20, 'forbidden'],
  ['100::', 64, 'forbidden'],
  // Global unicast.
  ['2000::', 3, 'public'],
]

/** Where the IPv4 address sits inside an IPv6 one: mapped, compatible, NAT64, 6to4. */
const carriers: readonly (readonly [base: string, bits: number, offset: number])[] = [
  ['::ffff:0:0', 96, 12],
  ['64:ff9b::', 96, 12],
  ['2002::', 16, 2],
]

export function classifyAddress(address: string): AddressClass {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(plain)
  if (family === 4) return classifyV4(v4Bytes(plain))
  if (family !== 6) return 'forbidden'
  const bytes = v6Bytes(plain)
  for (const [base, bits, offset] of carriers)
    if (inRange(bytes, v6Bytes(base), bits)) return classifyV4(bytes.slice(offset, offset + 4))
  const match = v6Ranges.find(([base, bits]) => inRange(bytes, v6Bytes(base), bits))
  return match?.[2] ?? 'forbidden'
}

/** One's own machine or network. */
export const isOwnAddress = (address: string): boolean =>
  ['loopback', 'private'].includes(classifyAddress(address))

function classifyV4(bytes: readonly number[]): AddressClass {
  return v4Ranges.find(([base, bits]) => inRange(bytes, v4Bytes(base), bits))?.[2] ?? 'public'
}

const v4Bytes = (address: string): number[] => address.split('.').map(Number)

function v6Bytes(address: string): number[] {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address)
  const [head, tail] = dotted ? [dotted[1]!, v4Bytes(dotted[2]!)] : [address, []]
  const [before = '', after] = head.replace(/:$/, (end) => (head.endsWith('::') ? end : '')).split('::')
  const words = (text: string | undefined) =>
    (text ?? '')
      .split(':')
      .filter((word) => word !== '')
      .flatMap((word) => {
        const value = Number.parseInt(word, 16)
        return [value >> 8, value & 0xff]
      })
  const left = words(before)
  const right = [...words(after), ...tail]
  return [...left, ...Array<number>(16 - left.length - right.length).fill(0), ...right]
}

function inRange(bytes: readonly number[], base: readonly number[], bits: number): boolean {
  for (let index = 0; index * 8 < bits; index += 1) {
    const mask = 0xff & (0xff << Math.max(0, 8 - (bits - index * 8)))
    if (((bytes[index] ?? 0) & mask) !== ((base[index] ?? 0) & mask)) return false
  }
  return true
}

/** The URL's host as an address, where it is one. The URL parser has already turned `2130706433` and `①②⑦.0.0.1` into one. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 ? undefined : host
}

/** Names that mean this machine whatever a resolver says (RFC 6761). */
export const isLoopbackName = (hostname: string): boolean => /(^|\.)localhost\.?$/i.test(hostname)

export function isLoopbackUrl(text: string): boolean {
  const url = new URL(text)
  const literal = literalAddress(url)
  return literal === undefined ? isLoopbackName(url.hostname) : classifyAddress(literal) === 'loopback'
}

/**
 * One's own machine or network, as far as the URL alone tells: a private literal, `localhost`, a name without dots, or one of
 * the suffixes kept for private use. What it resolves to is checked again at connect time.
 */
export function isPrivateUrl(text: string): boolean {
  const url = new URL(text)
  const literal = literalAddress(url)
  if (literal !== undefined) return isOwnAddress(literal)
  const name = url.hostname.replace(/\.$/, '').toLowerCase()
  return (
    isLoopbackName(name) || !name.includes('.') || /\.(local|lan|internal|home\.arpa|intranet)$/.test(name)
  )
}
