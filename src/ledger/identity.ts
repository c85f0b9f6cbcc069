/**
 * Which process is this, and is that one still there? A pid alone cannot tell: pids are reused, and in containers everyone is 1.
 * So a process is its pid *and* start time, within one boot and one pid namespace; outside of those nothing is claimed.
 */

import { readFileSync, readlinkSync } from 'node:fs'

export interface ProcessIdentity {
  platform: NodeJS.Platform
  pid: number
  /** As the system words it; only ever compared. Empty where it cannot be told. */
  startedAt: string
  /** Random per boot, so it names the machine as well. Empty where it cannot be told. */
  bootId: string
  /** Pid namespace on Linux: containers share a boot but not their pids. */
  space: string
}

export function readIdentity(pid: number, platform: NodeJS.Platform): ProcessIdentity {
  return {
    platform,
    pid,
    startedAt: readStart(pid, platform),
    bootId: readBoot(platform),
    space: readSpace(platform),
  }
}

/** True while a process with this pid and start time runs; call it only for identities of this boot and namespace. */
export const isAlive = (identity: ProcessIdentity): boolean =>
  readStart(identity.pid, identity.platform) === identity.startedAt

const comparable = (other: ProcessIdentity, own: ProcessIdentity): boolean =>
  own.bootId !== '' &&
  other.startedAt !== '' &&
  other.platform === own.platform &&
  other.bootId === own.bootId &&
  other.space === own.space

/** `unknown` for anything on another boot, machine or namespace: there the lease decides. */
export function fateOf(other: ProcessIdentity, own: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (!comparable(other, own)) return 'unknown'
  return isAlive(other) ? 'alive' : 'dead'
}

function readStart(pid: number, platform: NodeJS.Platform): string {
  if (platform === 'linux') return linuxStart(pid)
  // `lstart` has whole seconds, enough to tell a reused pid; ps exits 1 when there is no such process.
  if (platform === 'darwin') return run('/bin/ps', ['-o', 'lstart=', '-p', String(pid)])
  return ''
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot. The name (field 2) may hold spaces and brackets: count from its end. */
function linuxStart(pid: number): string {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  // A zombie writes nothing any more, whatever its parent waits for.
  return state === 'Z' || state === 'X' ? '' : (fields[19] ?? '')
}

function readBoot(platform: NodeJS.Platform): string {
  if (platform === 'linux') return read('/proc/sys/kernel/random/boot_id').trim()
  if (platform === 'darwin') return run('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'])
  return ''
}

function readSpace(platform: NodeJS.Platform): string {
  if (platform !== 'linux') return ''
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function run(command: string, args: readonly string[]): string {
  try {
    // Loaded here: Linux, which has /proc, would pay for it at every start.
    const { execFileSync } = process.getBuiltinModule('node:child_process')
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}
