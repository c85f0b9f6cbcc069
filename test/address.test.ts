import { describe, expect, it } from 'vitest'
import { classifyAddress, isLoopbackUrl, isPrivateUrl, literalAddress } from '../src/address.ts'

describe('classifyAddress', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['1.1.1.1', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.1', 'public'],
    ['100.63.255.255', 'public'],
    ['2606:4700::1111', 'public'],
    ['2a00:1450:4001:81b::200e', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['100.127.255.255', 'private'],
    ['fd12:3456::1', 'private'],
    ['fc00::1', 'private'],
    ['169.254.169.254', 'forbidden'],
    ['0.0.0.0', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
    ['224.0.0.1', 'forbidden'],
    ['240.0.0.1', 'forbidden'],
    ['198.18.0.1', 'forbidden'],
    ['192.0.2.7', 'forbidden'],
    ['203.0.113.9', 'forbidden'],
    ['fe80::1', 'forbidden'],
    ['fe80::1%eth0', 'forbidden'],
    ['ff02::1', 'forbidden'],
    ['::', 'forbidden'],
    ['2001:db8::1', 'forbidden'],
    ['2001::1', 'forbidden'],
    ['fec0::1', 'forbidden'],
    ['not an address', 'forbidden'],
    // IPv4 inside IPv6: mapped, NAT64, 6to4.
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::ffff:169.254.169.254', 'forbidden'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['64:ff9b::a9fe:a9fe', 'forbidden'],
    ['64:ff9b::808:808', 'public'],
    ['2002:7f00:1::', 'loopback'],
    ['2002:c0a8:101::', 'private'],
    ['2002:808:808::', 'public'],
    ['::127.0.0.1', 'forbidden'],
    ['64:ff9b:1::7f00:1', 'forbidden'],
  ])('%s is %s', (address, kind) => {
    expect(classifyAddress(address)).toBe(kind)
  })
})

describe('URLs', () => {
  it.each([
    'http://2130706433/',
    'http://0x7f.1/',
    'http://①②⑦.0.0.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]:8091/v1',
  ])('%s is loopback, however it is written', (url) => {
    expect(classifyAddress(literalAddress(new URL(url)) ?? '')).toBe('loopback')
    expect(isLoopbackUrl(url)).toBe(true)
  })

  it('knows names for this machine and private networks', () => {
    expect(['http://localhost:1', 'http://a.localhost', 'http://localhost.'].map(isLoopbackUrl)).toEqual([
      true,
      true,
      true,
    ])
    expect(
      [
        'http://gpu:8091',
        'http://gpu.lan',
        'http://box.local/v1',
        'http://10.1.2.3',
        'https://[fd00::1]/',
      ].map(isPrivateUrl),
    ).toEqual([true, true, true, true, true])
    expect(
      [
        'https://api.example.com',
        'https://localhost.example.com',
        'https://notlocalhost',
        'https://8.8.8.8',
      ].map(isPrivateUrl),
    ).toEqual([false, false, true, false])
    expect(isLoopbackUrl('https://notlocalhost')).toBe(false)
  })
})
