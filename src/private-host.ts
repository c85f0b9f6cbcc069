/** Hosts that belong to the user: this machine and private networks. Plain http is allowed there and nowhere else. */

import { BlockList, isIP } from 'node:net'

/** RFC 1918, loopback, link-local, unique local: what a server of one's own can have. */
function privateAddresses(): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of [['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16]] as const) list.addSubnet(network, prefix, 'ipv4')
  list.addAddress('::1', 'ipv6')
  list.addSubnet('fc00::', 7, 'ipv6')
  return list
}

export function isPrivateUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const family = isIP(host)
  if (family === 0) return host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.local') || !host.includes('.')
  return privateAddresses().check(host, family === 4 ? 'ipv4' : 'ipv6')
}

export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname)
}
