/** Answers to free calls, and the error texts that services hide in a dozen shapes. */

import { VidgenError } from '../errors.ts'
import type { HttpAnswer } from '../http.ts'
import type { Health, JobState } from './provider.ts'

export interface ServiceError {
  message: string
  code?: string
}

/** One line is enough for a person; the rest is in the evidence. */
const messageMax = 400

type Loose = { [key: string]: unknown }
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null

/**
 * `{error: {message, code}}` (OpenAI, HeyGen), `{error: "…", issues: [{path, message}]}` (Runway), `{detail: "…"}` and
 * `{detail: [{loc, msg}]}` (FastAPI: vLLM, SGLang), `{message}`; else the text itself.
 */
export function errorOf(answer: Pick<HttpAnswer, 'status' | 'text' | 'json'>): ServiceError {
  const { json } = answer
  const found = isObject(json) ? fromJson(json) : undefined
  const message =
    found?.message || (looksLikePage(answer.text) ? '' : answer.text) || `it answered HTTP ${answer.status}`
  return {
    message: message
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, messageMax),
    code: found?.code,
  }
}

function fromJson(json: Loose): ServiceError | undefined {
  const { error, detail, message, issues } = json
  if (isObject(error)) return { message: textOf(error.message), code: codeOf(error.code) }
  if (typeof error === 'string')
    return { message: [error, ...issueTexts(issues)].join('; '), code: codeOf(json.code) }
  if (typeof detail === 'string') return { message: detail }
  if (Array.isArray(detail)) return { message: detail.map(detailText).filter(Boolean).slice(0, 3).join('; ') }
  return message === undefined ? undefined : { message: textOf(message), code: codeOf(json.code) }
}

const issueTexts = (issues: unknown): string[] =>
  (Array.isArray(issues) ? issues : [])
    .filter(isObject)
    .slice(0, 3)
    .map(({ path, message }) =>
      [Array.isArray(path) ? path.join('.') : '', textOf(message)].filter(Boolean).join(': '),
    )

const detailText = (item: unknown): string =>
  isObject(item)
    ? [Array.isArray(item.loc) ? item.loc.join('.') : '', textOf(item.msg)].filter(Boolean).join(': ')
    : textOf(item)

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value)

/** vLLM-Omni's codes may be numbers. */
const codeOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 80) : undefined

const looksLikePage = (text: string): boolean => /^\s*<(!doctype|html|head|body|\?xml)/i.test(text)

/** Throws unless the service answered a free call with 2xx and JSON: a portal's page is not the provider. */
export function expectJson(provider: string, answer: HttpAnswer): unknown {
  const { status } = answer
  if (status >= 200 && status < 300 && answer.json !== undefined) return answer.json
  if (status >= 200 && status < 300)
    throw new VidgenError('unavailable', `${provider} answered something that is not its API`, {
      code: looksLikePage(answer.text) ? 'network.not_the_provider' : 'provider.bad_response',
      provider,
      hint: 'check the base URL and the network (a login page in between?)',
    })
  const error = errorOf(answer)
  if (status === 401)
    throw new VidgenError('auth', `${provider} refuses the key: ${error.message}`, {
      code: 'key.refused',
      provider,
      hint: `give a working key: vidgen connect ${provider}`,
    })
  if (status === 403)
    throw new VidgenError('auth', `${provider} does not allow this with the key: ${error.message}`, {
      code: 'key.forbidden',
      provider,
    })
  throw new VidgenError('unavailable', `${provider} answered ${status}: ${error.message}`, {
    code: status === 429 ? 'provider.busy' : `provider.http_${status}`,
    provider,
  })
}

/** The health a refused free call stands for; other failures are thrown on. */
export function healthOf(error: unknown): Health {
  if (!(error instanceof VidgenError)) throw error
  if (error.code === 'key.refused') return { status: 'bad_key', message: error.message }
  if (error.code === 'key.forbidden') return { status: 'forbidden', message: error.message }
  if (error.kind === 'unavailable') return { status: 'unreachable', message: error.message }
  throw error
}

/** Lists are eventually consistent: a job that was accepted moments ago may not be found yet (faults row 83). */
const settlingMs = 2 * 60_000

/** What a 404 on a job means: still settling, or gone. */
export function notFound(submittedAt: string | undefined, now: Date): JobState {
  if (submittedAt !== undefined && now.getTime() - Date.parse(submittedAt) < settlingMs)
    return { status: 'waiting', detail: 'accepted, not visible yet' }
  return {
    status: 'failed',
    reason: 'vanished',
    message: 'the service does not know the job any more',
    charged: 'unknown',
  }
}
