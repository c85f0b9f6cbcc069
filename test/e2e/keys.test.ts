/**
 * A key's way through the built program: in by stdin or a masked question, tested before it is kept, found again in the right
 * order, sent to its own server only, named by its source when it is refused, and out again. With a keychain: keychain.test.ts.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { desk, deskWithVault, errorOf, keyVariables, passphrase, rowsOf } from '../helpers/desk.ts'
import type { DialectName } from '../helpers/fault-server/world.ts'
import { startFaultServer } from '../helpers/fault-server.ts'
import { canary } from '../helpers/http.ts'
import { leftBytes, writeConfig } from '../helpers/paid.ts'

describe('connect by stdin', () => {
  it('tests the key with one free call, keeps it in the vault, and finds it in the next process', async () => {
    const { connect, vidgen, server, sent, vaultFile } = await desk()
    const connected = await connect(['runway', '--store', 'vault', '--json'])
    expect(connected).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(connected.stdout)).toEqual({
      provider: 'runway',
      connected: true,
      baseUrl: server.baseUrl('runway'),
      stored: `vault ${vaultFile}`,
      tested: 'ok',
    })
    expect(server.requests.map(({ method }) => method)).toEqual(['GET'])
    expect((await vidgen(['test', 'runway'])).code).toBe(0)
    expect(sent()).toEqual([canary, canary])
    expect(readFileSync(vaultFile, 'latin1')).not.toContain(canary)
  })

  it.each(Object.keys(keyVariables) as DialectName[])('keeps no key that %s refuses', async (dialect) => {
    const { connect, server, vaultFile } = await desk()
    server.world.keys[dialect] = 'another-key'
    const refused = await connect([dialect, '--store', 'vault', '--json'])
    expect(refused).toMatchObject({ code: 3, stdout: '' })
    expect(errorOf(refused)).toMatchObject({ kind: 'auth', code: 'key.bad_key', provider: dialect })
    expect(existsSync(vaultFile)).toBe(false)
  })

  it('shows whence a key would come without asking for a passphrase', async () => {
    const { connect, vidgen } = await deskWithVault()
    await connect(['runway', '--store', 'vault', '--no-test'])
    const env = { VIDGEN_VAULT_PASSPHRASE: undefined }
    const [row] = rowsOf(await vidgen(['providers', 'runway', '--json'], { env }))
    expect(row).toMatchObject({ connected: true, source: 'vault', problem: null })
    const advice = await vidgen(['recommend', 'drone shot over a fjord', '--json'], { env })
    expect(advice.code).toBe(0)
    expect(await vidgen(['test', 'runway'], { env })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('hint: set VIDGEN_VAULT_PASSPHRASE'),
    })
  })

  it('keeps no key that could not be tested, unless told to', async () => {
    const { connect, server, vaultFile } = await desk()
    server.fail({ on: 'check', do: { kind: 'reset', when: 'before-reading' }, times: 9 })
    const untested = await connect(['runway', '--store', 'vault'])
    expect(untested).toMatchObject({ code: 6, stdout: '' })
    expect(untested.stderr).toMatch(/not stored\nhint: .*--no-test/)
    expect(existsSync(vaultFile)).toBe(false)
    const before = server.requests.length
    const stored = await connect(['runway', '--store', 'vault', '--no-test'])
    expect(stored).toMatchObject({
      code: 0,
      stdout: `Runway is connected: not tested, kept in the vault ${vaultFile}\n`,
    })
    expect(server.requests.length).toBe(before)
  })

  it('keeps a key without credit and says so', async () => {
    const { connect, server } = await deskWithVault()
    server.world.broke = true
    expect(await connect(['runway', '--store', 'vault'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no credit'),
    })
  })

  it('prints no key that the provider echoes while it is being tested', async () => {
    const { connect, server, home } = await desk()
    // Named as no pattern knows it, so that only the registered key can be found.
    const body = JSON.stringify({ error: { message: `not ${canary} again`, code: canary } })
    server.fail({ on: 'check', do: { kind: 'answer', status: 401, body } })
    const refused = await connect(['runway', '--verbose', '--log', 'log.ndjson'])
    expect(refused.code).toBe(3)
    expect(refused.stdout + refused.stderr + leftBytes(home)).not.toContain(canary)
    expect(refused.stderr).toContain('not [redacted] again')
  })

  it('keeps --base-url in the config, and the key for that origin alone', async () => {
    const mine = await deskWithVault({ RUNWAYML_BASE_URL: undefined })
    const other = await startFaultServer()
    onTestFinished(other.close)
    const baseUrl = mine.server.baseUrl('runway')
    expect((await mine.connect(['runway', '--base-url', `${baseUrl}/`, '--store', 'vault'])).code).toBe(0)
    const config = JSON.parse(readFileSync(join(mine.home, 'vidgen', 'config.json'), 'utf8'))
    expect(config).toEqual({ providers: { runway: { baseUrl } } })
    expect((await mine.vidgen(['test', 'runway'])).code).toBe(0)
    const elsewhere = await mine.vidgen(['test', 'runway', '--json'], {
      env: { RUNWAYML_BASE_URL: other.baseUrl('runway') },
    })
    expect(elsewhere.code).toBe(3)
    expect(rowsOf(elsewhere)[0]).toMatchObject({ status: 'no_key' })
    expect(other.requests).toEqual([])
  })

  it('keeps the address of a server that needs no key, and says what comes before it', async () => {
    const { vidgen, server, home } = await desk()
    const baseUrl = 'http://localhost:8091/v1'
    const kept = await vidgen(['connect', 'sora', '--base-url', baseUrl])
    expect(kept).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('OPENAI_BASE_URL is set to another address'),
    })
    const config = JSON.parse(readFileSync(join(home, 'vidgen', 'config.json'), 'utf8'))
    expect(config).toEqual({ providers: { sora: { baseUrl } } })
    expect(server.requests).toEqual([])
  })

  it('sends a key to no server that is not https and not one’s own', async () => {
    const { connect, sent } = await desk()
    for (const url of [
      'http://example.com',
      'ftp://127.0.0.1',
      'https://me:hush-hush@127.0.0.1',
      'nonsense',
    ]) {
      const refused = await connect(['runway', '--base-url', url, '--store', 'vault'])
      expect(refused, url).toMatchObject({ code: 2, stdout: '' })
      expect(refused.stderr).not.toContain('hush-hush')
    }
    expect(sent()).toEqual([])
  })

  it.each([
    ['runway', 'sk-proj-A1b2C3d4E5f6G7h8I9j0', 'key.wrong_provider'],
    ['sora', 'key_0123456789abcdef0123456789abcdef', 'key.wrong_provider'],
    ['runway', 'key_ab\u200bcd', 'key.bad_characters'],
    ['runway', '\ufeffkey_abcd', 'key.bad_characters'],
    ['runway', '"key_abcd"', 'key.bad_characters'],
    ['runway', '', 'key.empty'],
  ])('sends nothing for a key of %s that is %j', async (provider, key, code) => {
    const { connect, sent, vaultFile } = await desk()
    const refused = await connect([provider, '--store', 'vault', '--json'], key)
    expect(refused.code).toBe(3)
    expect(errorOf(refused).code).toBe(code)
    if (key !== '') expect(refused.stderr).not.toContain(key)
    expect(sent()).toEqual([])
    expect(existsSync(vaultFile)).toBe(false)
  })

  it('takes the line end and spaces off', async () => {
    const { connect, sent } = await deskWithVault()
    const connected = await connect(['runway', '--store', 'vault'], `  ${canary} \r`)
    expect(connected).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('spaces around the key were removed'),
    })
    expect(sent()).toEqual([canary])
  })

  it('does not read a whole disk for a key', async () => {
    const { vidgen } = await desk()
    const input = Buffer.alloc(5_000_000, 'a')
    const refused = await vidgen(['connect', 'runway', '--key-stdin', '--json'], { input })
    expect(refused.code).toBe(2)
    expect(errorOf(refused).message).toContain('more than 1000000 bytes')
  })

  it('never takes a key as an argument, and needs someone to ask', async () => {
    const { vidgen } = await desk()
    const given = await vidgen(['connect', 'runway', '--key', canary, '--json'])
    expect(given.code).toBe(2)
    expect(errorOf(given)).toMatchObject({ code: 'key.no_argv', hint: expect.stringContaining('revoke') })
    expect(given.stderr).not.toContain(canary)
    const bare = await vidgen(['connect', 'runway', canary])
    expect(bare.code).toBe(2)
    expect(bare.stderr).not.toContain(canary)
    expect(await vidgen(['connect', 'runway'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--key-stdin'),
    })
  })

  it('says what to do where there is no keychain', async () => {
    const { connect } = await desk()
    const refused = await connect(['runway', '--json'])
    expect(refused.code).toBe(3)
    expect(errorOf(refused)).toMatchObject({
      code: 'keyring.unavailable',
      hint: expect.stringMatching(/--store vault.*environment/),
    })
  })

  it('shows the key on no command line, in no file and in no output', async () => {
    const { vidgen, home, server } = await deskWithVault()
    server.fail({ on: 'check', do: { kind: 'trickle', bytesPerSecond: 400 } })
    let looks = 0
    const connected = await vidgen(['connect', 'runway', '--key-stdin', '--store', 'vault', '--verbose'], {
      input: canary,
      started(child) {
        const timer = setInterval(() => {
          if (child.exitCode !== null || child.signalCode !== null) return clearInterval(timer)
          looks += 1
          expect(commandLines()).not.toContain(canary)
        }, 50)
      },
    })
    expect(connected.code).toBe(0)
    expect(looks).toBeGreaterThan(2)
    for (const args of [
      ['providers', '--json'],
      ['test', '--json', '--verbose'],
      ['doctor', '--json'],
      ['disconnect', 'runway'],
    ]) {
      const { stdout, stderr } = await vidgen(args)
      expect(stdout + stderr, args[0]).not.toContain(canary)
    }
    expect(connected.stdout + connected.stderr + leftBytes(home)).not.toContain(canary)
  })
})

describe('connect by a question', () => {
  it('shows stars for the key, and offers the vault where there is no keychain', async () => {
    const { screen, sent, vidgen, vaultFile } = await desk({ VIDGEN_VAULT_PASSPHRASE: undefined })
    const { shows, type, press, text } = screen(['connect', 'runway'])
    await shows(/Runway key:/)
    type(canary)
    await shows(/Runway key: \*{20}/)
    press('Enter')
    await shows(/Keep the key in an encrypted vault file/)
    press('Enter')
    await shows(/passphrase for the new vault/)
    type(passphrase)
    press('Enter')
    await shows(/the same passphrase again/)
    type(passphrase)
    press('Enter')
    expect(await shows(/exit \d/)).toMatch(/Runway is connected: tested.*exit 0/s)
    expect(text()).not.toContain(canary)
    expect(text()).not.toContain(passphrase)
    expect(existsSync(vaultFile)).toBe(true)
    expect((await vidgen(['test', 'runway'], { env: { VIDGEN_VAULT_PASSPHRASE: passphrase } })).code).toBe(0)
    expect(sent()).toEqual([canary, canary])
  })

  it('stores nothing when the two passphrases differ', async () => {
    const { screen, vaultFile } = await desk({ VIDGEN_VAULT_PASSPHRASE: undefined })
    const { shows, type, press } = screen(['connect', 'runway', '--store', 'vault'])
    await shows(/Runway key:/)
    type(canary)
    press('Enter')
    await shows(/passphrase for the new vault/)
    type('one thing')
    press('Enter')
    await shows(/the same passphrase again/)
    type('another')
    press('Enter')
    expect(await shows(/exit \d/)).toMatch(/differ; nothing was stored.*exit 3/s)
    expect(existsSync(vaultFile)).toBe(false)
  })

  it('ends with 130 at Ctrl-C, and leaves nothing', async () => {
    const { screen, home } = await desk()
    const { shows, press } = screen(['connect', 'runway'])
    await shows(/Runway key:/)
    press('C-c')
    expect(await shows(/exit \d/)).toContain('exit 130')
    expect(readdirSync(home)).toEqual([])
  })
})

describe('test', () => {
  const keys = Object.fromEntries(Object.values(keyVariables).map((name) => [name, canary]))

  it('asks side by side: three slow providers take as long as one', async () => {
    const { vidgen, server } = await desk(keys)
    server.fail({ on: 'check', do: { kind: 'trickle', bytesPerSecond: 150 }, times: 3 })
    const start = performance.now()
    const tested = await vidgen(['test', '--json'])
    const elapsed = performance.now() - start
    const latencies = rowsOf(tested).map(({ latencyMs }) => latencyMs as number)
    expect(latencies.length).toBe(3)
    for (const latency of latencies) expect(latency).toBeGreaterThan(1000)
    expect(elapsed).toBeLessThan(latencies.reduce((sum, latency) => sum + latency, 0))
  })

  it('knows every kind of answer, in the shape that scripts read', async () => {
    const { vidgen, server } = await desk(keys)
    const row = async (provider: string, env: Record<string, string | undefined> = {}) => {
      const tested = await vidgen(['test', provider, '--json'], { env })
      expect(Object.keys(rowsOf(tested)[0] ?? {})).toEqual([
        'provider',
        'status',
        'latencyMs',
        'balanceUsd',
        'message',
      ])
      return { code: tested.code, ...rowsOf(tested)[0] }
    }
    expect(await row('runway')).toMatchObject({
      code: 0,
      status: 'ok',
      balanceUsd: 12.34,
      latencyMs: expect.any(Number),
    })
    expect(await row('sora', { OPENAI_API_KEY: undefined })).toMatchObject({ code: 0, status: 'ok' })
    expect(await row('sora', { OPENAI_BASE_URL: undefined })).toMatchObject({
      code: 5,
      status: 'sunset',
      latencyMs: null,
    })
    expect(await row('heygen', { HEYGEN_API_KEY: undefined })).toMatchObject({ code: 3, status: 'no_key' })
    expect(await row('runway', { RUNWAYML_BASE_URL: 'http://127.0.0.1:1' })).toMatchObject({
      code: 6,
      status: 'unreachable',
    })
    server.fail({ on: 'check', do: { kind: 'answer', status: 403, body: '{"error":"no"}' } })
    expect(await row('runway')).toMatchObject({ code: 3, status: 'forbidden' })
    server.world.broke = true
    expect(await row('heygen')).toMatchObject({ code: 4, status: 'no_credit', balanceUsd: 0 })
    server.world.keys.runway = 'another'
    expect(await row('runway')).toMatchObject({
      code: 3,
      status: 'bad_key',
      balanceUsd: null,
      message: expect.stringContaining('RUNWAYML_API_SECRET'),
    })
    expect(server.truth().posts).toBe(0)
  })

  it('asks those that are connected, and fails by the first that is not well', async () => {
    const { vidgen, server } = await desk({ RUNWAYML_API_SECRET: canary, HEYGEN_API_KEY: canary })
    server.world.keys.heygen = 'another'
    const tested = await vidgen(['test'])
    expect(tested.code).toBe(3)
    expect(tested.stdout).toMatch(/runway +ok/)
    expect(tested.stdout).toMatch(/heygen +bad_key/)
    const none = await (await desk({ OPENAI_BASE_URL: undefined })).vidgen(['test'])
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('vidgen connect') })
  })
})

describe('a key in use', () => {
  it.each(Object.keys(keyVariables) as DialectName[])(
    'is named by its source when %s refuses it',
    async (dialect) => {
      const { vidgen, server, home } = await desk({ [keyVariables[dialect]]: canary })
      if (dialect === 'sora') writeConfig(home, { providers: { sora: { usdPerSecond: 0.1 } } })
      server.world.keys[dialect] = 'another'
      const refused = await vidgen(['render', 'A fox', '-p', dialect, '--json'])
      expect(refused).toMatchObject({ code: 3, stdout: '' })
      expect(errorOf(refused)).toMatchObject({
        message: expect.stringContaining(`environment variable ${keyVariables[dialect]}`),
        charged: false,
      })
    },
  )

  it('is named by its source when it is refused while the job runs', async () => {
    const { connect, vidgen, server, vaultFile } = await deskWithVault()
    await connect(['runway', '--store', 'vault'])
    server.fail({ on: 'poll', do: { kind: 'answer', status: 401, body: '{"error":"revoked"}' } })
    const pending = await vidgen(['render', 'A fox', '-p', 'runway'])
    expect(pending.code).toBe(7)
    expect(pending.stderr).toContain(`vault ${vaultFile}`)
  })

  it.each([
    ['test', 'runway'],
    ['render', 'A fox', '-p', 'runway'],
  ])('set but empty in the environment stops %s', async (...args) => {
    const { vidgen, server } = await desk({ RUNWAYML_API_SECRET: '' })
    const stopped = await vidgen(args)
    expect(stopped.code).toBe(3)
    expect(stopped.stdout + stopped.stderr).toContain('RUNWAYML_API_SECRET is set but empty')
    expect(stopped.stderr).toContain('hint: unset RUNWAYML_API_SECRET')
    expect(server.requests).toEqual([])
  })

  it('in another provider’s variable leaves for nowhere', async () => {
    const { vidgen, server } = await desk({ RUNWAYML_API_SECRET: 'sk-proj-A1b2C3d4E5f6G7h8I9j0' })
    const refused = await vidgen(['render', 'A fox', '-p', 'runway', '--json'])
    expect(refused.code).toBe(3)
    expect(errorOf(refused).code).toBe('key.wrong_provider')
    expect(server.requests).toEqual([])
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
