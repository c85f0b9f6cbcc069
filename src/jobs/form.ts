/** What kind of file is wanted: the ending of the name says it. A model that cannot make it is a usage error naming what can. */

import { extname } from 'node:path'
import { usageError } from '../errors.ts'
import type { Form, VideoRequest } from '../providers/provider.ts'

const forms: Readonly<Record<string, Form>> = {
  '.mp4': 'mp4',
  '.webm': 'webm',
  '.gif': 'gif',
  '.png': 'png',
  '.jpg': 'jpg',
  '.jpeg': 'jpg',
}

export const formsOf = ({ model }: Pick<VideoRequest, 'model'>): readonly Form[] => model.forms ?? ['mp4']

/** An ending that vidgen does not know is part of a name (`v1.2`): an MP4 as ever. */
export function withForm(request: VideoRequest, path: string): VideoRequest {
  const form = forms[extname(path).toLowerCase()] ?? 'mp4'
  const known = formsOf(request)
  if (!known.includes(form))
    throw usageError(`${request.model.id} makes .${known.join(', .')}, not .${form}`, {
      code: 'output.form',
      hint:
        known.length > 1
          ? `end -o with one of: .${known.join(', .')}`
          : `end -o with .mp4; the built-in renderer (--provider template) makes .webm, .gif, .png and .jpg too`,
    })
  const isPicture = form === 'png' || form === 'jpg'
  if ((isPicture || form === 'gif') && (request.music ?? request.narration))
    throw usageError(
      `a .${form} file has no sound, so ${request.music ? '--music' : '--voice'} would not be heard`,
      { code: 'output.form', hint: 'end -o with .mp4 or .webm' },
    )
  if (request.still !== undefined && !isPicture)
    throw usageError(
      `${request.still.sheet ? '--contact-sheet' : '--at'} makes a picture, and -o asks for a .${form} file`,
      { code: 'output.form', hint: 'end -o with .png or .jpg, or leave it out' },
    )
  if ((request.still?.atSeconds ?? 0) > request.durationSeconds)
    throw usageError(
      `--at ${request.still?.atSeconds} is past the end: the clip has ${request.durationSeconds} s`,
    )
  if (request.maxBytes !== undefined && (isPicture || request.model.kind !== 'renderer'))
    throw usageError(
      isPicture ? '--max-size is for videos' : `${request.model.id} decides itself how large its files are`,
      { code: 'output.form', hint: 'leave --max-size out' },
    )
  return form === 'mp4' ? request : { ...request, form }
}
