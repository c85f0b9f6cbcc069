/** How an answer leaves: whole and right, or broken in exactly the way the fault says. */

import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Misbehaviour } from './faults.ts'
import type { Reply } from './world.ts'

interface Message {
  status: number
  headers: Record<string, string>
  body: Buffer
}

export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  fault: Misbehaviour | undefined,
): Promise<void> {
  const message = messageOf(request, reply, fault)
  if (fault?.kind === 'headers')
    for (const [name, value] of Object.entries(fault.headers)) {
      delete message.headers[name]
      if (value !== null) message.headers[name] = value
    }
  if (fault?.kind === 'answer')
    return write(response, {
      status: fault.status,
      headers: fault.headers ?? {},
      body: Buffer.from(fault.body ?? ''),
    })
  if (fault?.kind === 'huge' || fault?.kind === 'deep' || fault?.kind === 'bomb')
    return write(response, hostile(fault.kind, fault.size))
  if (fault?.kind === 'hints') response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' })
  if (fault?.kind === 'surplus') return surplus(response, message, fault.bytes)
  if (fault?.kind === 'cut') return cut(response, message, fault)
  if (fault?.kind === 'trickle') return trickle(request, message, fault.bytesPerSecond)
  write(response, message)
}

function messageOf(request: IncomingMessage, reply: Reply, fault: Misbehaviour | undefined): Message {
  if (reply.file !== undefined) return fileMessage(request, reply, reply.file, fault)
  const body = Buffer.from(reply.json === undefined ? '' : JSON.stringify(reply.json))
  const type: Record<string, string> = reply.json === undefined ? {} : { 'content-type': 'application/json' }
  return {
    status: reply.status,
    headers: { ...type, 'content-length': String(body.length), ...reply.headers },
    body,
  }
}

function fileMessage(
  request: IncomingMessage,
  reply: Reply,
  file: Buffer,
  fault: Misbehaviour | undefined,
): Message {
  const etag = `"${createHash('sha256').update(file).digest('hex').slice(0, 16)}"`
  const headers = {
    'content-type': 'video/mp4',
    'accept-ranges': 'bytes',
    etag,
    'content-length': String(file.length),
    ...reply.headers,
  }
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
  const lie = fault?.kind === 'bad-range' ? fault.how : undefined
  if (from === undefined || request.headers['if-range'] !== etag || lie === 'ignored')
    return { status: 200, headers, body: file }
  const start = Number(from) + (lie === 'shifted' ? 1 : 0)
  // Another file's bytes under the same range.
  const body = lie === 'other-etag' ? Buffer.alloc(file.length - start, 'z') : file.subarray(start)
  return {
    status: 206,
    headers: {
      ...headers,
      ...(lie === 'other-etag' ? { etag: '"another"' } : {}),
      'content-length': String(body.length),
      'content-range': `bytes ${start}-${file.length - 1}/${file.length}`,
    },
    body,
  }
}

function write(response: ServerResponse, { status, headers, body }: Message): void {
  response.writeHead(status, headers)
  response.end(body)
}

function hostile(kind: 'huge' | 'deep' | 'bomb', size: number): Message {
  const json = { 'content-type': 'application/json' }
  if (kind === 'deep')
    return {
      status: 200,
      headers: json,
      body: Buffer.from(`{"id":"x","status":"queued","a":${'['.repeat(size)}${']'.repeat(size)}}`),
    }
  const body = Buffer.concat([
    Buffer.from('{"id":"x","status":"queued","padding":"'),
    Buffer.alloc(size, 'a'),
    Buffer.from('"}'),
  ])
  return kind === 'huge'
    ? { status: 200, headers: json, body }
    : { status: 200, headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(body) }
}

/** Below HTTP's own bookkeeping: node would not send more than it declared. */
function raw({ status, headers, body }: Message): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n`), body])
}

function surplus(response: ServerResponse, message: Message, bytes: number): void {
  response.socket?.end(Buffer.concat([raw(message), Buffer.alloc(bytes, 'x')]))
}

function cut(response: ServerResponse, message: Message, fault: Misbehaviour & { kind: 'cut' }): void {
  const headers = { ...message.headers }
  if (fault.length === 'undeclared') {
    // Neither length nor chunks: the end of the connection is the end of the body, and a cut cannot be seen.
    delete headers['content-length']
    response.useChunkedEncodingByDefault = false
    headers.connection = 'close'
  }
  response.writeHead(message.status, headers)
  response.write(message.body.subarray(0, fault.bytes), () => {
    if (fault.how === 'end') response.socket?.end()
    else setTimeout(() => response.socket?.resetAndDestroy(), 30)
  })
}

/** From the status line on: a client that only watches for silence never gives up. */
function trickle(request: IncomingMessage, message: Message, bytesPerSecond: number): void {
  const { socket } = request
  const bytes = raw(message)
  const tick = 100
  const step = Math.max(1, Math.round((bytesPerSecond * tick) / 1000))
  let at = 0
  const timer = setInterval(() => {
    if (socket.destroyed || at >= bytes.length) {
      clearInterval(timer)
      socket.end()
      return
    }
    socket.write(bytes.subarray(at, at + step))
    at += step
  }, tick)
}
