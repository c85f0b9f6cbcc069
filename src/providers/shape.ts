/** Foreign JSON read through a schema; what does not fit is the service's fault and worth asking again, never a crash. */

import type { z } from 'zod'
import { VidgenError } from '../errors.ts'

export function readShape<T>(provider: string, schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  throw new VidgenError('unavailable', `${provider} answered something its document does not describe`, {
    code: 'provider.bad_response',
    provider,
    cause: read.error,
  })
}

/** A field that is only nice to have: missing, null or of another kind, the answer still counts. */
export const optional = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined)
