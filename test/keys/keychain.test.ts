import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { VidgenError } from '../../src/errors.ts'
import { createKeychain } from '../../src/keys/keychain.ts'
import { createKeyRing } from '../../src/keys/store.ts'
import { createVault } from '../../src/keys/vault.ts'
import { Secret } from '../../src/secret.ts'
import { until } from '../helpers/paid.ts'
import {
  hasSecretService,
  type SecretService,
  startBus,
  startSecretService,
} from '../helpers/secret-service.ts'

const canary = 'canary-keychain-7f3a91c2'
const account = 'runway https://api.dev.runwayml.com'
const child = new URL('../../src/keys/keychain-child.js', import.meta.url)

const never = new AbortController().signal

const keychain = (env: Record<string, string>, timeoutSeconds = 5, signal = never) =>
  createKeychain({ child, env, platform: 'linux', timeoutSeconds, clock: systemClock, signal })

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof VidgenError ? `${error.exitCode} ${error.code}` : error),
  )

const runway = { id: 'runway', title: 'Runway' }

/** What this process started and has not buried: a zombie has lost its arguments, so that any zombie counts. */
const leftovers = () =>
  spawnSync('ps', ['--ppid', String(process.pid), '-o', 'stat=,args='], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => /^Z|keychain-child/.test(line))

const kernelKeys = () => readFileSync('/proc/keys', 'utf8')

