/**
 * The OS keychain: Secret Service, macOS Keychain, Windows Credential Manager, each through keychain-child.js.
 *
 * - No keychain on this machine is an answer ("none here"). One that is locked, broken or silent is an error with its own code.
 * - On Linux one listing serves all reads: it is the only read that never prompts, and costs one process for all providers.
 * - Every write forgets what was read, so that the next read is a new process (faults row 13).
 */

import type { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Clock } from '../clock.ts'
import { VidgenError } from '../errors.ts'
import { Secret } from '../secret.ts'
import type { KeyStore } from './store.ts'

const service = 'vidgen'

export interface KeychainOptions {
  /** keychain-child.js, as it lies beside the running code. */
  child: URL
  env: Readonly<Record<string, string | undefined>>
  platform: NodeJS.Platform
  /** How long a person may take to unlock it; gh waits 3 s too. */
  timeoutSeconds: number
  clock: Clock
  /** Ctrl-C while a prompt waits. */
  signal: AbortSignal
}

interface Item {
  account: string
  secret: string
}

type Question =
  | { operation: 'list' }
  | { operation: 'get' | 'remove'; account: string }
  | { operation: 'set'; account: string; secret: string }

export function createKeychain(options: KeychainOptions): KeyStore {
  let listing: Promise<readonly Item[]> | undefined
  const list = () => {
    listing ??= ask<Item[]>(options, { operation: 'list' }).then((items) => items ?? [])
    return listing
  }
  const write = async <T>(question: Question): Promise<T | undefined> => {
    listing = undefined
    return ask<T>(options, question)
  }
  const get = async (account: string): Promise<string | null | undefined> =>
    options.platform === 'linux'
      ? (await list()).find((item) => item.account === account)?.secret
      : ask<string | null>(options, { operation: 'get', account })

  return {
    id: 'keychain',
    detail: 'OS keychain',
    async get(account) {
      const value = await get(account)
      return value == null ? undefined : new Secret(value)
    },
    async set(account, secret) {
      const stored = await write<null>({ operation: 'set', account, secret: secret.reveal() })
      if (stored === undefined) throw absent()
    },
    remove: async (account) => (await write<boolean>({ operation: 'remove', account })) ?? false,
    accounts: async () => (await list()).map((item) => item.account),
  }
}

/** The answer, or undefined where there is no keychain. Never outlasts the timeout, and never leaves a process behind. */
async function ask<T>(options: KeychainOptions, question: Question): Promise<T | undefined> {
  if (!hasBus(options)) return undefined
  const { fork } = await import('node:child_process')
  // `fork` without execArgv and with a short environment: no inherited debugger, no provider's keys (faults row 36).
  const child = fork(options.child, [], {
    execArgv: [],
    env: allowed(options.env),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const stop = new AbortController()
  const tooLate = async (): Promise<never> => {
    const enough = AbortSignal.any([stop.signal, options.signal])
    await options.clock.sleep(options.timeoutSeconds * 1000, enough)
    throw timedOut(options.timeoutSeconds, question)
  }
  try {
    const answer = await Promise.race([answerOf<T>(child, { service, ...question }), tooLate()])
    if (answer.error === undefined) return answer.value
    return refuse(answer.error)
  } finally {
    stop.abort()
    child.kill('SIGKILL')
  }
}

type Answer<T> = { value: T; error?: undefined } | { error: string }

function answerOf<T>(child: ReturnType<typeof fork>, question: object): Promise<Answer<T>> {
  return new Promise((resolve) => {
    child.once('message', (answer) => resolve(answer as Answer<T>))
    child.once('error', (error) => resolve({ error: error.message }))
    child.once('exit', (code, signal) =>
      resolve({ error: `the keychain helper ended early (${signal ?? code})` }),
    )
    // A child that is gone already is told by `exit`.
    child.send(question, () => {})
  })
}

/** Without a session bus there is no Secret Service: known at once, without a process. */
function hasBus({ env, platform }: KeychainOptions): boolean {
  if (platform !== 'linux') return true
  const address =
    env.DBUS_SESSION_BUS_ADDRESS ?? (env.XDG_RUNTIME_DIR ? `unix:path=${env.XDG_RUNTIME_DIR}/bus` : '')
  const path = /^unix:path=([^,;]+)/.exec(address)?.[1]
  return path === undefined ? /^[a-z]+:.*=/.test(address) : existsSync(path)
}

/** What the keychain libraries of the three systems need to find their session. */
const passedOn = [
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'HOME',
  'USER',
  'LOGNAME',
  'PATH',
  'LANG',
  'TMPDIR',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
]

const allowed = (env: KeychainOptions['env']): NodeJS.ProcessEnv =>
  Object.fromEntries(passedOn.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))

/** Words of zbus, libdbus, GNOME Keyring, macOS and Node, as seen with @napi-rs/keyring 2.1.2. Absent → undefined, else throws. */
function refuse(message: string): undefined {
  if (
    /ServiceUnknown|not provided by any \.service|native binding|Cannot find (module|package)/i.test(message)
  )
    return undefined
  if (
    /IsLocked|is locked|locked object|prompt was dismissed|interaction is not allowed|user canceled/i.test(
      message,
    )
  ) {
    throw failed('keyring.locked', 'the OS keychain is locked', 'unlock it')
  }
  throw failed('keyring.unavailable', `the OS keychain does not work: ${message}`, 'start it')
}

const failed = (code: string, message: string, step: string): VidgenError =>
  new VidgenError('auth', message, {
    code,
    hint: `${step}, or do without: with keys.prefer set to "env" in the config, environment variable and vault come first`,
  })

function timedOut(seconds: number, question: Question): VidgenError {
  const doubt = question.operation === 'set' ? '; the key may or may not be in it' : ''
  return failed(
    'keyring.timeout',
    `the OS keychain did not answer within ${seconds} s${doubt}`,
    'unlock it (a prompt may be waiting)',
  )
}

const absent = (): VidgenError =>
  new VidgenError('auth', 'this machine has no OS keychain to keep the key in', {
    code: 'keyring.unavailable',
    hint: 'connect with --store vault, or set the key as environment variable',
  })
