/** The built program against a real server that speaks the dialects, counts the charges, and misbehaves. */

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Misbehaviour } from '../helpers/fault-server/faults.ts'
import type { DialectName } from '../helpers/fault-server/world.ts'
import { clipOf, type FaultServer, startFaultServer } from '../helpers/fault-server.ts'
import { canary } from '../helpers/http.ts'
import { run, temporaryFolder } from '../helpers/run.ts'

const variables: Record<DialectName, [key: string, baseUrl: string]> = {
  runway: ['RUNWAYML_API_SECRET', 'RUNWAYML_BASE_URL'],
  sora: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  heygen: ['HEYGEN_API_KEY', 'HEYGEN_API_BASE'],
}

async function setup(dialect: DialectName, extra: Record<string, string | undefined> = {}) {
  const server: FaultServer = await startFaultServer()
  onTestFinished(server.close)
  const home = temporaryFolder()
  const [key, baseUrl] = variables[dialect]
  const env = { [key]: canary, [baseUrl]: server.baseUrl(dialect), VIDGEN_POLL_INTERVAL: '0.05', ...extra }
  const vidgen = (...args: string[]) => run(args, { home, env })
  const render = (...args: string[]) =>
    vidgen('render', 'A fox in fresh snow', '-p', dialect, '-o', 'fox.mp4', '--json', ...args)
  return { server, home, env, vidgen, render }
}

/** Every byte that the program left anywhere under its home. */
function leftBytes(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

describe.each(['runway', 'sora', 'heygen'] as const)('%s', (dialect) => {
  it('makes a video: one POST, one charge, the very bytes, and the key nowhere', async () => {
    const { server, home, render, vidgen } = await setup(dialect)
    const { code, stdout, stderr } = await render('--sidecar', '-v', '--log', 'log.ndjson')
    expect(code, stderr).toBe(0)
    const result = JSON.parse(stdout)
    const [job] = server.world.jobs.values()
    expect(readFileSync(join(home, 'fox.mp4')).equals(clipOf(job?.seconds ?? 0))).toBe(true)
    expect(result).toMatchObject({ state: 'done', provider: dialect, media: { width: 160, height: 90 } })
    expect(server.truth()).toMatchObject({ posts: 1, charges: 1 })
    const jobs = await vidgen('jobs', 'show', result.job, '--json')
    const evidence = await vidgen('jobs', 'evidence', result.job)
    const written = [stdout, stderr, jobs.stdout, evidence.stdout, evidence.stderr, leftBytes(home)].join(
      '\n',
    )
    expect(written).not.toContain(canary)
    expect(written).not.toContain(Buffer.from(canary).toString('base64').slice(0, 20))
    expect(written).not.toContain('signed-url-secret')
  })

  const lost: readonly [string, Misbehaviour][] = [
    ['a reset after charging', { kind: 'reset', when: 'charged' }],
    ['silence after charging', { kind: 'hang', when: 'charged' }],
    ['504 after charging', { kind: 'answer', status: 504, body: 'gateway', charged: true }],
    ['200 with a page', { kind: 'answer', status: 200, body: '<html>', charged: true }],
    ['a cut answer', { kind: 'cut', bytes: 12, how: 'reset' }],
  ]
  it.each(lost)('survives %s with one charge', async (_name, fault) => {
    const { server, render, vidgen } = await setup(dialect, { VIDGEN_SUBMIT_TIMEOUT: '1' })
    server.fail({ on: 'submit', do: fault })
    const { code, stderr } = await render()
    expect(server.truth().charges).toBe(1)
    if (dialect === 'runway') {
      expect(code, stderr).toBe(9)
      expect(server.truth().posts).toBe(1)
      expect((await render()).code, 'the identical request again').toBe(9)
      expect(server.truth().posts).toBe(1)
      const budget = JSON.parse((await vidgen('ledger', 'budget', '--json')).stdout)
      expect(budget.month.heldUsd).toBeGreaterThan(0)
    } else {
      // The service can tell: by its list, or by the key under which it was asked.
      expect(code, stderr).toBe(0)
      expect(server.truth().posts).toBe(dialect === 'heygen' ? 2 : 1)
    }
  })

  it.each([
    [401, 3],
    [402, 4],
    [403, 3],
    [404, 5],
    [422, 5],
    [308, 5],
  ])('takes %s for a refusal: exit %s, nothing held', async (status, exit) => {
    const { server, render, vidgen } = await setup(dialect)
    server.fail({
      on: 'submit',
      do: { kind: 'answer', status, body: `{"error":{"message":"no ${canary}"}}` },
    })
    const { code, stdout, stderr } = await render()
    expect([code, stdout]).toEqual([exit, ''])
    expect(JSON.parse(stderr).error).toMatchObject({ charged: false, provider: dialect })
    expect(stderr).not.toContain(canary)
    const budget = JSON.parse((await vidgen('ledger', 'budget', '--json')).stdout)
    expect(budget.month).toMatchObject({ heldUsd: 0, spentUsd: 0 })
  })

  it('waits out 429, then goes on under the same intent', async () => {
    const { server, render } = await setup(dialect)
    server.fail({
      on: 'submit',
      do: { kind: 'answer', status: 429, headers: { 'retry-after': '0' }, body: '' },
      times: 2,
    })
    expect((await render()).code).toBe(0)
    expect(server.truth()).toMatchObject({ posts: 3, charges: 1 })
  })

  it('leaves no file when the result is cut, and fetches it later', async () => {
    const { server, home, render, vidgen } = await setup(dialect)
    server.fail({
      on: 'content',
      do: { kind: 'cut', bytes: 900, how: 'end', length: 'undeclared' },
      times: 99,
    })
    const { code, stdout, stderr } = await render()
    expect(code, stderr).toBe(7)
    expect(readdirSync(home).filter((name) => name.includes('fox'))).toEqual([])
    expect(JSON.parse(stdout)).toBeTruthy()
    server.heal()
    // The address has lapsed meanwhile: a fresh one is asked for.
    server.fail({ on: 'content', do: { kind: 'answer', status: 403, body: 'expired' } })
    const resumed = await vidgen('jobs', 'resume', '--all')
    expect(resumed.code, resumed.stderr).toBe(0)
    expect(execFileSync('ffprobe', ['-v', 'error', join(home, 'fox.mp4')]).length).toBe(0)
    expect(server.truth().charges).toBe(1)
  })
})

describe('sora', () => {
  it('needs no key on a server of one’s own, and books nothing there', async () => {
    const { server, render } = await setup('sora', { OPENAI_API_KEY: undefined })
    const { code, stdout, stderr } = await render('-m', 'served')
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout).cost).toMatchObject({ estimatedUsd: 0 })
    expect(server.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true)
  })

  it('says that OpenAI’s service ended, before the network', async () => {
    const { render } = await setup('sora', { OPENAI_BASE_URL: undefined })
    const { code, stderr } = await render()
    expect(code).toBe(5)
    expect(stderr).toMatch(/2026-09-24/)
    expect(stderr).toMatch(/OPENAI_BASE_URL/)
  })
})

describe('pictures', () => {
  it('travel with the request', async () => {
    const { server, home, render } = await setup('runway')
    writeFileSync(join(home, 'fox.png'), readFileSync(new URL('../fixtures/fox.png', import.meta.url)))
    const { code, stderr } = await render('--image', 'fox.png', '--ratio', '1:1')
    expect(code, stderr).toBe(0)
    expect(server.truth().jobs[0]?.body).toMatchObject({
      ratio: '960:960',
      promptImage: expect.stringMatching(/^data:image\/png;base64,/),
    })
  })
})
