/**
 * The registry as this user has it: the built-in providers with `catalog.json` (prices, sunsets, models of one's own) over them.
 * Whoever asks who there is, what they make or what they charge asks here, so that all of vidgen names the same price.
 */

import type { App } from '../app.ts'
import { usageError } from '../errors.ts'
import { parseOwnJson, readOwnText } from '../files/own-text.ts'
import { applyCatalogPatch, catalogId, catalogOf } from '../mia/catalog.ts'
import { providerOf } from '../mia/offers.ts'
import type { Catalog } from '../mia/types.ts'
import { providerById, providers } from '../providers/index.ts'
import type { Model, Provider } from '../providers/provider.ts'
import { type EntryPatch, ownModel, patchedModel } from './patched-model.ts'

type Patch = Readonly<Record<string, EntryPatch | null>>

export async function registry(app: App): Promise<readonly Provider[]> {
  const { catalogFile } = await app.places()
  const patch = await readPatch(catalogFile)
  if (patch === undefined) return providers
  for (const [id, entry] of Object.entries((patch ?? {}) as Patch)) checkId(id, entry, catalogFile)
  const merged = applyCatalogPatch(catalogOf(providers), patch)
  const { checkCatalogPatch } = await import('../mia/schema.ts')
  checkCatalogPatch(patch, merged, catalogFile)
  return providers.flatMap((provider) => patchedProvider(provider, patch as Patch, merged))
}

/** One of them; names what there is. */
export async function providerFor(app: App, id: string): Promise<Provider> {
  const known = await registry(app)
  return known.find((provider) => provider.id === id) ?? takenAway(id)
}

/** Of a job that was begun: also with the models and providers that catalog.json has taken away since. */
export async function providerOfJob(app: App, id: string): Promise<Provider> {
  const builtIn = providerById(id)
  const known = (await registry(app)).find((provider) => provider.id === id)
  return known ? { ...known, models: [...known.models, ...builtIn.models] } : builtIn
}

/** `provider/model` names both; a bare model id is looked up. Undefined: nobody has it. */
export function findByModel(
  known: readonly Provider[],
  name: string,
): { provider: string; model: string } | undefined {
  const owner = known.find(({ models }) => models.some(({ id }) => id === name))
  if (owner) return { provider: owner.id, model: name }
  const [, provider = '', model = ''] = /^([^/]+)\/(.+)$/.exec(name) ?? []
  return known.some(({ id, models }) => id === provider && models.some((one) => one.id === model))
    ? { provider, model }
    : undefined
}

function takenAway(id: string): never {
  const { title } = providerById(id)
  throw usageError(`your catalog.json has taken ${title} away`, {
    hint: `remove "${id}": null from it`,
  })
}

async function readPatch(file: string): Promise<unknown> {
  const source = await readOwnText(file)
  return source === undefined ? undefined : parseOwnJson(source.replace(/^\uFEFF/, ''), file)
}

function checkId(id: string, entry: EntryPatch | null, file: string): void {
  const name = providerOf(id)
  const provider = providers.find((candidate) => candidate.id === name)
  const refuse = (message: string, hint: string) =>
    usageError(`${file}: ${id}: ${message}`, { code: 'usage.bad_catalog', hint })
  if (!provider)
    throw refuse(
      `there is no provider "${name}"`,
      `a model of your own is named after who serves it: ${providers.map((one) => `${one.id}/…`).join(', ')}`,
    )
  if (provider.id === 'template' && entry === null)
    throw refuse('the built-in renderer is part of the program', 'it costs nothing; leave it')
  if (id === `${provider.id}/${provider.defaultModel}`)
    throw refuse(`is the model that ${provider.id} uses by itself`, `write it as "${provider.id}"`)
}

function patchedProvider(provider: Provider, patch: Patch, merged: Catalog): Provider[] {
  if (patch[provider.id] === null) return []
  const keyOf = (model: Model) => catalogId(provider, model, provider.defaultModel)
  const kept = provider.models.flatMap((model) => {
    const key = keyOf(model)
    const change = patch[key]
    if (change === undefined) return [model]
    return change === null ? [] : [patchedModel(model, change, merged[key]!)]
  })
  const builtIn = new Set(provider.models.map(keyOf))
  const own = Object.entries(patch).flatMap(([key, change]) =>
    key.startsWith(`${provider.id}/`) && change !== null && !builtIn.has(key)
      ? [ownModel(provider, key.slice(provider.id.length + 1), change, merged[key]!)]
      : [],
  )
  return [{ ...provider, models: [...kept, ...own] }]
}
