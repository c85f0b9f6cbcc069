/** The commands that an answer ends with: they work as they are printed, with the brief and the flags that were given. */

import { longestAffordable } from './actions.ts'
import { isConnected, makesSound, nearestSeconds, type Offer, ratiosOf } from './offers.ts'
import type { Ranked, Verdict } from './rank.ts'

/** What is over the budget is printed at the length that is not. */
export function commandsFor(offer: Ranked, verdict: Verdict): string[] {
  const { id, entry, group } = offer
  const { request, platform, duration, state } = verdict.question
  const { brief = request.brief ?? '', imagePaths = [], scriptPath } = request.asTyped ?? {}
  const [, provider = id, model] = /^([^/]+)\/(.+)$/.exec(id) ?? []
  const shorter = group === 'C' ? longestAffordable(offer, verdict) : undefined
  const seconds = shorter ?? (duration === undefined ? undefined : nearestSeconds(entry, offer.seconds))
  const flags = [
    ['--provider', provider],
    model !== undefined && ['--model', model],
    platform !== undefined && ['--platform', platform.id],
    seconds !== undefined && ['--duration', `${seconds}`],
    request.aspectRatio && ['--ratio', nearestRatio(offer, verdict)],
    ...imagePaths.map((path) => ['--image', path]),
    scriptPath !== undefined && entry.script !== false && ['--script', scriptPath],
    request.needs?.audio && makesSound(entry) && ['--audio'],
    typeof state.maxCostUsd === 'number' && offer.micros !== 0 && ['--max-cost', `${state.maxCostUsd}`],
  ].flatMap((flag) => (flag ? flag.map(quoted) : []))
  const words = brief.trim() === '' ? [] : [quoted(brief)]
  // What begins with a hyphen would be taken for a flag; a lone hyphen is stdin.
  const render = /^-./.test(brief) ? [...flags, '--', ...words] : [...words, ...flags]
  const connect = isConnected(id, entry, state) ? [] : [`vidgen connect ${provider}`]
  return [...connect, `vidgen render ${render.join(' ')}`]
}

/** As POSIX shells read it; double quotes, which all shells know, where nothing inside them has a meaning. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word)
    ? word
    : /["$`\\!\n\r]/.test(word)
      ? `'${word.replaceAll("'", "'\\''")}'`
      : `"${word}"`

export function nearestRatio({ entry, ratio }: Offer, { question }: Verdict): string {
  const offered = ratiosOf(entry, question.withImage)
  return offered.includes(ratio) ? ratio : (offered[0] ?? ratio)
}
