/** A provider's key in the environment. Set but empty is an error, not "unset": another account's stored key would be used. */

import { VidgenError } from '../errors.ts'
import type { Secret } from '../secret.ts'
import { cleanKey } from './clean.ts'
import type { KeyOwner } from './store.ts'

export function environmentKey(
  env: Readonly<Record<string, string | undefined>>,
  provider: KeyOwner,
  others: readonly KeyOwner[],
): { secret: Secret; detail: string } | undefined {
  const name = provider.keyEnv
  const value = name === undefined ? undefined : env[name]
  if (value === undefined) return undefined
  if (value.trim() === '') {
    throw new VidgenError('auth', `${name} is set but empty`, {
      code: 'key.empty_env',
      provider: provider.id,
      hint: `unset ${name}, or set it to the key`,
    })
  }
  try {
    return { secret: cleanKey(value, provider, others).secret, detail: `environment variable ${name}` }
  } catch (error) {
    if (!(error instanceof VidgenError)) throw error
    const { kind, code, hint } = error
    throw new VidgenError(kind, `${name}: ${error.message}`, {
      code,
      hint,
      provider: provider.id,
      cause: error,
    })
  }
}
