/** How strongly a brief points to each signal of the lexicon, with the words that did it. */

import { type BriefText, findPhrase } from './brief-text.ts'
import { english, type LexiconRow, type Signal } from './lexicon.ts'
import { otherLanguages } from './lexicon-languages.ts'

export interface Signals {
  weight: Readonly<Partial<Record<Signal, number>>>
  evidence: Readonly<Partial<Record<Signal, readonly string[]>>>
}

/** "Tips for designing avatars": what comes after these is the subject, not the thing to be made. */
const subject =
  /(?<!\p{L})(?:about|on how|how to|tips for|tips on|guide to|history of|course on|regarding)\s[^.,;:!?▪]*?(?=(?:\s(?:with|as|over|using|where|shown|told)\s)|[.,;:!?▪]|$)/gu
const subjectWeight = 0.3

/** Many weak words of a scene add up to no more than one strong one of filming. */
const caps: Readonly<Partial<Record<Signal, number>>> = { scene: 3.2, object: 2 }

export function readSignals(text: BriefText): Signals {
  const subjects = [...text.wanted.matchAll(subject)].map(({ index, 0: words }) => ({
    // "about", "how to": the words that open the span are not its subject.
    start: index + words.indexOf(' ') + 1,
    end: index + words.length,
  }))
  const weight: Partial<Record<Signal, number>> = {}
  const evidence: Partial<Record<Signal, string[]>> = {}
  for (const [signal, phraseWeight, phrases] of rows()) {
    // "nothing may leave this machine", "must not be uploaded": these speak in negations.
    const source = signal === 'offline' ? text.whole : text.wanted
    for (const phrase of phrases.split('|')) {
      const found = findPhrase(source, phrase)
      if (!found) continue
      const words = source.slice(found.start, found.end)
      const seen = evidence[signal]
      if (seen?.includes(words)) continue
      const isSubject = subjects.some(({ start, end }) => found.start >= start && found.end <= end)
      weight[signal] = (weight[signal] ?? 0) + phraseWeight * (isSubject ? subjectWeight : 1)
      if (seen) seen.push(words)
      else evidence[signal] = [words]
    }
  }
  for (const [signal, most] of Object.entries(caps) as [Signal, number][]) {
    if ((weight[signal] ?? 0) > most) weight[signal] = most
  }
  return { weight, evidence }
}

function* rows(): Generator<LexiconRow> {
  yield* english
  yield* otherLanguages
}
