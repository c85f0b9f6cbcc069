/** A scene that a person wrote: JSON in, checked scene out. */

import { dirname, isAbsolute, resolve } from 'node:path'
import { usageError } from '../errors.ts'
import type { Json } from '../providers/provider.ts'
import { formatPath, type JsonKind, jsonError, type PathPart, parseJson } from './json-file.ts'
import { type Scene, sceneSchema } from './scene.ts'

const kind: JsonKind = {
  code: 'template.scene',
  whole: 'the scene',
  hint: 'compare with a scene that works: vidgen templates show title',
}

/** Parses and checks a scene file. `{{name}}` stays as it is; `fillScene` puts the values in. */
export function parseSceneFile(text: string, path: string): Json {
  const json = parseJson(text, path, kind)
  const checked = sceneSchema.safeParse(json)
  if (!checked.success) throw jsonError(checked.error, path, kind, text)
  return withAbsolutePaths(json, dirname(resolve(path)))
}

/** A person's scene with `{{name}}` filled from the data. Never for a template's scene: its texts are the user's words. */
export const fillScene = (json: Json, data: Readonly<Record<string, string>>): Scene =>
  checkScene(fillVariables(json, data, []))

/** A scene from a template or the ledger. */
export function checkScene(json: unknown): Scene {
  const checked = sceneSchema.safeParse(json)
  if (!checked.success) throw jsonError(checked.error, 'the scene', kind)
  return checked.data
}

/** Paths of pictures, sounds and fonts are meant from the scene's own folder. */
function withAbsolutePaths(json: Json, folder: string): Json {
  if (Array.isArray(json)) return json.map((item) => withAbsolutePaths(item, folder))
  if (json === null || typeof json !== 'object') return json
  const entries = Object.entries(json).map(([key, value]): [string, Json] =>
    key === 'path' && typeof value === 'string' && !isAbsolute(value) && !value.includes('{{')
      ? [key, resolve(folder, value)]
      : [key, withAbsolutePaths(value, folder)],
  )
  return Object.fromEntries(entries)
}

function fillVariables(json: Json, data: Readonly<Record<string, string>>, path: readonly PathPart[]): Json {
  if (typeof json === 'string') {
    return json.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_whole, name: string) => {
      if (Object.hasOwn(data, name)) return data[name]!
      throw usageError(
        `the scene asks for {{${name}}} at ${formatPath(path) || 'its top'}, and no such data was given`,
        {
          code: 'template.data_missing',
          hint: `give it: --data ${name}=…`,
        },
      )
    })
  }
  if (Array.isArray(json)) return json.map((item, index) => fillVariables(item, data, [...path, index]))
  if (json === null || typeof json !== 'object') return json
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, fillVariables(value, data, [...path, key])]),
  )
}
