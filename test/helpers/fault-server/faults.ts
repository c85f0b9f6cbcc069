/** What can go wrong on the wire, as data: a test (or another process, over the control endpoint) says it and the server does it. */

export type Operation = 'check' | 'upload' | 'submit' | 'poll' | 'list' | 'cancel' | 'content' | 'choices'

/** When in the life of a request it breaks. `charged`: the job was made and billed before. */
export type Moment = 'before-reading' | 'after-reading' | 'charged'

export type Misbehaviour =
  /** RST, FIN, or silence until the client gives up. */
  | { kind: 'reset' | 'end' | 'hang'; when: Moment }
  /** Any answer; `charged` makes and bills the job first. */
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string; charged?: boolean }
  /** The right answer, broken off after `bytes` of its body. */
  | { kind: 'cut'; bytes: number; how: 'reset' | 'end'; length?: 'declared' | 'undeclared' }
  /** The right answer, this many bytes a second from the status line on. */
  | { kind: 'trickle'; bytesPerSecond: number }
  /** JSON of this many bytes, this deep, or a gzip bomb of this many bytes. */
  | { kind: 'huge' | 'deep' | 'bomb'; size: number }
  /** The right answer with headers changed; `null` takes one away. */
  | { kind: 'headers'; headers: Record<string, string | null> }
  /** Answers 413 at once and resets without reading the body. */
  | { kind: 'answer-early'; status: number; body: string }
  /** A file whose ranges lie: ignored, shifted, or of another file. */
  | { kind: 'bad-range'; how: 'ignored' | 'shifted' | 'other-etag' }
  /** 103 Early Hints before the right answer. */
  | { kind: 'hints' }
  /** The right file followed by bytes beyond the declared length. */
  | { kind: 'surplus'; bytes: number }

export interface Fault {
  on: Operation
  do: Misbehaviour
  /** How often; default once. */
  times?: number
  /** Lets this many requests of the kind pass first. */
  skip?: number
}

/** How the next job goes on after its submit. */
export interface Course {
  /** Words of the dialect, one a poll, the last for ever. Default: done at the first poll. */
  states?: readonly string[]
  /** Fields laid over the finished or failed job's own. */
  fields?: Record<string, unknown>
  /** Where the result is said to be; default: this server's own file. */
  resultUrl?: string
  /** Not found for the first polls. */
  hiddenPolls?: number
  /** Gone from now on. */
  vanishes?: boolean
  /** What is charged, in the dialect's unit; default the list price. */
  cost?: unknown
}

export class FaultQueue {
  readonly #faults: Fault[] = []

  add(...faults: readonly Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ ...fault })))
  }

  clear(): void {
    this.#faults.length = 0
  }

  take(on: Operation): Misbehaviour | undefined {
    for (const [index, fault] of this.#faults.entries()) {
      if (fault.on !== on) continue
      if ((fault.skip ?? 0) > 0) {
        fault.skip = (fault.skip ?? 0) - 1
        return undefined
      }
      fault.times = (fault.times ?? 1) - 1
      if (fault.times <= 0) this.#faults.splice(index, 1)
      return fault.do
    }
    return undefined
  }
}
