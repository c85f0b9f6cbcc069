/** `vidgen connect`: a key in by a masked question or stdin, tested, then kept. */

import { type Command, Option } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { usageError, VidgenError } from '../errors.ts'
import type { Connection } from '../jobs/connection.ts'
import type { CleanKey } from '../keys/clean.ts'
import type { KeyHome } from '../keys/store.ts'
import type { Health, Provider } from '../providers/provider.ts'
import { withExamples } from './help.ts'

interface ConnectFlags {
  keyStdin?: boolean
  baseUrl?: string
  store?: KeyHome
  test: boolean
  key?: string
}

export function registerConnect(program: Command, withApp: WithApp): void {
  withExamples(
    program
      .command('connect')
      .description('keep a provider’s key: asked for on a terminal, tested, then stored')
      .argument('<provider>', 'see `vidgen providers`')
      .option('--key-stdin', 'read the key from stdin')
      .option('--base-url <url>', 'reach the provider at this address from now on')
      .addOption(
        new Option('--store <where>', 'where to keep it; the OS keychain unless none answers').choices([
          'keychain',
          'vault',
        ]),
      )
      .option('--no-test', 'store it without asking the provider whether it works')
      // Declared so that it is refused with the right words: what is typed here stands in the shell's history and in `ps`.
      .addOption(new Option('--key <key>').hideHelp())
      .allowExcessArguments()
      .action(withApp(connect)),
    [
      'vidgen connect runway',
      'op read "op://work/runway/key" | vidgen connect runway --key-stdin',
      'vidgen connect sora --base-url http://localhost:8091/v1',
    ],
    [0, 2, 3, 6, 130],
  )
}

async function connect(app: App, id: string, flags: ConnectFlags, { args }: Command): Promise<void> {
  if (flags.key !== undefined || args.length > 1) {
    throw usageError('a key is never taken from the command line: it stays in the history and in `ps`', {
      code: 'key.no_argv',
      hint: `revoke that key and make a new one, then: vidgen connect ${id}`,
    })
  }
  const provider = await paidProvider(id)
  const { addressOf, connect: connectTo } = await import('../jobs/connection.ts')
  const { baseUrl } = await addressOf(app, provider, flags.baseUrl)
  if (!flags.keyStdin && !provider.needsKey(baseUrl) && flags.baseUrl !== undefined) {
    await keepBaseUrl(app, provider, baseUrl)
    return report(app, provider, { baseUrl })
  }
  const { secret, notices } = await readKey(app, provider, flags)
  for (const notice of notices) app.output.note(notice)
  const key = { secret, source: 'env', detail: 'just given' } as const
  const tested = flags.test
    ? await testKey(provider, await connectTo(app, provider, { baseUrl, key }))
    : undefined
  const { keepKey } = await import('./keep-key.ts')
  const stored = await keepKey(app, provider, baseUrl, secret, flags.store)
  if (flags.baseUrl !== undefined) await keepBaseUrl(app, provider, baseUrl)
  await report(app, provider, { baseUrl, stored, tested })
}

/** Those that take a key. */
export async function paidProvider(id: string): Promise<Provider> {
  const { providerById } = await import('../providers/index.ts')
  const provider = providerById(id)
  if (provider.keyEnv === undefined)
    throw usageError(`${provider.title} needs no key`, { hint: `use it at once: vidgen render "…" -p ${id}` })
  return provider
}

async function readKey(app: App, provider: Provider, flags: ConnectFlags): Promise<CleanKey> {
  const keys = await app.keys()
  if (flags.keyStdin) {
    const { readStdin } = await import('./text-files.ts')
    return keys.clean((await readStdin(app)).toString('utf8'), provider)
  }
  if (!app.prompt) {
    throw usageError('a key is needed and nobody can be asked', {
      hint: `pipe it in: vidgen connect ${provider.id} --key-stdin < key.txt`,
    })
  }
  return keys.clean(await app.prompt.secret(`${provider.title} key:`), provider)
}

/** Only a key that works is kept: a typing mistake should not show at the first render. */
async function testKey(provider: Provider, connection: Connection): Promise<string> {
  const health = await healthOf(provider, connection)
  if (health.status === 'ok' || health.status === 'no_credit') return health.status
  const kind = ['bad_key', 'no_key', 'forbidden'].includes(health.status) ? 'auth' : 'unavailable'
  throw new VidgenError(
    kind,
    `${provider.title}: ${health.message ?? health.status}; the key was not stored`,
    {
      code: `key.${health.status}`,
      provider: provider.id,
      hint:
        kind === 'auth'
          ? 'copy the key again from the provider’s settings page'
          : `try again later, or store it untested: vidgen connect ${provider.id} --no-test`,
    },
  )
}

/** A provider that cannot be reached at all is told in the same words as one that answers so. */
async function healthOf(provider: Provider, connection: Connection): Promise<Health> {
  try {
    return await provider.check(await connection.call())
  } catch (error) {
    if (!(error instanceof VidgenError) || error.kind !== 'unavailable') throw error
    return { status: 'unreachable', message: error.message }
  }
}

async function keepBaseUrl(app: App, provider: Provider, baseUrl: string): Promise<void> {
  const variable = provider.baseUrlEnv && app.env[provider.baseUrlEnv] ? provider.baseUrlEnv : undefined
  if (variable && app.env[variable]?.replace(/\/+$/, '') !== baseUrl)
    app.output.warn(`${variable} is set to another address and comes before the config; unset it`)
  const { changeConfig } = await import('../config.ts')
  await changeConfig((await app.places()).configFile, (config) => ({
    ...config,
    providers: { ...config.providers, [provider.id]: { ...config.providers?.[provider.id], baseUrl } },
  }))
}

async function report(
  app: App,
  provider: Provider,
  facts: { baseUrl: string; stored?: string; tested?: string },
): Promise<void> {
  if (app.output.json) return app.output.document({ provider: provider.id, connected: true, ...facts })
  const tested =
    facts.tested === undefined
      ? 'not tested'
      : facts.tested === 'ok'
        ? 'tested'
        : 'works, but the account has no credit'
  app.output.lines([
    facts.stored
      ? `${provider.title} is connected: ${tested}, kept in the ${facts.stored}`
      : `${provider.title} is set to ${facts.baseUrl}`,
  ])
}
