/** A platform by the name a person typed; one that is not known is refused with the nearest that is. */

import { usageError } from '../errors.ts'
import { type KnownPlatform, platformOf, platforms } from '../mia/platforms.ts'
import { nearest } from '../nearest.ts'

export function findPlatform(name: string | undefined): KnownPlatform | undefined {
  if (name === undefined) return undefined
  const platform = platformOf(name)
  if (platform) return platform
  const ids = Object.keys(platforms)
  const names = [
    ...ids,
    ...Object.values(platforms).flatMap((one) => ('aliases' in one ? one.aliases : [])),
  ].filter(({ length }) => length > 2)
  const suggestion = name.trim() === '' ? undefined : nearest(name, names)
  throw usageError(`there is no platform "${name}"`, {
    hint: suggestion ? `did you mean "${suggestion}"?` : `choose one of: ${ids.join(', ')}`,
  })
}
