/** Why no answer came, in a code that scripts can read and a step that helps. */

import { VidgenError } from '../errors.ts'

export interface Failure {
  code: string
  message: string
  hint?: string
  /** Asking again cannot help: certificates, refused addresses, proxy credentials. */
  final?: boolean
}

/** Reason of an abort of ours, told apart from the caller's. */
export class TimedOut extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const extraCa = 'if your network inspects TLS, point NODE_EXTRA_CA_CERTS at its CA file'

const byCode: Readonly<Record<string, Failure>> = {
  ENOTFOUND: { code: 'network.dns', message: 'the host name cannot be found' },
  EAI_AGAIN: { code: 'network.dns', message: 'the name server does not answer' },
  EAI_FAIL: { code: 'network.dns', message: 'the name server failed' },
  EAI_NODATA: { code: 'network.dns', message: 'the host name has no address' },
  ECONNREFUSED: { code: 'network.refused', message: 'the connection was refused' },
  EHOSTUNREACH: { code: 'network.unreachable', message: 'the host cannot be reached' },
  ENETUNREACH: { code: 'network.unreachable', message: 'the network cannot be reached' },
  ETIMEDOUT: { code: 'timeout.connect', message: 'the connection was not made in time' },
  UND_ERR_CONNECT_TIMEOUT: { code: 'timeout.connect', message: 'the connection was not made in time' },
  UND_ERR_HEADERS_TIMEOUT: { code: 'timeout.headers', message: 'no answer came in time' },
  UND_ERR_BODY_TIMEOUT: { code: 'timeout.body', message: 'the answer stopped half-way' },
  ECONNRESET: { code: 'network.reset', message: 'the connection was cut' },
  EPIPE: { code: 'network.reset', message: 'the connection was cut' },
  UND_ERR_SOCKET: { code: 'network.reset', message: 'the connection was cut' },
  CERT_HAS_EXPIRED: { code: 'tls.expired', message: "the server's certificate has expired", final: true },
  CERT_NOT_YET_VALID: {
    code: 'tls.expired',
    message: "the server's certificate is not valid yet",
    hint: 'check the clock of this machine',
    final: true,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'tls.wrong_host',
    message: "the server's certificate belongs to another host",
    hint: extraCa,
    final: true,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted(),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted(),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted(),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted(),
  UNABLE_TO_GET_ISSUER_CERT: untrusted(),
}

function untrusted(): Failure {
  return {
    code: 'tls.untrusted',
    message: "the server's certificate is not trusted here",
    hint: extraCa,
    final: true,
  }
}

/** undici hides the cause two or three levels down; a rule of ours (a refused address) travels the same way. */
export function explainFailure(error: unknown): Failure {
  for (const link of chain(error)) {
    if (link instanceof VidgenError)
      return { code: link.code ?? 'network.failed', message: link.message, hint: link.hint, final: true }
    if (link instanceof TimedOut) return { code: link.code, message: link.message }
    const { code, message } = link as { code?: unknown; message?: unknown }
    const text = typeof message === 'string' ? message : ''
    const proxyStatus = /Proxy response \((\d{3})\)|Proxy Authentication Required \((407)\)/.exec(text)
    if (proxyStatus) return proxyFailure(proxyStatus[1] ?? proxyStatus[2] ?? '')
    if (typeof code !== 'string') continue
    const known = byCode[code]
    if (known) return known
    if (/^(ERR_SSL|ERR_TLS|EPROTO|CERT_)/.test(code))
      return { code: 'tls.failed', message: 'no secure connection could be made', hint: extraCa, final: true }
    if (code.startsWith('EAI_')) return { code: 'network.dns', message: 'the host name cannot be found' }
  }
  return { code: 'network.failed', message: 'the connection failed' }
}

/** fetch wraps every network failure into a TypeError with a cause; any other of these is a fault of ours and is not explained away. */
export function isOurFault(error: unknown): boolean {
  if (error instanceof ReferenceError || error instanceof SyntaxError || error instanceof RangeError)
    return true
  return (
    error instanceof TypeError &&
    error.cause === undefined &&
    !/^(fetch failed|terminated)$/.test(error.message)
  )
}

function proxyFailure(status: string): Failure {
  return status === '407'
    ? {
        code: 'proxy.auth',
        message: 'the proxy wants a user name and password',
        hint: 'put them into HTTPS_PROXY: http://user:password@host:port',
        final: true,
      }
    : {
        code: 'proxy.refused',
        message: `the proxy refused the connection (${status})`,
        hint: 'check HTTPS_PROXY and NO_PROXY',
      }
}

function* chain(error: unknown, depth = 0): Generator<object> {
  if (typeof error !== 'object' || error === null || depth > 6) return
  yield error
  const { cause, errors } = error as { cause?: unknown; errors?: unknown }
  if (Array.isArray(errors)) for (const inner of errors) yield* chain(inner, depth + 1)
  yield* chain(cause, depth + 1)
}

export const unavailable = (host: string, failure: Failure, cause?: unknown): VidgenError =>
  new VidgenError('unavailable', `${host}: ${failure.message}`, {
    code: failure.code,
    hint: failure.hint,
    cause,
  })
