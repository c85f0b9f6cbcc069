/** Follows a result's redirects by hand: every hop is checked anew, and the key is gone for good at the first other origin. */

import { VidgenError } from '../errors.ts'
import type { DownloadRequest } from '../http.ts'
import { exchange, type RawResponse } from './exchange.ts'
import { policyFor } from './result-url.ts'
import type { Context } from './send.ts'
import { refuseUnverified } from './target.ts'

const maxRedirects = 5

export async function openResult(
  context: Context,
  request: DownloadRequest,
  range: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<RawResponse> {
  const home = new URL(request.baseUrl).origin
  let url = parse(request.url, undefined)
  let trusted = request.authorize === true && url.origin === home
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const policy = policyFor(url, request.baseUrl, hops === 0 ? undefined : 'download.unsafe_redirect')
    refuseUnverified(url, context.env)
    if (context.dispatchers.viaProxy(url.href))
      context.log('HTTP:DOWNLOAD', 'through a proxy, which resolves the host itself', { host: url.host })
    const headers = {
      'user-agent': 'vidgen',
      ...(trusted ? request.headers : {}),
      ...range,
      'accept-encoding': 'identity',
    }
    const response = await exchange(context.dispatchers.of(policy), url, headers, signal)
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return response
    response.discard()
    url = parse(location, url)
    if (url.origin !== home) trusted = false
  }
  throw new VidgenError('unavailable', `the result's URL redirects more than ${maxRedirects} times`, {
    code: 'download.unsafe_redirect',
  })
}

function parse(text: string, from: URL | undefined): URL {
  if (URL.canParse(text, from?.href)) return new URL(text, from)
  throw new VidgenError('unavailable', "the result's URL is not a URL", { code: 'download.unsafe_url' })
}
