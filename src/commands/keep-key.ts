/** Where `connect` puts a key: the keychain unless told otherwise. Then it looks, as the next command will, whether that key is found. */

import type { App } from '../app.ts'
import { VidgenError } from '../errors.ts'
import type { FoundKey, KeyHome } from '../keys/store.ts'
import type { Provider } from '../providers/provider.ts'
import type { Secret } from '../secret.ts'

/** Where no keychain answers, a person chooses and a script is told to. Gives the store in words. */
export async function keepKey(
  app: App,
  provider: Provider,
  baseUrl: string,
  secret: Secret,
  asked: KeyHome | undefined,
): Promise<string> {
  const keys = await app.keys()
  const keepIn = async (home: KeyHome) => (await keys.store(provider, baseUrl, secret, home)).detail
  const detail = await keepIn(asked ?? 'keychain').catch(async (error) => {
    if (!isKeychainFault(error) || asked !== undefined || !app.prompt) throw error
    app.output.warn(error.message)
    const question = 'Keep the key in an encrypted vault file, opened by a passphrase?'
    if (await app.prompt.confirm(question, true)) return keepIn('vault')
    throw new VidgenError(
      'cancelled',
      `not stored; set ${provider.keyEnv} in the environment to use the key without storing it`,
    )
  })
  await tellWhatComesFirst(app, provider, baseUrl, secret)
  return detail
}

const isKeychainFault = (error: unknown): error is VidgenError =>
  error instanceof VidgenError && error.code?.startsWith('keyring.') === true

/** A stored key that another one hides, or that a silent keychain bars the way to, would be a surprise at the first render. */
async function tellWhatComesFirst(
  app: App,
  provider: Provider,
  baseUrl: string,
  secret: Secret,
): Promise<void> {
  const { output } = app
  let first: FoundKey | undefined
  try {
    first = await (await app.keys()).find(provider, baseUrl)
  } catch (error) {
    if (isKeychainFault(error)) return preferOthers(app)
    if (!(error instanceof VidgenError)) throw error
    return output.warn(`${error.message}${error.hint ? `; ${error.hint}` : ''}`)
  }
  if (first && first.secret.reveal() !== secret.reveal())
    output.warn(
      `another key, from the ${first.detail}, comes first; ${first.source === 'env' ? 'unset it' : `to have this one alone: vidgen disconnect ${provider.id}, then connect again`}`,
    )
}

/** The look-up stops at a keychain that does not answer; this lets it find the key before it gets there. */
async function preferOthers(app: App): Promise<void> {
  const { changeConfig } = await import('../config.ts')
  await changeConfig((await app.places()).configFile, (config) => ({
    ...config,
    keys: { ...config.keys, prefer: 'env' },
  }))
  app.output.warn(
    'the keychain does not answer, so the config now says keys.prefer "env": environment variable and vault come before it',
  )
}
