/** A real Secret Service of its own: a private D-Bus session with gnome-keyring-daemon, its files under a folder of the test's. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'

export const hasSecretService = ['dbus-daemon', 'gnome-keyring-daemon'].every(
  (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0,
)

export interface SecretService {
  /** For the program under test. */
  env: Record<string, string>
  /** The running daemon. */
  daemon: ChildProcess
  /** Ends the daemon and starts it again; without a passphrase its collection stays locked. */
  restart(passphrase?: string): Promise<void>
  /** Starts to listen on the bus; the inner promise resolves when the daemon has been asked something. */
  listen(): Promise<{ asked: Promise<void> }>
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
    async restart(passphrase) {
      await end(daemon)
      daemon = await startDaemon(env, passphrase)
    },
    async listen() {
      const monitor = spawn('dbus-monitor', ['--session', 'interface=org.freedesktop.Secret.Service'], {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      monitors.push(monitor)
      let heard = ''
      const said = async (word: string): Promise<void> => {
        while (!heard.includes(word)) heard += String((await once(monitor.stdout!, 'data'))[0])
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

/** A session bus that can start no service by itself, so that what runs is what the test started. */
export async function startBus(home: string): Promise<{ env: Record<string, string>; close(): void }> {
  const runtime = join(home, 'runtime')
  mkdirSync(runtime, { recursive: true, mode: 0o700 })
  const config = join(home, 'bus.conf')
  writeFileSync(
    config,
    `<busconfig><type>session</type><listen>unix:path=${runtime}/bus</listen><policy context="default">
     <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  )
  const bus = spawn('dbus-daemon', ['--nofork', '--print-address', `--config-file=${config}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, HOME: home },
  })
  const [line] = (await once(bus.stdout!, 'data')) as [Buffer]
  const address = line.toString().trim()
  return {
    env: {
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      DBUS_SESSION_BUS_ADDRESS: address,
      PATH: process.env.PATH ?? '',
    },
    close: () => void bus.kill('SIGKILL'),
  }
}

const ask = [
  '--session',
  '--print-reply',
  '--dest=org.freedesktop.DBus',
  '/',
  'org.freedesktop.DBus.NameHasOwner',
]

const hasOwner = (env: Record<string, string>): boolean =>
  spawnSync('dbus-send', [...ask, 'string:org.freedesktop.secrets'], { env }).stdout.includes('boolean true')

async function startDaemon(
  env: Record<string, string>,
  passphrase: string | undefined,
): Promise<ChildProcess> {
  const unlock = passphrase === undefined ? [] : ['--unlock']
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...unlock], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  daemon.stdin!.end(passphrase ?? '')
  // Asked rather than waited for: in the foreground it prints nothing.
  while (!hasOwner(env)) {
    if (daemon.exitCode !== null) throw new Error(`gnome-keyring-daemon ended with ${daemon.exitCode}`)
    await setImmediate()
  }
  return daemon
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  daemon.kill('SIGKILL')
  await once(daemon, 'exit')
}
