/** Takes an unfinished job over and enters the story of a render at the step its row names. */

import type { App } from '../app.ts'
import { VidgenError } from '../errors.ts'
import type { JobRecord } from '../ledger/ledger.ts'
import { inspectImage } from '../media/image.ts'
import { connect } from './connection.ts'
import { usualWaitSeconds } from './learned.ts'
import { providerOfJob } from './registry.ts'
import { carryOn, type Patience, type Rendered, type Watch } from './render.ts'
import { restoreRequest } from './stored-request.ts'

export async function resume(app: App, job: JobRecord, watch: Watch, patience: Patience): Promise<Rendered> {
  const provider = await providerOfJob(app, job.provider)
  const connection = await connect(app, provider)
  if (connection.missingKey) throw connection.missingKey
  if (job.paid && (connection.key?.secret.fingerprint() ?? 'none') !== job.accountFingerprint) {
    throw new VidgenError(
      'auth',
      `job ${job.id} belongs to another ${provider.title} account than the key that is connected now`,
      {
        code: 'key.different_account',
        job: job.id,
        provider: provider.id,
        hint: `connect the key it was made with (vidgen connect ${provider.id}), then resume it`,
      },
    )
  }
  if (job.paid && connection.baseUrl !== job.baseUrl) {
    // The key belongs to the origin it was connected with; it is not carried to another.
    throw new VidgenError(
      'auth',
      `job ${job.id} was made at ${job.baseUrl}, and ${provider.id} is set to ${connection.baseUrl}`,
      {
        code: 'key.different_origin',
        job: job.id,
        provider: provider.id,
        hint: `set the base URL back (${provider.baseUrlEnv} or \`vidgen connect ${provider.id} --base-url\`), then resume it`,
      },
    )
  }
  const request = await restoreRequest(provider, job.request, inspectImage)
  const ledger = await app.ledger()
  const taken = await ledger.takeOver(job.id)
  if (!taken) {
    throw new VidgenError('pending', `job ${job.id} is in the hands of another vidgen right now`, {
      job: job.id,
      provider: provider.id,
      hint: 'let that one finish; if it hangs, end it, then resume the job',
    })
  }
  return carryOn({
    app,
    ledger,
    provider,
    call: await connection.call(),
    request,
    ...taken,
    watch,
    patience,
    usualWaitSeconds: await usualWaitSeconds(app, provider, request.model),
    timing: {},
  })
}
