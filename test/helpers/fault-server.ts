/**
 * A real server that speaks Runway's, HeyGen's and the OpenAI videos dialect, keeps the truth about charges, and misbehaves on
 * script. Each dialect lives under its own prefix: `<url>/runway`, `<url>/sora/v1`, `<url>/heygen`.
 *
 * In the same process: `server.fail({ on: 'submit', do: { kind: 'reset', when: 'charged' } })`. From another one: POST the same
 * JSON to `<url>/__control` (`{ faults, courses, broke }`), read the truth at `<url>/__truth`.
 */

import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Course, type Fault, FaultQueue, type Misbehaviour } from './fault-server/faults.ts'
import { heygenDialect } from './fault-server/heygen.ts'
import { readFields } from './fault-server/read.ts'
import { runwayDialect } from './fault-server/runway.ts'
import { send } from './fault-server/send.ts'
import { soraDialect } from './fault-server/sora.ts'
import {
  createWorld,
  type Dialect,
  type DialectName,
  type Exchange,
  type Job,
  type Reply,
  type World,
} from './fault-server/world.ts'

export interface Recorded {
  method: string
  path: string
  headers: Record<string, string>
  operation?: string
}

export interface Truth {
  /** Paid POSTs whose bytes arrived. */
  posts: number
  /** Jobs that were made and billed. */
  charges: number
  jobs: readonly Pick<Job, 'id' | 'dialect' | 'body' | 'idempotencyKey'>[]
}

export interface FaultServer {
  url: string
  baseUrl(dialect: DialectName): string
  world: World
  requests: readonly Recorded[]
  truth(): Truth
  fail(...faults: readonly Fault[]): void
  /** Behaves from now on. */
  heal(): void
  /** What the next jobs do, in order. */
  course(...courses: readonly Course[]): void
  close(): Promise<void>
}

export interface FaultServerOptions {
  tls?: { key: string | Buffer; cert: string | Buffer }
  /** Host name in the URLs it tells. */
  host?: string
}

const dialects: readonly [prefix: string, dialect: Dialect][] = [
  ['/runway', runwayDialect],
  ['/sora/v1', soraDialect],
  ['/heygen', heygenDialect],
]

export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const faults = new FaultQueue()
  const requests: Recorded[] = []
  const sockets = new Set<Socket>()
  let posts = 0
  let url = ''
  const world = createWorld(() => url)
  const truth = (): Truth => ({
    posts,
    charges: world.jobs.size,
    jobs: [...world.jobs.values()].map(({ id, dialect, body, idempotencyKey }) => ({
      id,
      dialect,
      body,
      idempotencyKey,
    })),
  })

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET' } = request
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    if (pathname === '/__truth') return send(request, response, { status: 200, json: truth() }, undefined)
    if (pathname === '/__control') return control(request, response)
    const entry = dialects.find(([prefix]) => pathname.startsWith(`${prefix}/`))
    const path = entry ? pathname.slice(entry[0].length) : pathname
    const operation = entry
      ? entry[1].operation(method, path)
      : pathname.startsWith('/files/')
        ? 'content'
        : pathname === '/form-upload'
          ? 'upload'
          : undefined
    requests.push({ method, path: request.url ?? '', headers, operation })
    if (operation === undefined)
      return send(
        request,
        response,
        { status: 404, json: { error: { message: 'no such path', code: 'not_found' } } },
        undefined,
      )

    const fault = faults.take(operation)
    if (fault?.kind === 'answer-early') return answerEarly(request, response, fault)
    if (breaksAt(fault, 'before-reading')) return breakOff(request, fault)
    const raw = await readAll(request)
    if (operation === 'submit') posts += 1
    if (breaksAt(fault, 'after-reading')) return breakOff(request, fault)
    if (fault?.kind === 'answer' && !fault.charged) return send(request, response, { status: 200 }, fault)
    const exchange: Exchange = {
      operation,
      method,
      path,
      query: searchParams,
      headers,
      raw,
      body: await readFields(headers, raw),
    }
    const reply = entry ? answerAs(entry[1], exchange, world) : other(exchange, world)
    if (breaksAt(fault, 'charged')) return breakOff(request, fault)
    return send(request, response, withClip(reply, exchange, world), fault)
  }

  const control = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const said = JSON.parse(String(await readAll(request))) as {
      faults?: Fault[]
      courses?: Course[]
      broke?: boolean
    }
    faults.add(...(said.faults ?? []))
    world.nextCourses.push(...(said.courses ?? []))
    if (said.broke !== undefined) world.broke = said.broke
    return send(request, response, { status: 200, json: {} }, undefined)
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => {})
    handle(request, response).catch((error: unknown) => response.destroy(error as Error))
  }
  const server: Server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `${options.tls ? 'https' : 'http'}://${options.host ?? '127.0.0.1'}:${(server.address() as AddressInfo).port}`

  return {
    url,
    baseUrl: (dialect) => `${url}${dialects.find(([, { name }]) => name === dialect)?.[0]}`,
    world,
    requests,
    truth,
    fail: (...more) => faults.add(...more),
    heal: () => faults.clear(),
    course: (...more) => world.nextCourses.push(...more),
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => done())
      }),
  }
}

function answerAs(dialect: Dialect, exchange: Exchange, world: World): Reply {
  const key = dialect.keyOf(exchange.headers)
  const wanted = world.keys[dialect.name]
  if ((dialect.needsKey && key === undefined) || (wanted !== undefined && key !== wanted))
    return dialect.unauthorized
  return dialect.answer(exchange, world)
}

function other({ operation, path }: Exchange, world: World): Reply {
  if (operation === 'upload') {
    world.uploads.push(path)
    return { status: 204 }
  }
  return { status: 200, file: Buffer.alloc(0) }
}

/** The clip whose length is nearest to what was asked for. */
function withClip(reply: Reply, { path }: Exchange, world: World): Reply {
  if (reply.file === undefined) return reply
  const id = /\/(?:files|videos)\/([^/]+?)(?:\.mp4|\/content)?$/.exec(path)?.[1] ?? ''
  return { ...reply, file: clipOf(world.jobs.get(decodeURIComponent(id))?.seconds ?? 5) }
}

const lengths = [4, 5, 6, 8, 10, 12, 15, 30]

export function clipOf(seconds: number): Buffer {
  const nearest = [...lengths].sort((a, b) => Math.abs(a - seconds) - Math.abs(b - seconds))[0]
  return readFileSync(fileURLToPath(new URL(`../fixtures/clips/clip-${nearest}.mp4`, import.meta.url)))
}

type Break = Misbehaviour & { kind: 'reset' | 'end' | 'hang' }

const breaksAt = (fault: Misbehaviour | undefined, when: Break['when']): fault is Break =>
  (fault?.kind === 'reset' || fault?.kind === 'end' || fault?.kind === 'hang') && fault.when === when

function breakOff({ socket }: IncomingMessage, { kind }: Break): void {
  if (kind === 'reset') socket.resetAndDestroy()
  if (kind === 'end') socket.end()
}

function answerEarly(
  { socket }: IncomingMessage,
  response: ServerResponse,
  { status, body }: Misbehaviour & { kind: 'answer-early' },
): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(body, () => setTimeout(() => socket.resetAndDestroy(), 50))
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
