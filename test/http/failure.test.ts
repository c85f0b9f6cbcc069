import { describe, expect, it } from 'vitest'
import { VidgenError } from '../../src/errors.ts'
import { explainFailure, isOurFault, TimedOut } from '../../src/http/failure.ts'

const coded = (code: string, message = code) => Object.assign(new Error(message), { code })
const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause })

describe('explainFailure', () => {
  it.each([
    ['ENOTFOUND', 'network.dns'],
    ['EAI_AGAIN', 'network.dns'],
    ['EAI_SOMETHING', 'network.dns'],
    ['ECONNREFUSED', 'network.refused'],
    ['EHOSTUNREACH', 'network.unreachable'],
    ['ENETUNREACH', 'network.unreachable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout.connect'],
    ['ETIMEDOUT', 'timeout.connect'],
    ['ECONNRESET', 'network.reset'],
    ['EPIPE', 'network.reset'],
    ['UND_ERR_SOCKET', 'network.reset'],
    ['CERT_HAS_EXPIRED', 'tls.expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls.wrong_host'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls.untrusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls.untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls.untrusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls.failed'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls.failed'],
    ['SOMETHING_ELSE', 'network.failed'],
  ])('%s, two levels down, is %s', (code, expected) => {
    expect(explainFailure(fetchFailed(coded(code))).code).toBe(expected)
    expect(explainFailure(fetchFailed(new AggregateError([coded(code)]))).code).toBe(expected)
  })

  it('does not insist on what cannot get better', () => {
    for (const code of ['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'])
      expect(explainFailure(fetchFailed(coded(code))).final).toBe(true)
    expect(explainFailure(fetchFailed(coded('ECONNREFUSED'))).final).toBeUndefined()
  })

  it('lets a rule of ours through, and tells our time out from a proxy and a bug', () => {
    const blocked = new VidgenError('unavailable', 'private', { code: 'download.blocked_address' })
    expect(explainFailure(fetchFailed(blocked))).toMatchObject({
      code: 'download.blocked_address',
      final: true,
    })
    expect(explainFailure(new TimedOut('timeout.stall', 'slow')).code).toBe('timeout.stall')
    expect(
      explainFailure(fetchFailed(new Error('Proxy response (407) !== 200 when HTTP Tunneling'))).code,
    ).toBe('proxy.auth')
    expect(
      explainFailure(fetchFailed(new Error('Proxy response (502) !== 200 when HTTP Tunneling'))).code,
    ).toBe('proxy.refused')
  })
})

describe('isOurFault', () => {
  it('knows a bug from a failed fetch', () => {
    expect([new ReferenceError('x'), new TypeError('a is not a function')].every(isOurFault)).toBe(true)
    expect(
      [fetchFailed(coded('ECONNRESET')), new TypeError('terminated'), new Error('x')].some(isOurFault),
    ).toBe(false)
  })

  it('survives a cause that is its own cause', () => {
    const loop = new Error('round') as Error & { cause?: unknown }
    loop.cause = loop
    expect(explainFailure(loop).code).toBe('network.failed')
  })
})
