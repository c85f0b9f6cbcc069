/**
 * The templates, in one list; adding one is a file and a line here. Loads no zod: the provider asks it for lengths while the
 * program starts.
 */

import { usageError } from '../../errors.ts'
import { rowsOf } from '../data-rows.ts'
import type { SceneSource } from '../scene.ts'
import type { Template, TemplateContent } from '../template.ts'
import { captions } from './captions.ts'
import { countdown } from './countdown.ts'
import { data } from './data.ts'
import { demo } from './demo.ts'
import { notes } from './notes.ts'
import { quote } from './quote.ts'
import { slideshow } from './slideshow.ts'
import { title } from './title.ts'
import { looksLikeNotes, splitQuote } from './words.ts'

export const templates = [
  title,
  captions,
  slideshow,
  notes,
  data,
  quote,
  demo,
  countdown,
] as const satisfies readonly Template[]

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

// Longer than this does not read as a headline.
const titleLetters = 90

/** The template that suits what was given. */
export function chooseTemplate(content: TemplateContent): Template {
  if (content.cues !== undefined) return captions
  if (content.images.length > 0) return slideshow
  if (content.data.notes !== undefined || looksLikeNotes(content.prompt)) return notes
  if (rowsOf(content.data).length > 0) return data
  if (splitQuote(content.prompt).author !== undefined && /^\s*["“„«「『]/u.test(content.prompt)) return quote
  return content.prompt.length > titleLetters ? captions : title
}

/** A template's example as a scene, to start one's own from. */
export function exampleScene(name: string): SceneSource {
  const template = templateByName(name)
  const durationSeconds = Math.min(60, Math.max(4, Math.round(template.seconds(template.example))))
  return template.make({
    ...template.example,
    width: 1280,
    height: 720,
    framesPerSecond: 30,
    durationSeconds,
    seed: 1,
    audio: true,
  })
}
