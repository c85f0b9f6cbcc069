/** The waits that a slow link, a proxy or a test may change: environment variables in seconds, checked once. */

import { usageError } from './errors.ts'

export interface Tunables {
  submitTimeoutSeconds?: number
  pollIntervalSeconds?: number
  stallTimeoutSeconds?: number
  keychainTimeoutSeconds?: number
}

export function readTunables(env: Readonly<Record<string, string | undefined>>): Tunables {
  const seconds = (name: string): number | undefined => {
    const text = env[name]
    if (text === undefined || text === '') return undefined
    if (!/^\d{1,6}(\.\d{1,3})?$/.test(text))
      throw usageError(`${name} must be a number of seconds, not "${text}"`)
    return Number(text)
  }
  return {
    submitTimeoutSeconds: seconds('VIDGEN_SUBMIT_TIMEOUT'),
    pollIntervalSeconds: seconds('VIDGEN_POLL_INTERVAL'),
    stallTimeoutSeconds: seconds('VIDGEN_STALL_TIMEOUT'),
    keychainTimeoutSeconds: seconds('VIDGEN_KEYCHAIN_TIMEOUT'),
  }
}
