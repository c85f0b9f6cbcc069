/** `vidgen test`: one free call per connected provider, side by side: does the key work, is there credit? */

import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { VidgenError } from '../errors.ts'
import type { Health, Provider } from '../providers/provider.ts'
import { withExamples } from './help.ts'

export function registerTest(program: Command, withApp: WithApp): void {
  withExamples(
    program
      .command('test')
      .description('ask each connected provider, for free, whether its key works')
      .argument('[provider...]', 'only these; without any, all that are connected')
      .action(withApp(run)),
    ['vidgen test', "vidgen test runway --json | jq -r '.[].status'"],
    [0, 2, 3, 6],
  )
}

interface Row extends Health {
  provider: string
  latencyMs: number | null
  /** What helps, where it was not the provider that said no: unlock the keychain, unset a variable. */
  hint?: string
}

async function run(app: App, ids: string[]): Promise<void> {
  const { providerById, providers } = await import('../providers/index.ts')
  const named = ids.length > 0
  const asked = named ? ids.map(providerById) : providers.filter(({ paid }) => paid)
  const all = await Promise.all(asked.map((provider) => ask(app, provider)))
  // Without names, what was never connected is no finding.
  const rows = named ? all : all.filter(({ status }) => status !== 'no_key' && status !== 'sunset')
  if (app.output.json) app.output.document(rows.map(document))
  else if (rows.length === 0)
    app.output.note('no provider is connected; `vidgen connect <provider>` connects one')
  else
    await app.output.table(
      ['provider', 'status', 'latency', 'balance', ''],
      rows.map(({ provider, status, latencyMs, balanceUsd, message = '' }) => [
        provider,
        status,
        latencyMs === null ? '' : `${latencyMs} ms`,
        balanceUsd === undefined ? '' : `$${balanceUsd}`,
        message,
      ]),
    )
  const bad = rows.filter(({ status }) => status !== 'ok')
  if (bad.length > 0) throw failure(bad)
}

const document = ({ provider, status, latencyMs, balanceUsd, message }: Row) => ({
  provider,
  status,
  latencyMs,
  balanceUsd: balanceUsd ?? null,
  message: message ?? null,
})

async function ask(app: App, provider: Provider): Promise<Row> {
  const { connect } = await import('../jobs/connection.ts')
  const row = (health: Health, latencyMs: number | null = null): Row => ({
    provider: provider.id,
    latencyMs,
    ...health,
  })
  try {
    const connection = await connect(app, provider)
    if (connection.missingKey) return row({ status: 'no_key', message: connection.missingKey.hint })
    const call = await connection.call()
    const started = app.clock.elapsedMs()
    const health = await provider.check(call)
    return row(withSource(health, call.keySource), Math.round(app.clock.elapsedMs() - started))
  } catch (error) {
    if (!(error instanceof VidgenError) || app.signal.aborted || error.kind === 'usage') throw error
    return { ...row({ status: statusOf(error), message: error.message }), hint: error.hint }
  }
}

/** Of several keys the wrong one may have won. */
function withSource(health: Health, source: string | undefined): Health {
  if (source === undefined || !['bad_key', 'forbidden'].includes(health.status)) return health
  return { ...health, message: `${health.message ?? health.status} (the key came from the ${source})` }
}

function statusOf(error: VidgenError): Health['status'] {
  if (error.kind === 'rejected') return 'sunset'
  return error.kind === 'auth' ? 'bad_key' : 'unreachable'
}

function failure(bad: readonly Row[]): VidgenError {
  const [first] = bad as [Row]
  const kind =
    first.status === 'unreachable'
      ? 'unavailable'
      : first.status === 'no_credit'
        ? 'budget'
        : first.status === 'sunset'
          ? 'rejected'
          : 'auth'
  return new VidgenError(kind, bad.map(({ provider, status }) => `${provider}: ${status}`).join(', '), {
    provider: first.provider,
    hint:
      first.hint ?? (kind === 'auth' ? `give a working key: vidgen connect ${first.provider}` : undefined),
  })
}
