/**
 * The templates, in one list; adding one is a file and a line here. Loads no zod: the provider asks it for lengths while the
 * program starts.
 */

import { usageError } from '../../errors.ts'
import type { SceneSource } from '../scene.ts'
import type { Template, TemplateContent } from '../template.ts'
import { captions } from './captions.ts'
import { title } from './title.ts'

export const templates = [title, captions] as const satisfies readonly Template[]

export type TemplateName = (typeof templates)[number]['name']

export function templateByName(name: string): Template {
  const found = templates.find((template) => template.name === name)
  if (found === undefined) {
    throw usageError(`there is no template "${name}"`, {
      code: 'template.unknown',
      hint: `choose one of ${templates.map((template) => template.name).join(', ')}, or give a scene file (./scene.json)`,
    })
  }
  return found
}

/** The template that suits what was given. */
export function chooseTemplate(content: TemplateContent): Template {
  return content.prompt.length > 90 ? captions : title
}

/** A template's example as a scene, to start one's own from. */
export function exampleScene(name: string): SceneSource {
  const template = templateByName(name)
  const durationSeconds = Math.min(60, Math.max(4, Math.round(template.seconds(template.example))))
  return template.make({ ...template.example, width: 1280, height: 720, framesPerSecond: 30, durationSeconds, seed: 1, audio: true })
}
