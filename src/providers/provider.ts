/**
 * The contract of a provider: what the rest of vidgen may ask of a service that makes videos.
 *
 * Rules that every provider keeps (the contract suite in test/helpers checks them):
 * - It never sleeps, retries, prints, asks, reads the environment or opens files. `jobs/` does all of that, once, for all.
 * - `submit` is called at most once per intent and sends at most one paid request. What it cannot prove it calls `ambiguous`.
 * - `operation` and `video` are opaque JSON: only the provider that made them reads them; the ledger stores them; any later
 *   process, of a later version, can go on from them.
 * - A failed job is a value, not a throw. Throws are for what stands in the way of an answer (network, a refused key).
 */

import type { Clock } from '../clock.ts'
import type { Charged } from '../errors.ts'
import type { Http } from '../http.ts'
import type { Log } from '../log.ts'
import type { Secret } from '../secret.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A number someone else published: where and when it was read. */
export interface Evidence {
  value: number
  source: string
  /** YYYY-MM-DD */
  readAt: string
}

export type Kind = 'renderer' | 'clip' | 'avatar'
export type Audio = 'none' | 'optional' | 'always'

/** What one second costs. The first rate whose conditions all match the request applies. */
export interface Rate {
  resolution?: string
  audio?: boolean
  /** USD per second of video; `null`: the price is not known. */
  usdPerSecond: number | null
}

export interface Price {
  rates: readonly Rate[]
  /** The least a job costs, in USD. */
  minimumUsd?: number
  /** Added per input picture, in USD. */
  usdPerImage?: number
  source: string
  /** YYYY-MM-DD: a price older than 90 days is shown as stale. */
  readAt: string
  confidence: 'published' | 'read-by-others' | 'configured' | 'free'
}

export interface Durations {
  min: number
  max: number
  /** Whole multiples above `min`, in seconds. */
  step: number
  /** Where only these will do. */
  allowed?: readonly number[]
  /** The service aims at the length and may miss it. */
  approximate?: boolean
  default: number
}

/** One thing that can be asked of a provider, with what it takes and costs. Help, checks, prices and Mia all read this. */
export interface Model {
  id: string
  title: string
  kind: Kind
  durations: Durations
  /** `w:h`, or `auto`: as the picture or the model decides. The first is the default. */
  ratios: readonly string[]
  /** Where a picture as input changes them. */
  ratiosWithImage?: readonly string[]
  /** The first is the default; absent: the service decides. */
  resolutions?: readonly string[]
  audio: Audio
  /** How many pictures it takes: `[least, most]`. */
  images: readonly [number, number]
  /** UTF-16 code units. */
  promptMax: number
  promptRequired: boolean
  seed?: boolean
  /** Takes a word-exact script to speak. */
  script?: boolean
  avatar?: boolean
  /** Draws exact text and repeats itself byte for byte. */
  deterministic?: boolean
  /** The kinds of file it makes; absent: MP4 alone. */
  forms?: readonly Form[]
  price: Price
  /** YYYY-MM-DD: from this day on it is refused before the network. */
  sunset?: string
  /** As the user's catalog.json has it; absent: active. `shutdown` is refused like a sunset that has passed. */
  status?: 'active' | 'deprecated' | 'shutdown'
  /** Dated arena scores, text-to-video and image-to-video. */
  arena?: { textToVideo?: Evidence; imageToVideo?: Evidence }
  /** The usual time from submit to a finished job, seconds. */
  usualWaitSeconds: Evidence
  /** Keys that `--input` may set, with what they mean. */
  inputs?: Readonly<Record<string, string>>
  /** Unknown to vidgen: named by the user's catalog.json. */
  own?: boolean
  /** What it can do beyond its kind, 0–1 for each of Mia's needs. */
  capabilityOverrides?: Readonly<Record<string, number>>
  note?: string
}

/** A picture that the user gave, already checked to be one. Bytes are read only when a provider wants them. */
export interface ImageInput {
  path: string
  mime: string
  widthPixels: number
  heightPixels: number
  sizeBytes: number
  sha256: string
  read(): Promise<Uint8Array>
}

/** The kinds of file that can be made, by the ending of their names. */
export type Form = 'mp4' | 'webm' | 'gif' | 'png' | 'jpg'

/** Which picture stands for a clip: one frame (absent: the fullest), or a sheet of them. */
export interface Still {
  atSeconds?: number
  sheet?: boolean
}

