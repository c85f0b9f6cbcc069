/** What may stand in `config.json`. Throws for the first thing that may not, naming its path and the nearest word that may. */

import { usageError, type VidgenError } from './errors.ts'
import { nearest } from './nearest.ts'

type Check = (value: unknown, path: string) => void

const text: Check = (value, path) => {
  if (typeof value !== 'string' || value === '') throw bad(path, 'must be a text')
}
const positive: Check = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw bad(path, 'must be a number, zero or more')
}
const truth: Check = (value, path) => {
  if (typeof value !== 'boolean') throw bad(path, 'must be true or false')
}
const oneOf =
  (...choices: readonly string[]): Check =>
  (value, path) => {
    if (!choices.includes(value as string)) throw bad(path, `must be one of: ${choices.join(', ')}`)
  }

/** An object with these keys and no others. */
const shape =
  (keys: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    for (const [key, item] of entriesOf(value, path)) {
      const check = Object.hasOwn(keys, key) ? keys[key] : undefined
      if (!check) throw unknownKey(path, key, Object.keys(keys))
      check(item, join(path, key))
    }
  }

const each =
  (check: Check): Check =>
  (value, path) => {
    for (const [key, item] of entriesOf(value, path)) check(item, join(path, key))
  }

export const checkConfig = shape({
  keys: shape({ prefer: oneOf('keychain', 'env') }),
  providers: each(shape({ baseUrl: text, usdPerSecond: positive })),
  defaults: shape({
    provider: text,
    model: text,
    ratio: text,
    resolution: text,
    duration: positive,
    output: text,
    audio: truth,
  }),
})

function entriesOf(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(path || 'the file', 'must be an object')
  const entries = Object.entries(value)
  const forbidden = entries.find(([key]) => ['__proto__', 'constructor', 'prototype'].includes(key))
  if (forbidden)
    throw usageError(`the key ${join(path, forbidden[0])} is not allowed`, { code: 'input.forbidden_key' })
  return entries
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)

const bad = (path: string, what: string): VidgenError =>
  usageError(`${path} ${what}`, { code: 'config.bad_value' })

function unknownKey(path: string, key: string, known: readonly string[]): VidgenError {
  const suggestion = nearest(key, known)
  return usageError(`unknown key "${join(path, key)}"`, {
    code: 'config.unknown_key',
    hint: suggestion ? `did you mean "${join(path, suggestion)}"?` : `known here: ${known.join(', ')}`,
  })
}
