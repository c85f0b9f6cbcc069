/** One process among many at the same ledger; the tests bundle it and start it. argv: the ledger's path, a deed, a number. */

import { randomBytes } from 'node:crypto'
import { systemClock } from '../../src/clock.ts'
import { VidgenError } from '../../src/errors.ts'
import { readIdentity } from '../../src/ledger/identity.ts'
import type { Ledger, NewJob } from '../../src/ledger/ledger.ts'
import { openLedger } from '../../src/ledger/sqlite.ts'

const [path = '', deed = '', amount = '0'] = process.argv.slice(2)
const say = (word: string): void => void process.stdout.write(`${word}\n`)

const newJob = (over: Partial<NewJob> = {}): NewJob => ({
  id: randomBytes(8).toString('hex'),
  provider: 'runway',
  model: 'gen4.5',
  paid: true,
  prompt: 'a race',
  request: {},
  requestSha256: randomBytes(8).toString('hex'),
  accountFingerprint: 'abc',
  baseUrl: 'https://api.example.test',
  recovery: 'none',
  holdMicros: Number(amount),
  priceBasis: 'test',
  outputPath: '/v.mp4',
  outputMode: 'default',
  ...over,
})

/** Every step of a render; says each before it goes on. */
async function render(ledger: Ledger, over: Partial<NewJob>, afterStep: (state: string) => Promise<void>) {
  const { job, lease } = await ledger.reserve(newJob(over))
  await afterStep('reserved')
  await ledger.intend(lease, { idempotencyKey: job.id })
  await afterStep('submitting')
  await ledger.accept(lease, { providerJobId: `task-${job.id}`, operation: {} })
  await afterStep('submitted')
  await ledger.ready(lease, { video: {}, costMicros: job.holdMicros, costSource: 'actual' })
  await afterStep('ready')
  await ledger.deliver(lease, { path: '/v.mp4', sha256: 'f', bytes: 1, media: {} })
  await afterStep('done')
}

const deeds: Record<string, (ledger: Ledger) => Promise<void>> = {
  async reserve(ledger) {
    await ledger.reserve(newJob())
    say('ok')
  },
  async open() {
    say('ok')
  },
  /** Waits for a line after each step; the parent kills it instead of sending one. */
  async slowly(ledger) {
    process.stdin.setEncoding('utf8')
    await render(
      ledger,
      { id: 'victim', requestSha256: 'same', outputPath: '/same.mp4', holdMicros: 600_000 },
      async (state) => {
        say(state)
        await new Promise((resolve) => process.stdin.once('data', resolve))
      },
    )
  },
  /** One render after the other, until killed. */
  async endlessly(ledger) {
    for (;;) await render(ledger, {}, async () => say('step'))
  },
}

try {
  const ledger = await openLedger({
    path,
    clock: systemClock,
    log: () => {},
    randomBytes,
    timeZone: 'UTC',
    identity: readIdentity(process.pid, process.platform),
  })
  await deeds[deed]?.(ledger)
  ledger.close()
} catch (error) {
  say(error instanceof VidgenError ? `${error.code}` : `crash ${(error as Error).stack}`)
}
process.stdin.destroy()
