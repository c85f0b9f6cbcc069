/**
 * A canary key in the environment is found nowhere else: streams, log, every byte under the home (database, WAL, parts, sidecar),
 * command lines of running processes, other origins. In whatever spelling, however the provider tries to give it away.
 */

import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Fault } from '../helpers/fault-server/faults.ts'
import { startFaultServer } from '../helpers/fault-server.ts'
import { canary } from '../helpers/http.ts'
import { dialects, leftBytes, type PaidWorld, paidWorld, theJob } from '../helpers/paid.ts'

const soak = process.env.VIDGEN_SOAK !== undefined

const spellings = {
  plain: canary,
  base64: Buffer.from(canary).toString('base64').replace(/=+$/, '').slice(0, -1),
  hex: Buffer.from(canary).toString('hex'),
  'url-encoded': [...canary].map((c) => `%${c.charCodeAt(0).toString(16)}`).join(''),
  'JSON-escaped': [...canary].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join(''),
  reversed: [...canary].reverse().join(''),
}

function expectNoKey(text: string, where: string): void {
  for (const [spelling, key] of Object.entries(spellings))
    expect(text.toLowerCase().includes(key.toLowerCase()), `${spelling} in ${where}`).toBe(false)
}

/** Of everything that can be asked afterwards, what tells most. */
const afterwards = [
  ['jobs', 'resume', '--all', '--verbose', '--timeout', '2s'],
  ['ledger', 'export', '--format', 'json'],
]

/** A run as chatty as it can be, and everything it left. */
async function expectClean(world: PaidWorld, more: readonly string[][] = []): Promise<void> {
  const runs = [await world.render('--sidecar', '--verbose', '--log', 'log.ndjson', '--timeout', '2s')]
  for (const args of [...afterwards, ...more]) runs.push(await world.vidgen(args))
  for (const [index, { stdout, stderr }] of runs.entries()) {
    expectNoKey(stdout, `stdout of run ${index}`)
    expectNoKey(stderr, `stderr of run ${index}`)
  }
  expectNoKey(leftBytes(world.home), 'the files')
}

const body = (status: number) =>
  ({
    kind: 'answer',
    status,
    body: JSON.stringify({ error: { message: `bad key ${canary}`, code: canary } }),
  }) as const

const echoes: readonly [string, Fault][] = [
  ['a refusal', { on: 'submit', do: body(401) }],
  ['a bad request', { on: 'submit', do: body(400) }],
  ['a server error', { on: 'submit', do: body(500) }],
  ['200 that is no job', { on: 'submit', do: { kind: 'answer', status: 200, body: `<b>${canary}</b>` } }],
  [
    'a job whose id it is',
    {
      on: 'submit',
      do: {
        kind: 'answer',
        status: 200,
        body: JSON.stringify({ id: canary, data: { video_id: canary, session_id: canary } }),
      },
    },
  ],
  ['a poll', { on: 'poll', do: body(500), times: 2 }],
  ['a refused poll', { on: 'poll', do: body(403) }],
  ['a download', { on: 'content', do: body(400), times: 9 }],
  [
    'a redirect of the POST',
    {
      on: 'submit',
      do: { kind: 'answer', status: 307, headers: { location: `http://127.0.0.1:1/${canary}` } },
    },
  ],
]

describe.each(dialects)('%s', (dialect) => {
  it('keeps the key to itself from check to file', async () => {
    const world = await paidWorld(dialect)
    await expectClean(world, [
      ['test', dialect, '--json', '--verbose'],
      ['providers', '--json'],
    ])
    expect((await theJob(world)).state).toBe('done')
  })

  it.each(soak ? echoes : echoes.filter((_, index) => index % 3 === dialects.indexOf(dialect)))(
    'repeats no key from %s',
    async (_name, fault) => {
      const world = await paidWorld(dialect, { VIDGEN_STALL_TIMEOUT: '1' })
      world.server.fail(fault)
      await expectClean(world)
      expect(world.server.truth().posts).toBeGreaterThan(0)
    },
  )

  it('sends the key to no other origin, whatever the answers say', async () => {
    const world = await paidWorld(dialect)
    const elsewhere = await startFaultServer()
    onTestFinished(elsewhere.close)
    const away = {
      kind: 'answer',
      status: 302,
      headers: { location: `${elsewhere.url}/files/x.mp4` },
    } as const
    world.server.course({ resultUrl: `${elsewhere.url}/files/fox.mp4` })
    world.server.fail({ on: 'poll', do: away }, { on: 'submit', do: { ...away, status: 307 } })
    await world.render()
    world.server.heal()
    world.server.fail({ on: 'content', do: away })
    await world.render('--new')
    await world.vidgen(['jobs', 'resume', '--all'])
    expect(
      elsewhere.requests.some(({ operation }) => operation === 'content'),
      'it was asked',
    ).toBe(true)
    for (const { path, headers } of elsewhere.requests)
      expectNoKey(path + JSON.stringify(headers), 'a request')
  })

  it('shows no key on any command line while it runs', async () => {
    // Unlike the canary, which stands in the sources, in no command line of anybody else's.
    const [variable, prefix] = {
      runway: ['RUNWAYML_API_SECRET', 'key_'],
      sora: ['OPENAI_API_KEY', 'sk-'],
      heygen: ['HEYGEN_API_KEY', ''],
    }[dialect] as [string, string]
    const key = `${prefix}${randomUUID()}`
    const world = await paidWorld(dialect, { [variable]: key })
    world.server.fail({ on: 'poll', do: { kind: 'trickle', bytesPerSecond: 400 } })
    const looks: boolean[] = []
    await world.vidgen(['render', 'A fox', '-p', dialect], {
      started(child) {
        const timer = setInterval(() => looks.push(commandLines().includes(key)), 50)
        child.on('exit', () => clearInterval(timer))
      },
    })
    expect(looks.length).toBeGreaterThan(2)
    expect(looks).not.toContain(true)
  })
})

function commandLines(): string {
  const lines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
      } catch {
        return ''
      }
    })
  return lines.join('\n')
}
