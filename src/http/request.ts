/** Free calls: polls, lists, checks, uploads, cancels. They may be repeated, and are. */

import { VidgenError } from '../errors.ts'
import type { HttpAnswer, HttpRequest } from '../http.ts'
import { deadline } from './deadline.ts'
import { explainFailure, type Failure, isOurFault, unavailable } from './failure.ts'
import { jitterMs } from './retry-after.ts'
import { type Context, fetchOnce, place, readAnswer } from './send.ts'
import { checkTarget } from './target.ts'

const standardTimeoutSeconds = 30
const standardAttempts = 3

const worthRetrying = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || status >= 500

export async function request(context: Context, call: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const { clock, random, env } = context
  const { host } = checkTarget(call.url, env)
  const attempts = call.attempts ?? standardAttempts
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    const outcome = await tryOnce(context, call, signal, attempt)
    signal.throwIfAborted()
    const last = attempt >= attempts
    if ('answer' in outcome) {
      if (last || !worthRetrying(outcome.answer.status)) return refuseRedirect(host, outcome.answer)
      const asked = outcome.answer.retryAfterSeconds
      await clock.sleep(asked === undefined ? jitterMs(attempt - 1, random) : asked * 1000, signal)
    } else {
      if (last || outcome.failure.final) throw unavailable(host, outcome.failure, outcome.cause)
      await clock.sleep(jitterMs(attempt - 1, random), signal)
    }
  }
}

type Outcome = { answer: HttpAnswer } | { failure: Failure; cause: unknown }

async function tryOnce(
  context: Context,
  call: HttpRequest,
  signal: AbortSignal,
  attempt: number,
): Promise<Outcome> {
  const { clock, dispatchers, log } = context
  const started = clock.elapsedMs()
  const limit = deadline(signal, call.timeoutSeconds ?? standardTimeoutSeconds)
  const note = (event: string, fields: Record<string, string | number | undefined>) =>
    log('HTTP:REQUEST', event, {
      method: call.method,
      ...place(call.url),
      ...fields,
      attempt,
      ms: Math.round(clock.elapsedMs() - started),
    })
  try {
    const response = await fetchOnce(call.url, call, dispatchers.of('api'), limit.signal)
    const answer = await readAnswer(response, context)
    note('answered', { status: answer.status, bytes: answer.text.length, requestId: requestId(answer) })
    if (!answer.complete && answer.status < 300)
      return {
        failure: { code: 'provider.bad_response', message: 'the answer was cut or larger than 4 MB' },
        cause: undefined,
      }
    return { answer }
  } catch (error) {
    if (isOurFault(error)) throw error
    const failure = explainFailure(error)
    note('failed', { code: failure.code })
    return { failure, cause: error }
  } finally {
    limit.done()
  }
}

const requestId = ({ headers }: HttpAnswer): string | undefined => headers.get('x-request-id') ?? undefined

function refuseRedirect(host: string, answer: HttpAnswer): HttpAnswer {
  if (answer.status < 300 || answer.status >= 400) return answer
  throw new VidgenError('unavailable', `${host} redirects elsewhere; a key is not taken to another place`, {
    code: 'provider.redirected',
    hint: 'check the base URL: vidgen providers',
  })
}
