/**
 * A real Secret Service of its own: a private D-Bus session with gnome-keyring-daemon, its files under a folder of the test's.
 * The daemons die with the process that started them, however it ends, and nothing is waited for without a limit.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export const hasSecretService = ['dbus-daemon', 'gnome-keyring-daemon', 'setpriv'].every(
  (program) => spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 5000 }).status === 0,
)

/** A daemon that is not there by then never comes. */
const patienceMs = 15_000

const startDaemonOf = (
  command: string,
  args: readonly string[],
  env: Record<string, string | undefined>,
  stdio: ('ignore' | 'pipe')[],
): ChildProcess => spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], { env, stdio })

const firstData = async (stream: NodeJS.ReadableStream): Promise<string> =>
  String((await once(stream, 'data', { signal: AbortSignal.timeout(patienceMs) }))[0])

export interface SecretService {
  /** For the program under test. */
  env: Record<string, string>
  /** The running daemon. */
  daemon: ChildProcess
  /** Ends the daemon and starts it again; without a passphrase its collection stays locked. */
  restart(passphrase?: string): Promise<void>
  /** Unlocked, and without any key. */
  empty(): Promise<void>
  /** Starts to listen on the bus; the inner promise resolves when the daemon has been asked something. */
  listen(): Promise<{ asked: Promise<void> }>
  /** A prompt has been asked for since the last restart; nobody ever answers it. */
  isPrompting(): boolean
  close(): void
}

export async function startSecretService(): Promise<SecretService> {
  const home = mkdtempSync(join(tmpdir(), 'vidgen-keyring-'))
  const bus = await startBus(home)
  const env = { ...bus.env }
  const monitors: ChildProcess[] = []
  let daemon = await startDaemon(env, 'passphrase')
  return {
    env,
    get daemon() {
      return daemon
    },
    isPrompting: () => existsSync(join(home, 'prompter.pid')),
    async empty() {
      await end(daemon)
      rmSync(join(home, '.local', 'share', 'keyrings'), { recursive: true, force: true })
      daemon = await startDaemon(env, 'passphrase')
    },
    async restart(passphrase) {
      await end(daemon)
      endPrompter(home)
      daemon = await startDaemon(env, passphrase)
    },
    async listen() {
      const filter = ['--session', 'interface=org.freedesktop.Secret.Service']
      const monitor = startDaemonOf('dbus-monitor', filter, env, ['ignore', 'pipe', 'ignore'])
      monitors.push(monitor)
      let heard = ''
      const said = async (word: string): Promise<void> => {
        while (!heard.includes(word)) heard += await firstData(monitor.stdout!)
      }
      // It first reports that its own name was acquired and given up: from then on it hears all.
      await said('NameLost')
      return { asked: said('member=OpenSession') }
    },
    close() {
      for (const monitor of monitors) monitor.kill('SIGKILL')
      daemon.kill('SIGKILL')
      bus.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** A prompt that nobody answers: asked for, the bus starts a program that never takes the name. */
const silentPrompter = (home: string) => `[D-BUS Service]
Name=org.gnome.keyring.SystemPrompter
Exec=/bin/sh -c 'echo $$ >${home}/prompter.pid; exec sleep 600'
`

/** A session bus that can start nothing but a silent prompt by itself, so that what runs is what the test started. */
export async function startBus(home: string): Promise<{ env: Record<string, string>; close(): void }> {
  const runtime = join(home, 'runtime')
  mkdirSync(runtime, { recursive: true, mode: 0o700 })
  const services = join(home, 'services')
  mkdirSync(services)
  writeFileSync(join(services, 'prompter.service'), silentPrompter(home))
  const config = join(home, 'bus.conf')
  writeFileSync(
    config,
    `<busconfig><type>session</type><listen>unix:path=${runtime}/bus</listen>
     <servicedir>${services}</servicedir><policy context="default">
     <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  )
  const bus = startDaemonOf(
    'dbus-daemon',
    ['--nofork', '--print-address', `--config-file=${config}`],
    { PATH: process.env.PATH, HOME: home },
    ['ignore', 'pipe', 'ignore'],
  )
  const address = (await firstData(bus.stdout!)).trim()
  return {
    env: {
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      DBUS_SESSION_BUS_ADDRESS: address,
      PATH: process.env.PATH ?? '',
    },
    close() {
      bus.kill('SIGKILL')
      endPrompter(home)
    },
  }
}

function endPrompter(home: string): void {
  try {
    process.kill(Number(readFileSync(join(home, 'prompter.pid'), 'utf8')), 'SIGKILL')
  } catch {
    // It was never asked, or is gone.
  }
  rmSync(join(home, 'prompter.pid'), { force: true })
}

const ask = [
  '--session',
  '--print-reply',
  '--dest=org.freedesktop.DBus',
  '/',
  'org.freedesktop.DBus.NameHasOwner',
]

const hasOwner = (env: Record<string, string>): boolean =>
  spawnSync('dbus-send', [...ask, 'string:org.freedesktop.secrets'], {
    env,
    timeout: 5000,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).stdout.includes('boolean true')

async function startDaemon(
  env: Record<string, string>,
  passphrase: string | undefined,
): Promise<ChildProcess> {
  const unlock = passphrase === undefined ? [] : ['--unlock']
  const daemon = startDaemonOf(
    'gnome-keyring-daemon',
    ['--foreground', '--components=secrets', ...unlock],
    env,
    ['pipe', 'ignore', 'ignore'],
  )
  daemon.stdin!.end(passphrase ?? '')
  // Asked rather than waited for: in the foreground it prints nothing.
  for (const end = performance.now() + patienceMs; !hasOwner(env); await delay(10)) {
    if (daemon.exitCode !== null || performance.now() > end)
      throw new Error(`gnome-keyring-daemon did not come (exit code ${daemon.exitCode})`)
  }
  return daemon
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  daemon.kill('SIGKILL')
  await once(daemon, 'exit', { signal: AbortSignal.timeout(patienceMs) })
}
