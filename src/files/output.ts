/** `-o`: a file, a folder or a pattern → where the video will stand, found out before anything is paid. */

import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, statSync } from 'node:fs'
import { open, statfs, unlink } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { environmentError, usageError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { safeName, slugOf } from './names.ts'

export type OutputMode = 'default' | 'explicit' | 'overwrite'

export interface OutputTarget {
  /** Absolute. */
  path: string
  mode: OutputMode
}

export interface OutputRequest {
  /** As the user gave it. */
  output?: string
  overwrite: boolean
  cwd: string
  /** What the slug is made of. */
  slugSource: string
  provider: string
  model: string
  ratio: string
  job: string
  index: number
  date: Date
  /** Without the dot. */
  extension: string
}

const defaultPattern = '{slug}'

export function resolveOutput(request: OutputRequest): OutputTarget {
  const { output = '', cwd, overwrite } = request
  const isFolder = /[/\\]$/.test(output) || (output !== '' && isDirectory(resolve(cwd, output)))
  const pattern = output === '' ? defaultPattern : isFolder ? join(output, defaultPattern) : output
  // A folder or no -o leaves the name to vidgen, so a taken one moves on to `-2`.
  const named = output !== '' && !isFolder
  const filled = resolve(cwd, fill(pattern, request))
  const path =
    extname(filled) === '' || pattern === defaultPattern || isFolder
      ? `${filled}.${request.extension}`
      : filled
  return { path, mode: overwrite ? 'overwrite' : named ? 'explicit' : 'default' }
}

/** Values are made safe as single path segments, so that none can lead out of the pattern's folder. */
function fill(pattern: string, request: OutputRequest): string {
  const values: Readonly<Record<string, string>> = {
    provider: request.provider,
    model: request.model,
    slug: slugOf(request.slugSource),
    date: localDay(request.date),
    job: request.job,
    index: String(request.index),
    ratio: request.ratio.replace(':', 'x'),
  }
  return pattern.replace(/\{([^{}]*)\}/g, (_all, name: string) => {
    if (Object.hasOwn(values, name)) return safeName(values[name]!)
    const known = Object.keys(values)
    throw usageError(`-o has an unknown placeholder {${name}}`, {
      hint: nearest(name, known)
        ? `did you mean {${nearest(name, known)}}?`
        : `known: ${known.map((key) => `{${key}}`).join(' ')}`,
    })
  })
}

function localDay(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/** Beyond what the video is expected to need: the disk is not to be filled to the brim. */
const reserveBytes = 64_000_000

/** Writes a real file into the folder and removes it: permissions alone do not tell (read-only mounts, quotas). */
export async function preflight(target: OutputTarget): Promise<void> {
  const folder = dirname(target.path)
  if (!existsSync(folder))
    throw environmentError(`the folder ${folder} does not exist; nothing was sent`, {
      code: 'output.no_folder',
      hint: `make it: mkdir -p ${JSON.stringify(folder)}`,
    })
  if (!isDirectory(folder))
    throw environmentError(`${folder} is not a folder; nothing was sent`, { code: 'output.no_folder' })
  checkTarget(target)
  const probe = join(folder, `.vidgen-${randomUUID()}.part`)
  try {
    const file = await open(probe, 'wx', 0o600)
    await file.close()
  } catch (cause) {
    throw environmentError(
      `cannot write into ${folder}: ${(cause as Error).message.replace(/, open .*$/, '')}; nothing was sent`,
      {
        code: (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk.full' : 'output.not_writable',
        hint: 'choose another folder with -o',
        cause,
      },
    )
  }
  await unlink(probe)
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < reserveBytes) {
    throw environmentError(
      `only ${Math.floor((bavail * bsize) / 1e6)} MB are free in ${folder}; ${reserveBytes / 1e6} MB are wanted; nothing was sent`,
      {
        code: 'disk.full',
        hint: 'make room, or choose another folder with -o',
      },
    )
  }
}

/** A taken explicit name, a link, a device or a folder in the way is said before anything is paid. */
function checkTarget({ path, mode }: OutputTarget): void {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (!there) return
  if (there.isDirectory() || (!there.isFile() && mode !== 'default'))
    throw environmentError(
      `${path} is ${there.isDirectory() ? 'a folder' : 'not a regular file'}; nothing was sent`,
      { code: 'output.not_regular', hint: 'choose another name with -o' },
    )
  if (mode === 'explicit')
    throw usageError(`${path} exists already; nothing was sent`, {
      code: 'output.taken',
      hint: 'choose another name, or replace it with --overwrite',
    })
}
