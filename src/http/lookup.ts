/** Name look-ups that judge every answer before a connection is made: a name that was checked a moment ago may point elsewhere now. */

import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import { classifyAddress, isOwnAddress } from '../address.ts'
import { VidgenError } from '../errors.ts'

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void
type Lookup = (hostname: string, options: LookupOptions, callback: LookupCallback) => void

/** Every answer must pass: a name with one public and one private address is an attack, not a preference. */
const guarded =
  (allowed: (address: string) => boolean, code: string, message: string): Lookup =>
  (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      if (!addresses.every(({ address }) => allowed(address)))
        return callback(new VidgenError('unavailable', message, { code }), '')
      const [first] = addresses
      if (options.all || first === undefined) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }

export const anyAddress: Lookup = (hostname, options, callback) =>
  systemLookup(
    hostname,
    options,
    callback as (error: NodeJS.ErrnoException | null, address: string | LookupAddress[]) => void,
  )

export const publicOnly = guarded(
  (address) => classifyAddress(address) === 'public',
  'download.blocked_address',
  'the result is said to lie on a private or reserved address',
)
export const neverForbidden = guarded(
  (address) => classifyAddress(address) !== 'forbidden',
  'download.blocked_address',
  'the result is said to lie on a reserved address',
)
export const privateOnly = guarded(
  isOwnAddress,
  'url.insecure',
  'plain http is only for servers on this machine or a private network, and this host is on the public internet',
)
