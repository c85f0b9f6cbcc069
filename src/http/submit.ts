/**
 * The paid POST: one connection of its own, one request, no redirect, no retry. What it answers is a verdict about the bytes.
 *
 * "Not sent" is only said where it is proven: no socket was ever connected for it, or undici never published `sendHeaders`
 * for it. A reset, an end or a time out after that may have reached the service, whatever the error says.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { PaidRequest, Receipt } from '../http.ts'
import { deadline } from './deadline.ts'
import type { PaidConnection } from './dispatch.ts'
import { explainFailure } from './failure.ts'
import { type Context, fetchOnce, place, readAnswer } from './send.ts'
import { checkTarget } from './target.ts'

const standardTimeoutSeconds = 60

/** From the intent to the first byte (design: "Leases", the residual race): later, another process may have judged the job. */
const sendWithinMs = 10_000

export async function submitOnce(context: Context, call: PaidRequest, signal: AbortSignal): Promise<Receipt> {
  const { clock, dispatchers, env, log } = context
  const url = checkTarget(call.url, env)
  const seconds = context.submitTimeoutSeconds ?? call.timeoutSeconds ?? standardTimeoutSeconds
  // Wall time on purpose: a machine that slept in between is late too.
  const startedAt = clock.now().getTime()
  const startedMs = clock.elapsedMs()
  const connection = dispatchers.forPaidPost(call.url, () => clock.now().getTime() - startedAt < sendWithinMs)
  const watch = watchSending(url, connection)
  const limit = deadline(signal, seconds)
  try {
    const receipt = await send(context, call, connection, limit.signal, watch.sent)
    log('HTTP:SUBMIT', receipt.sent, {
      ...place(call.url),
      status: receipt.sent === 'answered' ? receipt.answer.status : undefined,
      code: receipt.sent === 'answered' ? undefined : receipt.code,
      ms: Math.round(clock.elapsedMs() - startedMs),
    })
    return receipt
  } finally {
    limit.done()
    watch.stop()
  }
}

async function send(
  context: Context,
  call: PaidRequest,
  connection: PaidConnection,
  signal: AbortSignal,
  sent: () => boolean,
): Promise<Receipt> {
  try {
    signal.throwIfAborted()
    const response = await fetchOnce(call.url, { ...call, method: 'POST' }, connection.dispatcher, signal)
    return { sent: 'answered', answer: await readAnswer(response, context) }
  } catch (error) {
    // Nothing more can leave once the connection is gone; only then is the question asked.
    await connection.dispatcher.destroy()
    const { code, message, hint } = explainFailure(signal.aborted ? signal.reason : error)
    return sent() ? { sent: 'maybe', message, code } : { sent: 'no', message, code, hint }
  } finally {
    connection.dispatcher.destroy().catch(() => {})
  }
}

interface SendHeaders {
  request: { method?: string; origin?: string | URL; path?: string }
  socket: object
}

/** Through a proxy the socket is not ours to see, so any POST to the same place counts: it errs towards "may have been sent". */
function watchSending(url: URL, connection: PaidConnection): { sent(): boolean; stop(): void } {
  let seen = false
  const onSend = (message: unknown) => {
    const { request, socket } = message as SendHeaders
    if (request.method !== 'POST' || request.path !== url.pathname + url.search) return
    if (connection.proxied || connection.sockets.has(socket)) seen = true
  }
  subscribe('undici:client:sendHeaders', onSend)
  return {
    sent: () => seen,
    stop: () => unsubscribe('undici:client:sendHeaders', onSend),
  }
}
