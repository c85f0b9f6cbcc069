/** How strongly a brief points to each signal of the lexicon, with the words that did it. */

import { type BriefText, findPhrase } from './brief-text.ts'
import { english, type LexiconRow, type Signal } from './lexicon.ts'
import { otherLanguages } from './lexicon-languages.ts'

export interface Signals {
  weight: Readonly<Partial<Record<Signal, number>>>
  evidence: Readonly<Partial<Record<Signal, readonly string[]>>>
  /** Somebody, and a little later in the same sentence a word for speaking. */
  personSpeaks?: string
}

interface Span {
  start: number
  end: number
}

/** "Tips for designing avatars": what comes after these is the subject, not the thing to be made. */
const subject =
  /(?<![a-z])(?:about|on how|how to|guide to|history of|course on|regarding|(?:tips|tricks|ideas|prompts|ways|reasons|mistakes|rules|lessons|facts|myths|questions|secrets|hacks|things) (?:for|on|to|of|in|about|when|people|we|you|every))\s[^.,;:!?▪]*?(?=(?:\s(?:with|as|over|using|where|shown|told)\s)|[.,;:!?▪]|$)/g
const subjectWeight = 0.3

/** "Presenter view", "camera settings", "host names": the second word is the thing, the first only says which. */
const compound =
  /^\s(?:view|notes|mode|settings?|editors?|names?|apps?|software|company|shop|store|plugin|features?|tools?|festival|courses?|class|classes|workshops?|license|permit|rental|insurance|schedule|pictures in|profiles?)(?![a-z])/

/** Many weak words of a scene add up to no more than one strong one of filming. */
const caps: Readonly<Partial<Record<Signal, number>>> = { scene: 3.2, object: 2 }

export function readSignals(text: BriefText): Signals {
  const subjects = [...text.wanted.matchAll(subject)].map(({ index, 0: words }) => ({
    // "about", "how to": the words that open the span are not its subject.
    start: index + words.indexOf(' ') + 1,
    end: index + words.length,
  }))
  const weight: Partial<Record<Signal, number>> = {}
  const spans: Partial<Record<Signal, Span[]>> = {}
  const sourceOf = (signal: Signal): string =>
    // "nothing may leave this machine", "must not be uploaded": these speak in negations.
    signal === 'offline' ? text.whole : text.wanted
  const pairs = pairsOf(text.whole)
  for (const [signal, phraseWeight, phrases] of rows()) {
    const source = sourceOf(signal)
    spans[signal] ??= []
    for (const phrase of phrases) {
      if (!pairs.has(pairAt(phrase, 0))) continue
      const found = findPhrase(source, phrase)
      if (!found || spans[signal].some((span) => within(found, span))) continue
      const secondary = compound.test(source.slice(found.end)) || subjects.some((span) => within(found, span))
      weight[signal] = (weight[signal] ?? 0) + phraseWeight * (secondary ? subjectWeight : 1)
      spans[signal].push(found)
    }
  }
  for (const [signal, most] of Object.entries(caps) as [Signal, number][]) {
    if ((weight[signal] ?? 0) > most) weight[signal] = most
  }
  const evidence: Partial<Record<Signal, string[]>> = {}
  for (const [signal, found] of Object.entries(spans) as [Signal, Span[]][]) {
    if (found.length > 0) evidence[signal] = found.map(({ start, end }) => sourceOf(signal).slice(start, end))
  }
  return { weight, evidence, personSpeaks: speakerIn(text.wanted, spans.role, spans.speech) }
}

/** Two code units as one number; that of a single one is NaN. */
const pairAt = (text: string, at: number): number => text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1)

/** Nine in ten of the three thousand phrases begin with a pair that a brief does not have: they are not looked for. */
function pairsOf(text: string): ReadonlySet<number> {
  const pairs = new Set([Number.NaN])
  for (let at = 0; at + 1 < text.length; at++) pairs.add(pairAt(text, at))
  return pairs
}

const within = (inner: Span, outer: Span): boolean => inner.start >= outer.start && inner.end <= outer.end

/** As far as a subject stands from its verb: "a doctor in a white coat looks at the viewer and explains". */
const speakerReach = 60

function speakerIn(
  text: string,
  roles: readonly Span[] = [],
  speech: readonly Span[] = [],
): string | undefined {
  for (const role of roles) {
    for (const verb of speech) {
      const between = text.slice(role.end, verb.start)
      if (verb.start > role.end && between.length <= speakerReach && !/[.!?;:▪]/.test(between))
        return text.slice(role.start, verb.end)
    }
  }
  return undefined
}

function* rows(): Generator<LexiconRow> {
  yield* english
  yield* otherLanguages
}
