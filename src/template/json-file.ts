/**
 * JSON that a person wrote, held against a schema. Every complaint names the place in the JSON and its line, since "invalid
 * input" in a file of 300 lines helps nobody.
 */

import type { ZodError } from 'zod'
import { usageError } from '../errors.ts'
import type { Json } from '../providers/provider.ts'

export type PathPart = string | number

/** What kind of file it is, for the complaint. */
export interface JsonKind {
  /** `template.scene`: the error's code begins with it. */
  code: string
  /** "the scene" */
  whole: string
  hint: string
}

export function parseJson(text: string, path: string, kind: JsonKind): Json {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as Json
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : ''
    const at = /position (\d+)/.exec(message)?.[1]
    const line = at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length
    const place = line === undefined ? path : `${path}:${line}`
    throw usageError(`${place} is not JSON: ${message.replace(/ in JSON at position.*$/s, '')}`, {
      code: `${kind.code}_not_json`,
      hint: kind.hint,
      cause,
    })
  }
}

/** `text` is left out where nobody sees the JSON, such as a scene out of the ledger. */
export function jsonError(error: ZodError, path: string, kind: JsonKind, text?: string) {
  const issue = error.issues[0]!
  const parts = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  const extra = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const line = text === undefined ? undefined : lineOf(text, extra === undefined ? parts : [...parts, extra])
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : ''
  const message = issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
  const place = parts.length === 0 ? kind.whole : formatPath(parts)
  return usageError(`${path}${line === undefined ? '' : `:${line}`}: ${place}: ${message}${more}`, {
    code: `${kind.code}_invalid`,
    hint: kind.hint,
  })
}

export const formatPath = (parts: readonly PathPart[]): string =>
  parts
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