describe.skipIf(process.platform !== 'linux')('without a Secret Service', () => {
  it.each<Record<string, string>>([
    {},
    { DBUS_SESSION_BUS_ADDRESS: '' },
    { DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    { DBUS_SESSION_BUS_ADDRESS: '/dev/null' },
    { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' },
    { XDG_RUNTIME_DIR: '/nowhere' },
  ])('is absent, known without a process: %j', async (env) => {
    // A process would be one that is not there, and its end an error.
    const child = new URL('./no-such-child.js', import.meta.url)
    const options = { child, env, platform: 'linux', timeoutSeconds: 5, clock: systemClock } as const
    const store = createKeychain({ ...options, signal: never })
    expect(await store.get(account)).toBeUndefined()
    expect(await store.accounts()).toEqual([])
    expect(await store.remove(account)).toBe(false)
    expect(await codeOf(store.set(account, new Secret(canary)))).toBe('3 keyring.unavailable')
  })
})

describe.skipIf(!hasSecretService)('on a bus without the service', () => {
  it('is absent, and a set leaves nothing in the kernel keyring', async () => {
    const home = mkdtempSync(join(tmpdir(), 'vidgen-bus-'))
    const bus = await startBus(home)
    const before = kernelKeys()
    const store = keychain(bus.env)
    expect(await store.get(account)).toBeUndefined()
    expect(await codeOf(store.set(account, new Secret(canary)))).toBe('3 keyring.unavailable')
    expect(
      kernelKeys()
        .split('\n')
        .filter((line) => line.includes('vidgen')),
    ).toEqual(before.split('\n').filter((line) => line.includes('vidgen')))
    bus.close()
    rmSync(home, { recursive: true, force: true })
  })
})

describe.skipIf(!hasSecretService)('with a real gnome-keyring', () => {
  let service: SecretService
  beforeAll(async () => {
    service = await startSecretService()
  })
  afterAll(() => service.close())

  it('keeps, lists, replaces and removes a key by provider and origin', async () => {
    const store = keychain(service.env)
    const other = 'runway https://proxy.example'
    await store.set(account, new Secret(canary))
    await store.set(other, new Secret('another-key-for-the-proxy'))
    expect((await store.get(account))?.reveal()).toBe(canary)
    expect((await store.get(other))?.reveal()).toBe('another-key-for-the-proxy')
    expect([...(await store.accounts())].sort()).toEqual([account, other])
    await store.set(account, new Secret('replaced-key'))
    expect((await keychain(service.env).get(account))?.reveal()).toBe('replaced-key')
    expect(await store.remove(account)).toBe(true)
    expect(await store.remove(account)).toBe(false)
    expect(await store.get(account)).toBeUndefined()
    expect(await store.remove(other)).toBe(true)
  })

  it('never shows the key in a command line or environment', async () => {
    const store = keychain(service.env)
    const seen: string[] = []
    const scan = () => {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        for (const file of ['cmdline', 'environ']) {
          try {
            const text = readFileSync(`/proc/${pid}/${file}`, 'latin1')
            if (text.includes('keychain-child')) seen.push('the child')
            if (text.includes(canary)) seen.push('a leak')
          } catch {
            // It has ended, or belongs to somebody else.
          }
        }
      }
    }
    const stored = store.set(account, new Secret(canary))
    let pending = true
    void stored.finally(() => {
      pending = false
    })
    while (pending) {
      scan()
      await new Promise(setImmediate)
    }
    await stored
    expect(seen).toContain('the child')
    expect(seen).not.toContain('a leak')
  })

  it('gives the child none of the provider variables', async () => {
    const store = keychain({ ...service.env, RUNWAYML_API_SECRET: canary, NODE_OPTIONS: '--no-such-option' })
    expect((await store.get(account))?.reveal()).toBe(canary)
  })

  it('answers five reads from one process', async () => {
    const store = keychain(service.env)
    const start = performance.now()
    await store.get(account)
    const first = performance.now() - start
    await Promise.all([1, 2, 3, 4].map(() => store.get(account)))
    expect(performance.now() - start - first).toBeLessThan(first)
  })

  it('times out on a daemon that does not answer, kills the child, and says so', async () => {
    const store = keychain(service.env, 0.5)
    service.daemon.kill('SIGSTOP')
    const start = performance.now()
    expect(await codeOf(store.get(account))).toBe('3 keyring.timeout')
    expect(await codeOf(store.set(account, new Secret(canary)))).toBe('3 keyring.timeout')
    expect(performance.now() - start).toBeLessThan(8000)
    service.daemon.kill('SIGCONT')
  })

  it('reports a daemon that dies in the middle of a question', async () => {
    const { asked } = await service.listen()
    service.daemon.kill('SIGSTOP')
    const answer = codeOf(keychain(service.env, 10).get(account))
    await asked
    service.daemon.kill('SIGKILL')
    expect(await answer).toBe('3 keyring.unavailable')
  })

  it('reports a locked collection, and goes on where it holds nothing of ours', async () => {
    await service.restart('passphrase')
    await keychain(service.env).set(account, new Secret(canary))
    await service.restart()
    expect(await codeOf(keychain(service.env).get(account))).toBe('3 keyring.locked')
    await service.restart('passphrase')
    expect(await keychain(service.env).remove(account)).toBe(true)
    await service.restart()
    expect(await keychain(service.env).get(account)).toBeUndefined()
  })

  it('waits three seconds for a prompt that nobody answers, and leaves no process behind', async () => {
    await service.restart()
    const start = performance.now()
    expect(await codeOf(keychain(service.env, 3).set(account, new Secret(canary)))).toBe('3 keyring.timeout')
    const seconds = (performance.now() - start) / 1000
    expect(seconds).toBeGreaterThan(2.9)
    expect(seconds).toBeLessThan(8)
    await until(() => leftovers().length === 0, 'the child is gone')
  })

  it('lets go of such a prompt at Ctrl-C', async () => {
    await service.restart()
    const stopped = new AbortController()
    const answer = codeOf(keychain(service.env, 30, stopped.signal).set(account, new Secret(canary)))
    await until(() => service.isPrompting(), 'the prompt is asked for')
    stopped.abort(new VidgenError('cancelled', 'stopped by SIGINT', { code: 'stopped' }))
    expect(await answer).toBe('130 stopped')
    await until(() => leftovers().length === 0, 'the child is gone')
  })

  it('keeps no key when the daemon dies between writing and reading back', async () => {
    await service.restart('passphrase')
    const store = keychain(service.env)
    const ring = createKeyRing({
      keychain: {
        ...store,
        async set(name, secret) {
          await store.set(name, secret)
          service.daemon.kill('SIGKILL')
        },
      },
      vault: createVault({
        path: '/nowhere/vault',
        randomBytes,
        passphrase: () => Promise.reject(new Error()),
      }),
      environment: () => undefined,
      prefer: 'keychain',
      providers: [],
      onSecret: () => {},
    })
    expect(
      await codeOf(ring.store(runway, 'https://api.dev.runwayml.com', new Secret(canary), 'keychain')),
    ).toBe('3 keyring.unavailable')
  })
})
