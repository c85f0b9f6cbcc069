/** How HeyGen is asked and read: the key's header, and answers of the form `{data: …}`. */

import { z } from 'zod'
import type { HttpAnswer } from '../http.ts'
import { expectJson } from './answers.ts'
import type { Call } from './provider.ts'
import { readShape } from './shape.ts'

/** Never Authorization: that bills the user's web plan instead of the API wallet. */
export const headersOf = ({ key }: Call): Record<string, string> => (key ? { 'x-api-key': key.reveal() } : {})

export const get = (call: Call, path: string, attempts: number): Promise<HttpAnswer> =>
  call.http.request(
    { method: 'GET', url: `${call.baseUrl}${path}`, headers: headersOf(call), attempts },
    call.signal,
  )

export const parse = <T>(schema: z.ZodType<T>, value: unknown): T => readShape('heygen', schema, value)

export const readData = <T>(schema: z.ZodType<T>, answer: HttpAnswer): T =>
  parse(z.object({ data: schema }), expectJson('heygen', answer)).data as T
