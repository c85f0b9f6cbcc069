/** The one error type of the program, its kinds, and the exit code of each. Thrown anywhere, caught once, in cli.ts. */

/** Kind → exit code: the public table of `vidgen --help` and the README. Scripts rely on it; never renumber. */
export const exitCodes = {
  bug: 1,
  usage: 2,
  auth: 3,
  budget: 4,
  rejected: 5,
  unavailable: 6,
  pending: 7,
  environment: 8,
  unknown: 9,
  partial: 10,
  cancelled: 130,
} as const

export type ErrorKind = keyof typeof exitCodes

/** Whether the user's account was charged: `'unknown'` is an honest answer, a missing value means money was not involved. */
export type Charged = boolean | 'unknown'

export interface ErrorDetails {
  /** A step that helps, starting with a verb. Never advises a retry that may pay twice. */
  hint?: string
  /** A finer name than the kind, for scripts and tests: `config.unknown_key`. */
  code?: string
  job?: string
  provider?: string
  charged?: Charged
  /** Overrides the kind's exit code; only signals need it (143 for SIGTERM). */
  exitCode?: number
  cause?: unknown
}

/** What happened (`message`, lower case, no full stop), what it means for the user's money, what to do next (`hint`). */
export class VidgenError extends Error {
  readonly kind: ErrorKind
  readonly exitCode: number
  readonly hint?: string
  readonly code?: string
  readonly job?: string
  readonly provider?: string
  readonly charged?: Charged

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = 'VidgenError'
    this.kind = kind
    this.exitCode = details.exitCode ?? exitCodes[kind]
    this.hint = details.hint
    this.code = details.code
    this.job = details.job
    this.provider = details.provider
    this.charged = details.charged
  }
}

/** Bad flag, value, prompt or file from the user: exit 2, before anything is sent or written. */
export const usageError = (message: string, details?: ErrorDetails) =>
  new VidgenError('usage', message, details)

/** Disk, folder, ledger or encoder: exit 8. */
export const environmentError = (message: string, details?: ErrorDetails) =>
  new VidgenError('environment', message, details)
