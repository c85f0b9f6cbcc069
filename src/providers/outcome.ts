/**
 * What a submit's answer means, for all providers, in one table (design/reliability: "Ambiguous submit"):
 *
 *   2xx with a usable id                                   accepted
 *   2xx with anything else, a cut body, no status at all   ambiguous
 *   400 401 402 403 404 405 413 415 422, 301 307 308       rejected
 *   425 429                                                busy
 *   408 409 302 303 and every 5xx                          ambiguous
 *   no connection, nothing sent                            unsent
 *
 * Exceptions an adapter may cite: an account out of credit that arrives under another status. Runway's document calls 502, 503
 * and 504 load shedding that may be retried, but not "no task was made": a gateway can say 504 after the task was accepted, so
 * there is no exception for them.
 */

import type { HttpAnswer, Receipt } from '../http.ts'
import { errorOf, type ServiceError } from './answers.ts'
import type { Json, SubmitAnswer } from './provider.ts'

const rejected = new Set([400, 401, 402, 403, 404, 405, 413, 415, 422, 301, 307, 308])
const busy = new Set([425, 429])

/** Longer ids, or ids with control characters, are no ids (faults row 89). */
const idMaxBytes = 256

export interface SubmitReading {
  provider: string
  /** The job in a 2xx answer; undefined when its shape is not the service's. */
  accepted(json: unknown): { providerJobId: string; operation: Json; costMicros?: number } | undefined
  /** Out of credit under a status other than 402. */
  isNoCredit?(status: number, error: ServiceError): boolean
}

export function outcomeOf(receipt: Receipt, reading: SubmitReading): SubmitAnswer {
  if (receipt.sent === 'no') return { outcome: 'unsent', message: receipt.message, code: receipt.code }
  if (receipt.sent === 'maybe') return { outcome: 'ambiguous', message: receipt.message, code: receipt.code }
  const { answer } = receipt
  const { status } = answer
  if (status >= 200 && status < 300) return accepted(answer, reading)
  const error = errorOf(answer)
  if (status === 402 || reading.isNoCredit?.(status, error)) {
    return {
      outcome: 'rejected',
      kind: 'budget',
      code: 'provider.no_credit',
      message: error.message,
      hint: 'top up the account, then run it again',
    }
  }
  if (busy.has(status))
    return {
      outcome: 'busy',
      message: error.message,
      code: 'provider.busy',
      retryAfterSeconds: answer.retryAfterSeconds,
    }
  if (rejected.has(status)) return refused(status, error, reading.provider)
  return ambiguous(answer, `the service answered ${status}: ${error.message}`, `submit.http_${status}`)
}

function accepted(answer: HttpAnswer, reading: SubmitReading): SubmitAnswer {
  if (!answer.complete) return ambiguous(answer, 'the answer was cut', 'submit.cut')
  const job = reading.accepted(answer.json)
  if (job === undefined)
    return ambiguous(answer, 'the answer is not what the service documents', 'submit.bad_answer')
  if (!isUsableId(job.providerJobId))
    return ambiguous(answer, 'the answer names no usable job id', 'submit.bad_id')
  return { outcome: 'accepted', ...job }
}

function refused(status: number, error: ServiceError, provider: string): SubmitAnswer {
  const message = error.message
  if (status === 401)
    return {
      outcome: 'rejected',
      kind: 'auth',
      code: 'key.refused',
      message,
      hint: `give a working key: vidgen connect ${provider}`,
    }
  if (status === 403)
    return {
      outcome: 'rejected',
      kind: 'auth',
      code: 'key.forbidden',
      message,
      hint: `the key works but may not do this: vidgen test ${provider}`,
    }
  if (status < 400)
    return {
      outcome: 'rejected',
      kind: 'rejected',
      code: 'provider.moved',
      message: `the service moved (${status})`,
      hint: 'check the base URL: vidgen providers',
    }
  return { outcome: 'rejected', kind: 'rejected', code: error.code ?? `provider.http_${status}`, message }
}

const ambiguous = (answer: HttpAnswer, message: string, code: string): SubmitAnswer => ({
  outcome: 'ambiguous',
  message,
  code,
  evidence: `HTTP ${answer.status}\n${answer.text}`.slice(0, 8192),
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const controls = /[\u0000-\u001f\u007f-\u009f]/

export const isUsableId = (id: string): boolean =>
  id !== '' && Buffer.byteLength(id) <= idMaxBytes && !controls.test(id)
