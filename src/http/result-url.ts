/** A URL out of a provider's answer is somebody else's word: where it may point, and which hop may carry the key. */

import { classifyAddress, isLoopbackName, isPrivateUrl, literalAddress } from '../address.ts'
import { VidgenError } from '../errors.ts'
import type { Policy } from './dispatch.ts'

/** Which addresses one hop of a download may connect to; throws where it may not go at all. */
export function policyFor(url: URL, baseUrl: string, code = 'download.unsafe_url'): Policy {
  const unsafe = (why: string) =>
    new VidgenError('unavailable', `the result's URL is not fetched: ${why}`, { code })
  const base = new URL(baseUrl)
  if (url.username !== '' || url.password !== '') throw unsafe('it holds a user name or password')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw unsafe(`its scheme is ${url.protocol}`)
  // The service's own content endpoint lies where the service lies.
  if (url.origin === base.origin) return 'api'
  // Plain http connects to private addresses only, so such a base URL is private whatever its name.
  const own = base.protocol === 'http:' || isPrivateUrl(baseUrl)
  const literal = literalAddress(url)
  const kind = literal === undefined ? undefined : classifyAddress(literal)
  if (
    kind === 'forbidden' ||
    (!own && (kind === 'loopback' || kind === 'private')) ||
    (!own && isLoopbackName(url.hostname))
  )
    throw blocked(url.hostname)
  if (own) {
    if (url.protocol === 'http:' && kind === 'public') throw unsafe('it is not https')
    return 'own-result'
  }
  if (url.protocol === 'http:') throw unsafe('it is not https')
  if (url.port !== '') throw unsafe(`its port is ${url.port}`)
  return 'result'
}

const blocked = (host: string): VidgenError =>
  new VidgenError('unavailable', `the result is said to lie on a private or reserved address (${host})`, {
    code: 'download.blocked_address',
  })
