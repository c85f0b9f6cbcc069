/** From what the user asked for to everything that is about to happen, checked and priced; nothing is reserved, sent or written. */

import { isAbsolute, resolve } from 'node:path'
import type { App } from '../app.ts'
import { type OutputTarget, preflight, resolveOutput } from '../files/output.ts'
import type { NewJob } from '../ledger/ledger.ts'
import { inspectImage } from '../media/image.ts'
import type { KnownPlatform } from '../mia/platforms.ts'
import type { Call, Json, Model, Provider, VideoRequest } from '../providers/provider.ts'
import { checkRequest } from './check.ts'
import { type Connection, connect } from './connection.ts'
import { withForm } from './form.ts'
import { usualWaitSeconds } from './learned.ts'
import { findPlatform } from './platform.ts'
import { findModel, holdFor, isStale, type Quote, quote } from './price.ts'
import { providerFor } from './registry.ts'
import type { Patience } from './render.ts'
import { storeRequest } from './stored-request.ts'

/** What the flags, the guided form or a manifest say; absent means "as the config, the model or Mia would have it". */
export interface RenderOptions extends Partial<Omit<VideoRequest, 'model' | 'images' | 'prompt' | 'inputs'>> {
  prompt: string
  /** Absent: Mia chooses. */
  provider?: string
  model?: string
  imagePaths: readonly string[]
  inputs: Readonly<Record<string, string>>
  output?: string
  overwrite: boolean
  maxCostMicros?: number
  /** `--new` */
  evenIfUnknown: boolean
  patience: Patience
}

export interface Plan {
  provider: Provider
  call: Call
  connection: Connection
  request: VideoRequest
  requestJson: Json
  requestSha256: string
  accountFingerprint: string
  quote: Quote
  holdMicros: number
  output: OutputTarget
  outputPath: string
  patience: Patience
  usualWaitSeconds: number
  evenIfUnknown: boolean
  warnings: readonly string[]
  newJob(): NewJob
}

export async function makePlan(app: App, options: RenderOptions & { provider: string }): Promise<Plan> {
  const provider = await providerFor(app, options.provider)
  const connection = await connect(app, provider)
  app.log('PROVIDER:REGISTRY', 'chosen', {
    provider: provider.id,
    baseUrlSource: connection.baseUrlSource,
    key: connection.key?.source,
  })
  const model = findModel(
    provider.models,
    options.model ?? connection.defaultModel,
    provider.id,
    app.clock.now(),
  )
  const {
    provider: _id,
    model: _model,
    imagePaths,
    output: _output,
    overwrite,
    maxCostMicros,
    evenIfUnknown,
    patience,
    ...wanted
  } = options
  const images = await Promise.all(
    imagePaths.map((path) => inspectImage(isAbsolute(path) ? path : resolve(app.cwd, path))),
  )
  const platform = findPlatform(options.platform)
  const ratio = wanted.ratio ?? ratioFor(platform, model, images.length > 0)
  const asked = checkRequest(provider, model, { ...wanted, ratio, platform: platform?.id, images })
  const priced = quote(model, asked, connection.server)
  const holdMicros = holdFor(priced, maxCostMicros, provider.id)
  const id = app.randomBytes(8).toString('hex')
  const output = await outputFor(app, options, {
    provider: provider.id,
    model: model.id,
    ratio: asked.ratio,
    job: id,
  })
  const request = withForm(asked, output.path)
  const { json, sha256 } = storeRequest(provider, request)
  const foreseen = (await provider.preflight?.(request)) ?? []
  const waitSeconds = await usualWaitSeconds(app, provider, model)
  const accountFingerprint = connection.key?.secret.fingerprint() ?? 'none'

  return {
    provider,
    call: await connection.call(),
    connection,
    request,
    requestJson: json,
    requestSha256: sha256,
    accountFingerprint,
    quote: priced,
    holdMicros,
    output,
    outputPath: output.path,
    patience,
    usualWaitSeconds: waitSeconds,
    evenIfUnknown,
    warnings: [
      ...warningsFor(app, request, provider, platform),
      ...foreseen,
      ...impatience(patience, waitSeconds),
    ],
    newJob: () => ({
      id,
      provider: provider.id,
      model: model.id,
      paid: provider.paid && holdMicros > 0,
      prompt: request.prompt,
      request: json,
      requestSha256: sha256,
      accountFingerprint,
      baseUrl: connection.baseUrl,
      recovery: provider.recovery,
      holdMicros,
      priceBasis: priced.basis,
      outputPath: output.path,
      outputMode: output.mode,
      evenIfUnknown,
    }),
  }
}

/** The last look before money moves: a key there must be, and the folder must take a file. */
export async function readyToGo(plan: Plan): Promise<void> {
  if (plan.connection.missingKey) throw plan.connection.missingKey
  await preflight(plan.output)
}

async function outputFor(
  app: App,
  options: RenderOptions,
  names: { provider: string; model: string; ratio: string; job: string },
): Promise<OutputTarget> {
  return resolveOutput({
    output: options.output ?? (await app.config()).defaults?.output,
    overwrite: options.overwrite,
    cwd: app.cwd,
    slugSource: options.prompt,
    date: app.clock.now(),
    extension: options.still === undefined ? 'mp4' : 'png',
    index: 1,
    ...names,
  })
}

/** The first shape that both the platform and the model take. */
function ratioFor(platform: KnownPlatform | undefined, model: Model, withImage: boolean): string | undefined {
  const can = (withImage ? model.ratiosWithImage : undefined) ?? model.ratios
  return platform?.ratios.find((ratio) => can.includes(ratio))
}

function warningsFor(
  app: App,
  { model, durationSeconds }: VideoRequest,
  provider: Provider,
  platform: KnownPlatform | undefined,
): string[] {
  const { price } = model
  const warnings: string[] = []
  if (provider.paid && isStale(price, app.clock.now()))
    warnings.push(`the price of ${model.id} was read on ${price.readAt} and may have changed`)
  const { min = 0, max = Number.POSITIVE_INFINITY } = platform?.durationSec ?? {}
  if (durationSeconds < min || durationSeconds > max)
    warnings.push(`${platform?.label} takes videos of ${min} to ${max} s; this one has ${durationSeconds} s`)
  return warnings
}

const impatience = ({ wait, timeoutSeconds }: Patience, usualSeconds: number): string[] =>
  wait && timeoutSeconds !== undefined && timeoutSeconds < usualSeconds
    ? [
        `it usually takes about ${Math.round(usualSeconds)} s; after --timeout ${timeoutSeconds} s the job goes on without you (exit 7)`,
      ]
    : []
