/**
 * A scene that a person wrote: JSON in, checked scene out. Every complaint names the place in the JSON and its line, since
 * "invalid input" in a file of 300 lines helps nobody.
 */

import { dirname, isAbsolute, resolve } from 'node:path'
import type { ZodError } from 'zod'
import { usageError } from '../errors.ts'
import type { Json } from '../providers/provider.ts'
import { type Scene, sceneSchema } from './scene.ts'

type PathPart = string | number

/** Parses and checks a scene file. `{{name}}` stays as it is; `fillScene` puts the values in. */
export function parseSceneFile(text: string, path: string): Json {
  const json = parseJson(text, path)
  const checked = sceneSchema.safeParse(json)
  if (!checked.success) throw sceneError(checked.error, path, (part) => lineOf(text, part))
  return withAbsolutePaths(json, dirname(resolve(path)))
}

/** A person's scene with `{{name}}` filled from the data. Never for a template's scene: its texts are the user's words. */
export const fillScene = (json: Json, data: Readonly<Record<string, string>>): Scene =>
  checkScene(fillVariables(json, data, []))

/** A scene from a template or the ledger. */
export function checkScene(json: unknown): Scene {
  const checked = sceneSchema.safeParse(json)
  if (!checked.success) throw sceneError(checked.error, 'the scene', () => undefined)
  return checked.data
}

function parseJson(text: string, path: string): Json {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as Json
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : ''
    const at = /position (\d+)/.exec(message)?.[1]
    const line = at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length
    const place = line === undefined ? path : `${path}:${line}`
    throw usageError(`${place} is not JSON: ${message.replace(/ in JSON at position.*$/s, '')}`, {
      code: 'template.scene_not_json',
      hint: 'compare with a scene that works: vidgen templates show title',
      cause,
    })
  }
}

function sceneError(
  error: ZodError,
  path: string,
  findLine: (path: readonly PathPart[]) => number | undefined,
) {
  const issue = error.issues[0]!
  const parts = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  const extra = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const line = findLine(extra === undefined ? parts : [...parts, extra])
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : ''
  const message = issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
  return usageError(
    `${path}${line === undefined ? '' : `:${line}`}: ${formatPath(parts)}: ${message}${more}`,
    {
      code: 'template.scene_invalid',
      hint: 'compare with a scene that works: vidgen templates show title',
    },
  )
}

const formatPath = (parts: readonly PathPart[]): string =>
  parts.length === 0
    ? 'the scene'
    : parts
        .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
        .join('')

/** The line on which a value begins. Walks the text by JSON's own grammar, which is known to be right by now. */
function lineOf(text: string, path: readonly PathPart[]): number | undefined {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g
  const stack: { key: PathPart; isList: boolean }[] = []
  let pendingKey: string | undefined
  let best: number | undefined
  let depthReached = 0
  const here = () => stack.map((level) => level.key)
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [part] = match
    const level = stack.at(-1)
    if (part === '{' || part === '[') stack.push({ key: part === '[' ? 0 : '', isList: part === '[' })
    else if (part === '}' || part === ']') stack.pop()
    else if (part === ',' && level !== undefined) {
      if (level.isList && typeof level.key === 'number') level.key += 1
    } else if (part === ':' && level !== undefined && pendingKey !== undefined) level.key = pendingKey
    pendingKey =
      part.startsWith('"') && level !== undefined && !level.isList && part !== ':'
        ? safeKey(part)
        : pendingKey
    const now = here()
    const common = now.findIndex((key, index) => key !== path[index])
    const reached = common === -1 ? now.length : common
    if (reached > depthReached && reached <= path.length) {
      depthReached = reached
      best = text.slice(0, match.index).split('\n').length
    }
  }
  return best
}

const safeKey = (literal: string): string => JSON.parse(literal) as string

/** Picture paths are meant from the scene's own folder. */
function withAbsolutePaths(json: Json, folder: string): Json {
  if (Array.isArray(json)) return json.map((item) => withAbsolutePaths(item, folder))
  if (json === null || typeof json !== 'object') return json
  const entries = Object.entries(json).map(([key, value]): [string, Json] =>
    key === 'path' &&
    json.type === 'image' &&
    typeof value === 'string' &&
    !isAbsolute(value) &&
    !value.includes('{{')
      ? [key, resolve(folder, value)]
      : [key, withAbsolutePaths(value, folder)],
  )
  return Object.fromEntries(entries)
}

function fillVariables(json: Json, data: Readonly<Record<string, string>>, path: readonly PathPart[]): Json {
  if (typeof json === 'string') {
    return json.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_whole, name: string) => {
      if (Object.hasOwn(data, name)) return data[name]!
      throw usageError(`the scene asks for {{${name}}} at ${formatPath(path)}, and no such data was given`, {
        code: 'template.data_missing',
        hint: `give it: --data ${name}=…`,
      })
    })
  }
  if (Array.isArray(json)) return json.map((item, index) => fillVariables(item, data, [...path, index]))
  if (json === null || typeof json !== 'object') return json
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, fillVariables(value, data, [...path, key])]),
  )
}
