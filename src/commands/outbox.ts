/** Jobs whose ids could not be written when they came: taken into the ledger before anything is asked or settled. */

import type { App } from '../app.ts'
import { importOutbox } from '../ledger/outbox.ts'

export async function takeInOutbox(app: App): Promise<void> {
  const { kept } = await importOutbox(await app.ledger(), (await app.places()).outboxDir)
  for (const { file, reason } of kept)
    app.output.warn(`${file} holds a job id that could not be taken in: ${reason}`)
}
