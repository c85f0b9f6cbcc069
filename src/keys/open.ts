/** Puts the key ring together from what the machine has: keychain, vault file, environment, and a person to ask. */

import type { Clock } from '../clock.ts'
import { VidgenError } from '../errors.ts'
import { Secret } from '../secret.ts'
import { environmentKey } from './env.ts'
import { createKeychain } from './keychain.ts'
import { createKeyRing, type KeyOwner, type KeyRing } from './store.ts'
import { createVault } from './vault.ts'

export interface OpenKeyRingOptions {
  env: Readonly<Record<string, string | undefined>>
  platform: NodeJS.Platform
  clock: Clock
  signal: AbortSignal
  randomBytes(size: number): Buffer
  vaultFile: string
  /** keychain-child.js, as it lies beside the running code. */
  keychainChild: URL
  /** 3 when not given. */
  keychainTimeoutSeconds?: number
  prefer?: 'keychain' | 'env'
  /** Every provider, to tell one's key from another's. */
  providers: readonly KeyOwner[]
  /** Absent where nobody can answer. */
  askSecret?(question: string): Promise<string>
  onSecret(secret: Secret): void
}

export function openKeyRing(options: OpenKeyRingOptions): KeyRing {
  const { env, platform, clock, signal, providers, randomBytes } = options
  return createKeyRing({
    keychain: createKeychain({
      child: options.keychainChild,
      env,
      platform,
      clock,
      signal,
      timeoutSeconds: options.keychainTimeoutSeconds ?? 3,
    }),
    vault: createVault({
      path: options.vaultFile,
      randomBytes,
      async passphrase(purpose) {
        const secret = new Secret(await readPassphrase(options, purpose))
        options.onSecret(secret)
        return secret
      },
    }),
    environment: (provider) => environmentKey(env, provider, providers),
    prefer: options.prefer ?? 'keychain',
    providers,
    onSecret: options.onSecret,
  })
}

async function readPassphrase(
  { env, askSecret, vaultFile }: OpenKeyRingOptions,
  purpose: 'open' | 'create',
): Promise<string> {
  const given = env.VIDGEN_VAULT_PASSPHRASE
  if (given) return given
  if (given === '')
    throw noPassphrase(
      'VIDGEN_VAULT_PASSPHRASE is set but empty',
      'set it to the passphrase, or unset it to be asked',
    )
  if (!askSecret) {
    throw noPassphrase(
      `the vault ${vaultFile} needs its passphrase, and nobody can be asked`,
      'set VIDGEN_VAULT_PASSPHRASE',
    )
  }
  const answer = await askSecret(
    purpose === 'create' ? 'passphrase for the new vault' : 'passphrase of the vault',
  )
  if (answer === '') throw noPassphrase('the passphrase is empty', 'run it again and type one')
  if (purpose === 'create' && (await askSecret('the same passphrase again')) !== answer) {
    throw noPassphrase('the two passphrases differ; nothing was stored', 'run it again')
  }
  return answer
}

const noPassphrase = (message: string, hint: string): VidgenError =>
  new VidgenError('auth', message, { code: 'vault.no_passphrase', hint })
