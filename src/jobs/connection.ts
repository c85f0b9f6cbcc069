/** How a provider is reached: its base URL and where that came from, its key and where that came from, and the Call to speak with. */

import { isPrivateUrl } from '../address.ts'
import type { App } from '../app.ts'
import { usageError, VidgenError } from '../errors.ts'
import type { FoundKey, KeySighting } from '../keys/store.ts'
import type { Call, Provider } from '../providers/provider.ts'

export interface Connection {
  baseUrl: string
  baseUrlSource: 'env' | 'config' | 'default'
  key?: FoundKey
  /** What to tell the user when a key is needed and none is there. */
  missingKey?: VidgenError
  defaultModel: string
  /** For prices: a private server without a configured price is the user's own. */
  server: { isOwn: boolean; configuredUsdPerSecond?: number }
  call(): Promise<Call>
}

/** What `vidgen connect` was just given and nothing else knows yet. */
export interface Given {
  baseUrl?: string
  key?: FoundKey
}

/** How a provider would be reached, known without taking the key out: nobody is asked for a passphrase to see a list. */
export interface Standing extends Omit<Connection, 'key' | 'call'> {
  source?: KeySighting
}

export async function standing(app: App, provider: Provider): Promise<Standing> {
  const way = await wayTo(app, provider)
  const sources = provider.keyEnv === undefined ? [] : await (await app.keys()).sources(provider, way.baseUrl)
  const [source] = sources
  // What would stop the look-up: a store that comes first and cannot be asked, or a variable that is no key.
  const barred = source?.problem ?? sources.find((one) => one.source === 'env')?.problem
  if (barred) throw barred
  const missingKey = !source && provider.needsKey(way.baseUrl) ? noKey(provider) : undefined
  return { ...way, source, missingKey }
}

export async function connect(app: App, provider: Provider, given: Given = {}): Promise<Connection> {
  const way = await wayTo(app, provider, given.baseUrl)
  const { baseUrl } = way
  const key =
    given.key ??
    (provider.keyEnv === undefined ? undefined : await (await app.keys()).find(provider, baseUrl))
  return {
    ...way,
    key,
    missingKey: !key && provider.needsKey(baseUrl) ? noKey(provider) : undefined,
    call: async () => ({
      http: await app.http(),
      baseUrl,
      key: key?.secret,
      keySource: given.key ? undefined : key?.detail,
      clock: app.clock,
      log: app.log,
      signal: app.signal,
    }),
  }
}

async function wayTo(app: App, provider: Provider, asked?: string) {
  const { baseUrl, baseUrlSource } = await addressOf(app, provider, asked)
  const config = (await app.config()).providers?.[provider.id]
  return {
    baseUrl,
    baseUrlSource,
    defaultModel: (provider.modelEnv && app.env[provider.modelEnv]) || provider.defaultModel,
    server: {
      isOwn: provider.freeOnPrivateHost === true && isPrivateUrl(baseUrl),
      configuredUsdPerSecond: config?.usdPerSecond,
    },
  }
}

/** The provider's base URL and where it came from; refuses one that cannot work before any key is looked up. */
export async function addressOf(
  app: App,
  provider: Provider,
  asked?: string,
): Promise<Pick<Connection, 'baseUrl' | 'baseUrlSource'>> {
  const configured = asked ?? (await app.config()).providers?.[provider.id]?.baseUrl
  const fromEnv = provider.baseUrlEnv === undefined ? undefined : app.env[provider.baseUrlEnv]
  const [address, baseUrlSource] =
    asked === undefined && fromEnv
      ? ([fromEnv, 'env'] as const)
      : configured
        ? ([configured, 'config'] as const)
        : ([provider.defaultBaseUrl ?? '', 'default'] as const)
  const baseUrl = address.replace(/\/+$/, '')
  if (provider.paid) checkBaseUrl(provider, baseUrl)
  const refusal = provider.refuses?.(baseUrl, app.clock.now())
  if (refusal) {
    throw new VidgenError('rejected', `${refusal.message}; nothing was sent`, {
      hint: refusal.hint,
      provider: provider.id,
      charged: false,
    })
  }
  return { baseUrl, baseUrlSource }
}

/** Says which of several keys it was: with one in the keychain and one in the environment, the wrong one may have won. */
export function withKeySource(error: VidgenError, { keySource }: Pick<Call, 'keySource'>): VidgenError {
  if (error.kind !== 'auth' || keySource === undefined) return error
  const { kind, message, hint, code, job, provider, charged, cause } = error
  const details = { hint, code, job, provider, charged, cause }
  return new VidgenError(kind, `${message} (the key came from the ${keySource})`, details)
}

/** A key goes out over TLS only; plain http is for the user's own machines. A password in the URL would be kept in the open. */
function checkBaseUrl(provider: Provider, baseUrl: string): void {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url && (url.username || url.password || url.search || url.hash)) {
    throw usageError(`the base URL of ${provider.id} may hold no user name, password, "?" or "#"`, {
      hint: 'give the address alone; the key is sent on its own',
    })
  }
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isPrivateUrl(baseUrl))) return
  throw usageError(
    `the base URL of ${provider.id} must be https, or http on this machine or a private network, not "${baseUrl}"`,
    {
      hint: `set ${provider.baseUrlEnv} or run: vidgen connect ${provider.id} --base-url <url>`,
    },
  )
}

function noKey(provider: Provider): VidgenError {
  return new VidgenError('auth', `no key for ${provider.title}; nothing was sent`, {
    code: 'key.missing',
    provider: provider.id,
    charged: false,
    hint: `connect it: vidgen connect ${provider.id}   (or set ${provider.keyEnv})`,
  })
}
