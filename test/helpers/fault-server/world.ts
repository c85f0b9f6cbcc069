/** The service's side of the truth: every job that was made, what was charged for it, and what the next one will do. */

import type { Course, Operation } from './faults.ts'

export type DialectName = 'runway' | 'sora' | 'heygen'

export interface Job {
  id: string
  dialect: DialectName
  body: Record<string, unknown>
  idempotencyKey?: string
  createdAtMs: number
  seconds: number
  polls: number
  course: Course
  cancelled?: boolean
}

export interface Exchange {
  operation: Operation
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  raw: Buffer
  body: Record<string, unknown>
}

export interface Reply {
  status: number
  headers?: Record<string, string>
  json?: unknown
  /** A file to serve, with ranges. */
  file?: Buffer
}

export interface World {
  /** Where this server is reached, for URLs in answers. */
  url: string
  jobs: Map<string, Job>
  /** A key other than this is refused; undefined: any. */
  keys: Partial<Record<DialectName, string>>
  /** Out of credit: submits are refused in the dialect's words. */
  broke: boolean
  nextCourses: Course[]
  uploads: string[]
  makeJob(dialect: DialectName, exchange: Exchange, seconds: number, id: string): Job
  clipUrl(job: Job): string
}

export interface Dialect {
  name: DialectName
  /** Path after the dialect's prefix. */
  operation(method: string, path: string): Operation | undefined
  /** The key that came along; undefined when there was none. */
  keyOf(headers: Record<string, string>): string | undefined
  needsKey: boolean
  unauthorized: Reply
  answer(exchange: Exchange, world: World): Reply
}

/** The word of this poll: the last one stays. */
export function stateAt(job: Job, standard: string): string {
  const { states = [standard] } = job.course
  return states[Math.min(job.polls, states.length) - 1] ?? standard
}

export function createWorld(url: () => string): World {
  const jobs = new Map<string, Job>()
  const world: World = {
    get url() {
      return url()
    },
    jobs,
    keys: {},
    broke: false,
    nextCourses: [],
    uploads: [],
    makeJob(dialect, { headers, body }, seconds, id) {
      const job: Job = {
        id,
        dialect,
        body,
        idempotencyKey: headers['idempotency-key'],
        createdAtMs: Date.now(),
        seconds,
        polls: 0,
        course: world.nextCourses.shift() ?? {},
      }
      jobs.set(id, job)
      return job
    },
    clipUrl: (job) => job.course.resultUrl ?? `${url()}/files/${job.id}.mp4?_jwt=signed-url-secret`,
  }
  return world
}
