/** `vidgen disconnect`: a provider's keys out of every store that vidgen writes. */

import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { VidgenError } from '../errors.ts'
import type { KeySighting } from '../keys/store.ts'
import { paidProvider } from './connect.ts'
import { withExamples } from './help.ts'

export function registerDisconnect(program: Command, withApp: WithApp): void {
  withExamples(
    program
      .command('disconnect')
      .description('remove a provider’s key from every store that vidgen wrote')
      .argument('<provider>', 'see `vidgen providers`')
      .action(withApp(disconnect)),
    ['vidgen disconnect runway'],
    [0, 2, 3],
  )
}

async function disconnect(app: App, id: string): Promise<void> {
  const provider = await paidProvider(id)
  const sightings = await (await app.keys()).remove(provider)
  const removed = sightings.filter(({ problem }) => !problem)
  const barred = sightings.find(({ problem }) => problem)
  if (barred?.problem) throw notEverywhere(barred.problem, removed)
  const variable = provider.keyEnv && app.env[provider.keyEnv] ? provider.keyEnv : undefined
  if (app.output.json)
    return app.output.document({
      provider: id,
      removedFrom: removed.map(({ source }) => source),
      stillConnectedBy: variable ?? null,
    })
  app.output.lines([
    removed.length > 0 ? `removed from the ${inWords(removed)}` : `no key of ${provider.title} was stored`,
  ])
  if (variable) app.output.note(`the environment variable ${variable} still connects it`)
}

const inWords = (sightings: readonly KeySighting[]): string =>
  sightings.map(({ detail }) => detail).join(' and the ')

/** Whoever takes a key back wants to know where it still may be. */
function notEverywhere(problem: VidgenError, removed: readonly KeySighting[]): VidgenError {
  const { kind, message, code, hint, cause } = problem
  const done = removed.length > 0 ? `removed from the ${inWords(removed)}, but ` : ''
  return new VidgenError(kind, `${done}${message}; a key may still be there`, { code, hint, cause })
}
