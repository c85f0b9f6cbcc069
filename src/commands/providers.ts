/** `vidgen providers`: who can be asked, what each model makes, what it costs and on whose word, and whether a key is there. */

import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { usageError, VidgenError } from '../errors.ts'
import type { Model, Provider } from '../providers/provider.ts'
import { withExamples } from './help.ts'

export function registerProviders(program: Command, withApp: WithApp): void {
  withExamples(
    program
      .command('providers')
      .description(
        'show every provider and model: connected or not, durations, ratios, prices with their dates',
      )
      .argument('[provider]', 'only this one, with all its models')
      .option('--avatars', 'list the avatars of this provider')
      .option('--voices', 'list the voices of this provider')
      .action(withApp(run)),
    [
      'vidgen providers',
      'vidgen providers runway',
      'vidgen providers heygen --voices',
      "vidgen providers --json | jq -r '.[].id'",
    ],
  )
}

interface Row {
  id: string
  title: string
  connected: boolean
  source: string | null
  baseUrl: string | null
  attribution: string | null
  problem: string | null
  models: readonly ReturnType<typeof modelDocument>[]
}

async function run(
  app: App,
  id: string | undefined,
  flags: { avatars?: boolean; voices?: boolean },
): Promise<void> {
  const wanted = flags.avatars ? 'avatars' : flags.voices ? 'voices' : undefined
  if (wanted) return listChoices(app, id, wanted)
  const { providerFor, registry } = await import('../jobs/registry.ts')
  const chosen = id === undefined ? await registry(app) : [await providerFor(app, id)]
  const rows = await Promise.all(chosen.map((provider) => describe(app, provider)))
  if (app.output.json) return app.output.document(rows)
  await app.output.table(
    ['provider', 'connected', 'model', 'length', 'ratios', 'sound', 'price'],
    rows.flatMap((row) => tableRows(row, id !== undefined)),
  )
  await warnOfStalePrices(app, chosen)
  for (const { id: name, problem } of rows) if (problem) app.output.note(`${name}: ${problem}`)
  for (const { attribution } of rows) if (attribution) app.output.note(attribution)
  if (id === undefined) app.output.note('all models of one provider: vidgen providers <provider>')
}

/** What `--avatar` and `--voice` may be set to, from the service itself; free. */
async function listChoices(app: App, id: string | undefined, what: 'avatars' | 'voices'): Promise<void> {
  const { providerById, providers } = await import('../providers/index.ts')
  const { connect } = await import('../jobs/connection.ts')
  const provider = id === undefined ? undefined : providerById(id)
  const list = provider?.choices?.[what]
  if (!provider || !list) {
    const able = providers.filter(({ choices }) => choices?.[what]).map((one) => one.id)
    throw usageError(`${provider?.id ?? 'vidgen providers'} has no list of ${what}`, {
      hint: `ask one that has: vidgen providers ${able[0]} --${what}`,
    })
  }
  const connection = await connect(app, provider)
  if (connection.missingKey) throw connection.missingKey
  const choices = await list(await connection.call())
  if (app.output.json) return app.output.document(choices)
  await app.output.table(
    ['id', 'name', ''],
    choices.map(({ id: choice, name, detail = '' }) => [choice, name, detail]),
  )
}

/** An old price is a memory; a budget hangs on it all the same. */
async function warnOfStalePrices(app: App, chosen: readonly Provider[]): Promise<void> {
  const { isStale } = await import('../jobs/price.ts')
  const stale = chosen.flatMap(({ id, models }) =>
    models.filter(({ price }) => isStale(price, app.clock.now())).map((model) => `${id}/${model.id}`),
  )
  if (stale.length > 0)
    app.output.warn(
      `prices read more than 90 days ago may have changed (${stale.join(', ')}); set them in catalog.json`,
    )
}

/** A keychain that is locked, or a service that has ended, is told in the row; the other rows still stand. */
async function describe(app: App, provider: Provider): Promise<Row> {
  const { standing } = await import('../jobs/connection.ts')
  const facts = {
    id: provider.id,
    title: provider.title,
    attribution: provider.attribution ?? null,
    models: provider.models.map(modelDocument),
  }
  try {
    const connection = await standing(app, provider)
    return {
      ...facts,
      connected: connection.missingKey === undefined,
      source: connection.source?.source ?? (provider.needsKey(connection.baseUrl) ? null : 'no key needed'),
      baseUrl: connection.baseUrl || null,
      problem: null,
    }
  } catch (error) {
    if (!(error instanceof VidgenError)) throw error
    return { ...facts, connected: false, source: null, baseUrl: null, problem: error.message }
  }
}

function modelDocument(model: Model) {
  const {
    id,
    title,
    kind,
    durations,
    ratios,
    ratiosWithImage,
    resolutions,
    audio,
    images,
    price,
    sunset,
    status,
    own,
    note,
  } = model
  return {
    id,
    title,
    kind,
    durations,
    ratios,
    ratiosWithImage: ratiosWithImage ?? null,
    resolutions: resolutions ?? null,
    audio,
    images,
    price,
    sunset: sunset ?? null,
    status: status ?? 'active',
    own: own === true,
    note: note ?? null,
  }
}

function tableRows(row: Row, all: boolean): string[][] {
  const shown = all ? row.models : row.models.filter(({ own }, index) => index === 0 || own)
  return shown.map((model, index) => [
    index === 0 ? row.id : '',
    index === 0 ? (row.connected ? `yes (${row.source})` : 'no') : '',
    model.id,
    `${model.durations.min}–${model.durations.max} s`,
    model.ratios.join(' '),
    model.audio === 'none' ? 'silent' : model.audio,
    priceCell(model),
  ])
}

function priceCell({ price, sunset, status }: ReturnType<typeof modelDocument>): string {
  const rates = price.rates.flatMap(({ usdPerSecond }) => (usdPerSecond === null ? [] : [usdPerSecond]))
  const ended = sunset ? `, ends ${sunset}` : status === 'active' ? '' : `, ${status}`
  if (price.confidence === 'free') return `free${ended}`
  if (rates.length === 0) return `unknown${ended}`
  const [least, most] = [Math.min(...rates), Math.max(...rates)]
  return `$${least}${most > least ? `–${most}` : ''}/s (${price.confidence === 'configured' ? price.source : price.readAt})${ended}`
}
