/** Which setting counts, and where it came from: flag > environment > config file > default. */

import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { addressOf } from '../jobs/connection.ts'
import { nearest } from '../nearest.ts'
import { providers } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'

export interface Setting {
  name: string
  value: string
  /** The variable's name, or the config file. */
  from: string
  /** What was set as well and does not count. */
  beats?: string
}

/** The config's default model counts for the provider it was written for, and only where that one's variable is not set. */
export function modelSetting(
  env: App['env'],
  defaults: NonNullable<Config['defaults']>,
  asked: { provider?: string; model?: string },
): string | undefined {
  if (asked.model !== undefined) return asked.model
  const meant = defaults.provider ?? asked.provider
  if (asked.provider !== undefined && asked.provider !== meant) return undefined
  const variable = providers.find(({ id }) => id === meant)?.modelEnv
  return variable && env[variable] ? undefined : defaults.model
}

/** Everything that is not as vidgen comes; no keys, which `vidgen providers` tells of. */
export async function settingsInForce(app: App): Promise<Setting[]> {
  const config = await app.config()
  const perProvider = await Promise.all(providers.map((provider) => providerSettings(app, config, provider)))
  const defaults = Object.entries(config.defaults ?? {}).map(([name, value]) => ({
    name: `defaults.${name}`,
    value: String(value),
    from: 'config.json',
  }))
  const prefer = config.keys?.prefer
  return [
    ...(prefer ? [{ name: 'keys.prefer', value: prefer, from: 'config.json' }] : []),
    ...perProvider.flat(),
    ...defaults.filter(
      ({ name, value }) =>
        name !== 'defaults.model' || value === modelSetting(app.env, config.defaults ?? {}, {}),
    ),
  ]
}

async function providerSettings(app: App, config: Config, provider: Provider): Promise<Setting[]> {
  const { id, baseUrlEnv = '', modelEnv = '' } = provider
  const own = config.providers?.[id]
  const settings: Setting[] = []
  // A base URL that cannot work is told of by the provider's own check.
  const address = await addressOf(app, provider).catch(() => undefined)
  if (address && address.baseUrlSource !== 'default') {
    const fromEnv = address.baseUrlSource === 'env'
    settings.push({
      name: `${id}.baseUrl`,
      value: address.baseUrl,
      from: fromEnv ? baseUrlEnv : 'config.json',
      ...(fromEnv && own?.baseUrl ? { beats: 'config.json' } : {}),
    })
  }
  const model = app.env[modelEnv]
  if (model) {
    const beats = config.defaults?.provider === id && config.defaults.model ? { beats: 'config.json' } : {}
    settings.push({ name: `${id}.model`, value: model, from: modelEnv, ...beats })
  }
  if (own?.usdPerSecond !== undefined)
    settings.push({ name: `${id}.usdPerSecond`, value: String(own.usdPerSecond), from: 'config.json' })
  return settings
}

/** Providers in the config that there are none of, with what was probably meant: their settings count for nothing. */
export async function strangersIn(app: App): Promise<{ id: string; meant?: string }[]> {
  const known = providers.map(({ id }) => id)
  return Object.keys((await app.config()).providers ?? {})
    .filter((id) => !known.includes(id))
    .map((id) => ({ id, meant: nearest(id, known) }))
}
