/** A provider's key. Prints as `[redacted]` however it is printed; only the code that signs a request calls `reveal()`. */

import { createHash } from 'node:crypto'

export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  /** A name for the account behind the key that gives nothing away: first 12 hex digits of its SHA-256. */
  fingerprint(): string {
    return createHash('sha256').update(this.#value).digest('hex').slice(0, 12)
  }

  toString(): string {
    return '[redacted]'
  }

  toJSON(): string {
    return '[redacted]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]'
  }
}