/** `--brand`: checked, its files told by content. Colours are #rrggbb. */
export interface Brand {
  colours: {
    background?: string
    background2?: string
    ink?: string
    accent?: string
    accent2?: string
  }
  logo?: { path: string; sha256: string; widthPixels: number; heightPixels: number }
  font?: { path: string; sha256: string }
}

/** Music or a spoken text, checked to be sound. */
export interface SoundFile {
  path: string
  sha256: string
  /** As far as the longest clip goes. */
  durationSeconds: number
}

/** A text with its times, as a subtitle file has it. */
export interface Cue {
  fromSeconds: number
  toSeconds: number
  text: string
}

/** A request that has been checked against its model. */
export interface VideoRequest {
  prompt: string
  model: Model
  durationSeconds: number
  /** `w:h` */
  ratio: string
  resolution?: string
  seed?: number
  images: readonly ImageInput[]
  /** Words to be spoken exactly. */
  script?: string
  avatar?: string
  voice?: string
  audio?: boolean
  /** `--input k=v` */
  inputs: Readonly<Record<string, string>>
  /** Built-in renderer only: template name or a scene, and `--data`. */
  template?: string
  scene?: Json
  data?: Readonly<Record<string, string>>
  brand?: Brand
  /** `--srt`, `--vtt`: in order of time. */
  cues?: readonly Cue[]
  /** `--music`: in place of the made bed. */
  music?: SoundFile
  /** `--voice <file>`: a recorded text; music steps back while it speaks. */
  narration?: SoundFile
  /** Absent: an MP4. */
  form?: Form
  still?: Still
  /** The most the file may have; absent: what the platform takes. */
  maxBytes?: number
  /** Platform whose safe area the built-in renderer keeps. */
  platform?: string
}

/** What a provider is given to speak to its service with. */
export interface Call {
  http: Http
  /** Without a trailing slash. */
  baseUrl: string
  key?: Secret
  /** The key's source in words, told when the service refuses it. */
  keySource?: string
  clock: Clock
  log: Log
  signal: AbortSignal
}

/** Made and stored before the request leaves; the same for every attempt of one intent. */
export interface Intent {
  jobId: string
  /** Sent where the service honours one. */
  idempotencyKey: string
  /** Set once the request may have left; ISO time. */
  sentAt?: string
}

/** What is known after a submit. Only `accepted` has a job behind it for certain; only `ambiguous` may have one. */
export type SubmitAnswer =
  | { outcome: 'accepted'; providerJobId: string; operation: Json; costMicros?: number }
  /** The service refused: no job, no charge. */
  | {
      outcome: 'rejected'
      kind: 'usage' | 'auth' | 'budget' | 'rejected'
      message: string
      hint?: string
      code?: string
    }
  /** Proven: not one byte of the request reached the service. */
  | { outcome: 'unsent'; message: string; code?: string }
  /** 429 and its like: not accepted, may be asked again under the same intent. */
  | { outcome: 'busy'; message: string; retryAfterSeconds?: number; code?: string }
  /** Bytes may have arrived and no answer that settles it did. Never repeated by itself. `evidence` is redacted, ≤ 8 KB. */
  | { outcome: 'ambiguous'; message: string; evidence?: string; code?: string }

export type JobState =
  | {
      status: 'waiting' /** 0–1 */
      progress?: number /** the service's own word, when it tells the user something */
      detail?: string
      retryAfterSeconds?: number
    }
  | {
      status: 'done'
      video: Json
      costMicros?: number
      /** `estimate`: reckoned from the finished length and a published price, because the service never names its charge. */
      costSource?: 'actual' | 'estimate'
      /** ISO; when the result lapses */
      expiresAt?: string
    }
  | {
      status: 'failed'
      reason: 'failed' | 'moderated' | 'cancelled' | 'expired' | 'vanished' | 'no_credit'
      message: string
      charged: Charged
      costMicros?: number
      hint?: string
    }

/** Where the video's bytes come from: a download, or (built-in renderer) a function that writes them. */
export type ResultRequest =
  | {
      source: 'download'
      url: string
      /** Headers for the first origin only; dropped on any other. */
      headers?: Readonly<Record<string, string>>
      /** Send the key to this URL's origin (it is the service's own API). Never across origins. */
      authorize?: boolean
      /** Tried in order when the first answers 4xx; never with the key unless same origin as `url`. */
      fallbackUrls?: readonly string[]
    }
  | { source: 'write'; write(partPath: string, options: WriteOptions): Promise<void> }

