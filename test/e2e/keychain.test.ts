/** Keys in a real keychain, through the built program: kept, found in the right order, hidden, locked, silent, taken out. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { desk, deskWithVault, errorOf, rowsOf } from '../helpers/desk.ts'
import { canary } from '../helpers/http.ts'
import { until, writeConfig } from '../helpers/paid.ts'
import { hasSecretService, type SecretService, startSecretService } from '../helpers/secret-service.ts'

describe.skipIf(!hasSecretService)('with a keychain', () => {
  let service: SecretService
  let bus: Record<string, string | undefined>
  beforeAll(async () => {
    service = await startSecretService()
    const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = service.env
    // Patient, for a loaded machine; the tests that wait in vain set less.
    bus = { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, VIDGEN_KEYCHAIN_TIMEOUT: '30' }
  })
  afterAll(() => service.close())
  beforeEach(() => service.empty())

  it('keeps the key there, and looks there first unless told otherwise', async () => {
    const { connect, vidgen, sent, home } = await desk(bus)
    const connected = await connect(['heygen'])
    expect(connected).toMatchObject({
      code: 0,
      stdout: 'HeyGen is connected: tested, kept in the OS keychain\n',
    })
    const env = { HEYGEN_API_KEY: 'key-of-the-environment' }
    await vidgen(['test', 'heygen'], { env })
    const row = rowsOf(await vidgen(['providers', 'heygen', '--json'], { env }))[0]
    expect(row).toMatchObject({ connected: true, source: 'keychain' })
    writeConfig(home, { keys: { prefer: 'env' } })
    await vidgen(['test', 'heygen'], { env })
    expect(sent()).toEqual([canary, canary, 'key-of-the-environment'])
  })

  it('says so when another store’s key comes before the one just kept', async () => {
    const { connect, vidgen, sent } = await deskWithVault(bus)
    await connect(['runway'], 'older-key-in-the-keychain')
    const connected = await connect(['runway', '--store', 'vault'], 'newer-key-in-the-vault')
    expect(connected.code).toBe(0)
    expect(connected.stderr).toMatch(
      /warning: another key, from the OS keychain, comes first; .*vidgen disconnect runway/,
    )
    await vidgen(['test', 'runway'])
    expect(sent().at(-1)).toBe('older-key-in-the-keychain')
  })

  it('offers the vault when its prompt goes unanswered, and finds the key there from then on', async () => {
    await service.restart()
    const { screen, vidgen, sent, home } = await desk({ ...bus, VIDGEN_KEYCHAIN_TIMEOUT: '1' })
    const { shows, type, press } = screen(['connect', 'runway'])
    await shows(/Runway key:/)
    type(canary)
    press('Enter')
    await shows(/did not answer within 1 s.*Keep the key in an encrypted vault file/s)
    press('Enter')
    expect(await shows(/exit \d/)).toContain('exit 0')
    expect((await vidgen(['test', 'runway'])).code).toBe(0)
    expect(sent()).toEqual([canary, canary])
    // It held nothing of ours, so nothing bars the way to the vault.
    expect(existsSync(join(home, 'vidgen', 'config.json'))).toBe(false)
  })

  it('turns the order round when a locked keychain bars the way to the vault', async () => {
    const { connect, vidgen, sent, home } = await deskWithVault(bus)
    await connect(['runway'], 'key-of-the-keychain')
    await service.restart()
    const stopped = await vidgen(['test', 'runway'])
    expect(stopped).toMatchObject({ code: 3, stderr: expect.stringContaining('hint: unlock it') })
    const kept = await connect(['runway', '--store', 'vault'])
    expect(kept).toMatchObject({ code: 0, stderr: expect.stringContaining('keys.prefer "env"') })
    expect(JSON.parse(readFileSync(join(home, 'vidgen', 'config.json'), 'utf8')).keys).toEqual({
      prefer: 'env',
    })
    expect((await vidgen(['test', 'runway'])).code).toBe(0)
    expect(sent().at(-1)).toBe(canary)
    const half = await vidgen(['disconnect', 'runway', '--json'])
    expect(half).toMatchObject({ code: 3, stdout: '' })
    expect(errorOf(half).message).toMatch(
      /^removed from the vault .*, but the OS keychain is locked; a key may/,
    )
    await service.restart('passphrase')
    expect((await vidgen(['disconnect', 'runway'])).code).toBe(0)
  })

  it('ends with 130 at Ctrl-C while a prompt waits', async () => {
    await service.restart()
    const { screen, home } = await desk(bus)
    const { shows, type, press } = screen(['connect', 'runway'])
    await shows(/Runway key:/)
    type(canary)
    press('Enter')
    await until(() => service.isPrompting(), 'the prompt is asked for')
    press('C-c')
    expect(await shows(/exit \d/)).toMatch(/stopped by SIGINT\s+exit 130/)
    expect(readdirSync(home)).toEqual([])
  })

  it('takes the key out of every store, and says what still connects', async () => {
    const { connect, vidgen, vaultFile } = await deskWithVault(bus)
    await connect(['runway'])
    await connect(['runway', '--store', 'vault'])
    const env = { RUNWAYML_API_SECRET: canary }
    const gone = await vidgen(['disconnect', 'runway'], { env })
    expect(gone).toMatchObject({
      code: 0,
      stdout: `removed from the OS keychain and the vault ${vaultFile}\n`,
    })
    expect(gone.stderr).toContain('the environment variable RUNWAYML_API_SECRET still connects it')
    const again = await vidgen(['disconnect', 'runway', '--json'])
    expect(JSON.parse(again.stdout)).toEqual({ provider: 'runway', removedFrom: [], stillConnectedBy: null })
    expect((await vidgen(['test', 'runway'])).code).toBe(3)
  })
})
