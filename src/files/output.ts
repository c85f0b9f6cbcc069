/** `-o`: a file, a folder or a pattern → where the video will stand, found out before anything is paid. */

import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, type Stats, statSync } from 'node:fs'
import { open, statfs, unlink } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import { environmentError, usageError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { makeFolder } from './make-folder.ts'
import { safeName, slugOf } from './names.ts'

export type OutputMode = 'default' | 'explicit' | 'overwrite'

export interface OutputTarget {
  /** Absolute. */
  path: string
  mode: OutputMode
  /** Made where it is missing: `clips/` asks for a folder, and nobody can make `{date}/` beforehand. Any other is a slip. */
  makeFolder?: true
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

/** What formats are called that nobody here makes (jobs/form.ts knows who makes which). An MP4 under such a name would look finished and not open. */
const otherFormats = /^\.(mov|mkv|avi|webp|apng|wmv|flv|ogv|mpe?g|ts|mp3|m4a|aac|wav)$/i

/** The longest name that file systems take. */
const maxFileNameBytes = 255

export function resolveOutput(request: OutputRequest): OutputTarget {
  const { output = '', cwd, overwrite, extension } = request
  const asksForFolder = output.endsWith('/') || output.endsWith(sep)
  const isFolder = asksForFolder || (output !== '' && isDirectory(resolve(cwd, output)))
  const pattern = output === '' ? defaultPattern : isFolder ? join(output, defaultPattern) : output
  // The ending is what the user wrote, not a dot that a value brought along (gen4.5).
  const ending = extname(pattern.replace(placeholders, 'x'))
  const path = `${resolve(cwd, fill(pattern, request))}${ending === '' ? `.${extension}` : ''}`
  checkName(path, ending, extension)
  // A folder or no -o leaves the name to vidgen, so a taken one moves on to `-2`.
  const named = output !== '' && !isFolder
  const makeFolder = asksForFolder || /\{[^{}]*\}/.test(dirname(pattern)) ? { makeFolder: true as const } : {}
  return { path, mode: overwrite ? 'overwrite' : named ? 'explicit' : 'default', ...makeFolder }
}

function checkName(path: string, ending: string, extension: string): void {
  if (path.includes('\0')) throw usageError('-o holds a NUL character', { code: 'output.bad_name' })
  if (Buffer.byteLength(basename(path)) > maxFileNameBytes)
    throw usageError(`the file name of -o has more than ${maxFileNameBytes} bytes`, {
      code: 'output.bad_name',
      hint: 'choose a shorter one',
    })
  if (otherFormats.test(ending))
    throw usageError(`-o asks for a ${ending} file, and vidgen saves .${extension}`, {
      code: 'output.other_format',
      hint: `end the name in .${extension}, and convert the file afterwards`,
    })
}

const placeholders = /\{([^{}]*)\}/g

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
  return pattern.replace(placeholders, (_all, name: string) => {
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

/** A path that cannot be looked at is none; preflight says why. */
function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** Beyond what the video is expected to need: the disk is not to be filled to the brim. */
const reserveBytes = 64_000_000

/** Writes a real file into the folder and removes it: permissions alone do not tell (read-only mounts, quotas). */
export async function preflight(target: OutputTarget): Promise<void> {
  const folder = dirname(target.path)
  if (target.makeFolder) make(folder)
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
    await unlink(probe)
  } catch (cause) {
    throw notWritable(folder, cause)
  }
  const { bavail, bsize, blocks } = await statfs(folder)
  // Some network drives tell no sizes at all.
  if (blocks > 0 && bavail * bsize < reserveBytes) {
    throw environmentError(
      `only ${Math.floor((bavail * bsize) / 1e6)} MB are free in ${folder}; ${reserveBytes / 1e6} MB are wanted; nothing was sent`,
      {
        code: 'disk.full',
        hint: 'make room, or choose another folder with -o',
      },
    )
  }
}

function make(folder: string): void {
  try {
    makeFolder(folder)
  } catch (cause) {
    throw notWritable(folder, cause)
  }
}

const notWritable = (path: string, cause: unknown) =>
  environmentError(`cannot write to ${path}: ${reasonOf(cause)}; nothing was sent`, {
    code: (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk.full' : 'output.not_writable',
    hint: 'choose another place with -o',
    cause,
  })

/** `EROFS: read-only file system`, without the call and the path that Node appends. */
const reasonOf = (cause: unknown): string => (cause as Error).message.replace(/, \w+( '.*)?$/s, '')

/** A taken explicit name, a link, a device or a folder in the way is said before anything is paid. */
function checkTarget({ path, mode }: OutputTarget): void {
  const there = lookAt(path)
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

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (cause) {
    throw notWritable(path, cause)
  }
}
