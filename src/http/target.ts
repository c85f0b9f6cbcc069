/** Where a request of ours may go at all, as far as its URL tells. */

import { isLoopbackUrl, isOwnAddress, literalAddress } from '../address.ts'
import { VidgenError } from '../errors.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What a look-up never sees: literals. And a process that was told not to verify certificates sends no key anywhere. */
export function checkTarget(text: string, env: Env): URL {
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new VidgenError('usage', `a base URL must start with https:// or http://, not ${url.protocol}`, {
      code: 'url.scheme',
    })
  if (url.username !== '' || url.password !== '')
    throw new VidgenError('usage', 'a base URL must not hold a user name or password', {
      code: 'url.userinfo',
    })
  const literal = literalAddress(url)
  if (url.protocol === 'http:' && literal !== undefined && !isOwnAddress(literal))
    throw new VidgenError(
      'usage',
      `plain http is only for servers on this machine or a private network, not ${url.host}`,
      {
        code: 'url.insecure',
        hint: 'use https://',
      },
    )
  refuseUnverified(url, env)
  return url
}

export function refuseUnverified(url: URL, env: Env): void {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0' && !isLoopbackUrl(url.href))
    throw new VidgenError(
      'environment',
      'NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off; nothing was sent',
      {
        code: 'tls.verification_disabled',
        charged: false,
        hint: 'unset NODE_TLS_REJECT_UNAUTHORIZED; for a CA of your own set NODE_EXTRA_CA_CERTS',
      },
    )
}