export interface WriteOptions {
  signal: AbortSignal
  onProgress(fraction: number): void
  /** Something the user should know about the result, such as a missing glyph. */
  onWarning(message: string): void
}

/** What a provider's list shows of a job whose answer was lost. */
export interface FoundJob {
  providerJobId: string
  operation: Json
  /** `own-tag`: it carries our job's id. `likeness`: prompt and time fit, as they would for another job with this prompt. */
  by: 'own-tag' | 'likeness'
}

export interface Health {
  status: 'ok' | 'bad_key' | 'no_key' | 'no_credit' | 'forbidden' | 'unreachable' | 'sunset'
  message?: string
  balanceUsd?: number
}

export interface Provider {
  id: string
  title: string
  /** Set where the service costs money: it counts against the budgets. */
  paid: boolean
  keyEnv?: string
  baseUrlEnv?: string
  defaultBaseUrl?: string
  /** Prefixes of this service's keys; a key with another provider's prefix is refused before any network. */
  keyPrefixes?: readonly string[]
  needsKey(baseUrl: string): boolean
  /** A server on this machine or a private network is the user's own and costs nothing, unless the config names a price. */
  freeOnPrivateHost?: boolean
  /** Refuses a base URL that cannot work (a service that has ended); undefined when it may. */
  refuses?(baseUrl: string, now: Date): { message: string; hint: string; endedOn?: string } | undefined
  models: readonly Model[]
  defaultModel: string
  /** Environment variable that overrides the default model. */
  modelEnv?: string
  /** What an unanswered submit can be settled with. */
  recovery: 'replay-key' | 'list' | 'none'
  /** How long a replayed key is honoured, seconds ('replay-key' only). */
  replayKeySeconds?: number
  /** Whether a failed, moderated or cancelled job is charged, where its answer does not say. */
  chargedOn: { failed: Charged; moderated: Charged; cancelled: Charged }
  /** The vendor's minimum between two polls of one job, seconds. */
  pollMinimumSeconds: number
  submitTimeoutSeconds?: number
  /** Text the vendor's terms ask apps to show. */
  attribution?: string
  /** The length when none was asked for and it hangs on the content (reading speed); absent: the model's default. */
  suggestDurationSeconds?(request: Omit<VideoRequest, 'durationSeconds'>): number
  /** Checks beyond the model's table, before anything is reserved; throws a usage error. */
  validate?(request: VideoRequest): void
  /** What can be known before anything is reserved and needs no network: throws what submit would refuse, gives warnings. */
  preflight?(request: VideoRequest): Promise<readonly string[]>
  /** Free; proves the key, tells the balance where it can. */
  check(call: Call): Promise<Health>
  /** Free uploads of inputs, before the intent; its JSON is handed to submit. */
  prepare?(call: Call, request: VideoRequest): Promise<Json>
  /** May cost money: called once per intent. */
  submit(call: Call, request: VideoRequest, intent: Intent, prepared?: Json): Promise<SubmitAnswer>
  poll(call: Call, operation: Json): Promise<JobState>
  /** A fresh place for the bytes; may be asked again when a URL lapses. */
  result(call: Call, video: Json, operation: Json): Promise<ResultRequest>
  cancel?(call: Call, operation: Json): Promise<'cancelled' | 'requested' | 'too_late'>
  /** For recovery 'list': the job of a lost answer, if exactly one fits that is not `known`. */
  find?(
    call: Call,
    request: VideoRequest,
    intent: Intent,
    known: readonly string[],
  ): Promise<FoundJob | undefined>
  /** An operation from a job id that a person typed (`jobs reconcile --adopt`). */
  operationOf?(providerJobId: string): Json
  /** The words that will be on the screen with their times, for a subtitle file; undefined where there is no such sequence. */
  captions?(request: VideoRequest): readonly Cue[] | undefined
  /** Lists choices such as avatars and voices. */
  choices?: Readonly<
    Record<string, (call: Call) => Promise<readonly { id: string; name: string; detail?: string }[]>>
  >
  /** What `--dry-run` shows as it would be sent; no secrets. */
  preview?(request: VideoRequest, baseUrl: string): Json
}
