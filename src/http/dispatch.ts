/** undici's agents: which addresses a connection may go to, which proxy it takes, and one of its own for each paid POST. */

import { createRequire } from 'node:module'
import type { Agent, buildConnector, Dispatcher } from 'undici'
import { VidgenError } from '../errors.ts'
import { anyAddress, neverForbidden, privateOnly, publicOnly } from './lookup.ts'

/**
 * `api`: the provider's base URL; any address over TLS, only private ones without.
 * `result`: the public internet only. `own-result`: as `api`, for results of a server of one's own.
 */
export type Policy = 'api' | 'result' | 'own-result'

export interface PaidConnection {
  dispatcher: Dispatcher
  /** A socket was connected and given to this POST: without one, nothing can have been sent. */
  sockets: ReadonlySet<object>
  proxied: boolean
}

export interface Dispatchers {
  /** Shared and kept alive. */
  of(policy: Policy): Dispatcher
  /** A connection of its own: no keep-alive, no pipelining, no HTTP/2. */
  forPaidPost(url: string, mayStillSend: () => boolean): PaidConnection
  viaProxy(url: string): boolean
  close(): Promise<void>
}

/** Ten seconds for a connection: happy eyeballs included, and the most that may pass between the intent and the first byte. */
const connectTimeoutMs = 10_000

type BuildConnector = (options: buildConnector.BuildOptions) => buildConnector.connector

/**
 * Without a proxy, two of undici's files instead of all of it: its index also loads caches, mocks, web sockets and a second fetch,
 * which cost 40 ms and 9 MB. Its ProxyAgent works only with the whole. The version is pinned for these paths.
 */
function loadUndici({ httpProxy, httpsProxy }: ProxySettings) {
  const require = createRequire(import.meta.url)
  if (httpProxy !== '' || httpsProxy !== '') {
    const { EnvHttpProxyAgent, buildConnector } = require('undici') as typeof import('undici')
    return { Dispatcher: EnvHttpProxyAgent, buildConnector: buildConnector as BuildConnector }
  }
  return {
    Dispatcher: require('undici/lib/dispatcher/agent.js') as typeof Agent,
    buildConnector: require('undici/lib/core/connect.js') as BuildConnector,
  }
}

type Env = Readonly<Record<string, string | undefined>>

export function createDispatchers({ env }: { env: Env }): Dispatchers {
  const shared = new Map<Policy, Dispatcher>()
  const proxy = proxySettings(env)
  const undici = loadUndici(proxy)
  const build = (options: Agent.Options): Dispatcher => {
    try {
      return new undici.Dispatcher({ ...options, ...proxy })
    } catch {
      throw new VidgenError('usage', 'HTTPS_PROXY or HTTP_PROXY is not a URL', {
        code: 'proxy.bad_url',
        hint: 'write it as http://host:port',
      })
    }
  }
  return {
    of(policy) {
      const known = shared.get(policy)
      if (known) return known
      const made = build({ connect: connectorFor(undici.buildConnector, policy), allowH2: false })
      shared.set(policy, made)
      return made
    },
    forPaidPost(url, mayStillSend) {
      const sockets = new Set<object>()
      const connect = connectorFor(undici.buildConnector, 'api')
      const dispatcher = build({
        pipelining: 0,
        allowH2: false,
        connect: (options, callback) =>
          connect(options, (error, socket) => {
            if (error) return callback(error, null)
            // A process that was stopped between intent and connection must not send late: somebody else may have judged by then.
            if (!mayStillSend()) {
              socket.destroy()
              return callback(
                new VidgenError('unavailable', 'too late to send', { code: 'timeout.connect' }),
                null,
              )
            }
            sockets.add(socket)
            callback(null, socket)
          }),
      })
      return { dispatcher, sockets, proxied: isProxied(url, proxy) }
    },
    viaProxy: (url) => isProxied(url, proxy),
    async close() {
      await Promise.all([...shared.values()].map((dispatcher) => dispatcher.destroy()))
      shared.clear()
    },
  }
}

interface ProxySettings {
  httpProxy: string
  httpsProxy: string
  noProxy: string
}

/** Read from the given environment, so that undici reads none of its own; loopback is never sent through a proxy. */
function proxySettings(env: Env): ProxySettings {
  const value = (name: string) => env[name] || env[name.toUpperCase()] || ''
  const noProxy = value('no_proxy').trim()
  return {
    httpProxy: value('http_proxy'),
    httpsProxy: value('https_proxy'),
    noProxy:
      noProxy === '*' ? noProxy : [noProxy, 'localhost', '127.0.0.1', '[::1]'].filter(Boolean).join(','),
  }
}

/** As undici's EnvHttpProxyAgent decides, for what must be known before: whether name look-ups happen here at all. */
function isProxied(url: string, { httpProxy, httpsProxy, noProxy }: ProxySettings): boolean {
  const { protocol, hostname, port } = new URL(url)
  if ((protocol === 'https:' ? httpsProxy || httpProxy : httpProxy) === '' || noProxy === '*') return false
  const actualPort = port || (protocol === 'https:' ? '443' : '80')
  return !noProxy.split(/[,\s]+/).some((entry) => {
    const [, name = entry, entryPort] = /^(.+):(\d+)$/.exec(entry) ?? []
    if (entry === '' || (entryPort !== undefined && entryPort !== actualPort)) return false
    const suffix = name.replace(/^\*?\./, '').toLowerCase()
    return hostname === suffix || hostname.endsWith(`.${suffix}`)
  })
}

function connectorFor(build: BuildConnector, policy: Policy): buildConnector.connector {
  const options = { timeout: connectTimeoutMs, allowH2: false, autoSelectFamily: true }
  const secure = build({
    ...options,
    lookup: policy === 'result' ? publicOnly : policy === 'own-result' ? neverForbidden : anyAddress,
  })
  const plain = build({ ...options, lookup: policy === 'result' ? publicOnly : privateOnly })
  return (target, callback) => (target.protocol === 'https:' ? secure : plain)(target, callback)
}
