/**
 * From a brief as typed to the words that say what is wanted: folds spelling, takes out what is quoted (words on a card), what is
 * ruled out ("no presenter") and orders to this program ("always choose …"). A brief describes content; it gives no orders.
 */

/** NFKC, lower case, no Latin or Cyrillic accents, one space for hyphens, apostrophes inside words and white space. */
export function fold(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC')
      .replace(/ß/g, 'ss')
      .replace(/ı/g, 'i')
      .replace(/ł/g, 'l')
      .replace(/ø/g, 'o')
      .replace(/œ/g, 'oe')
      // "no-code" is a kind of tool, not a negation.
      .replace(/(?<![a-z])(no|non)-(?=[a-z])/g, '$1')
      .replace(/(?<=[a-z])['’](?=[a-z])/g, ' ')
      .replace(/\s+[-–—]+\s+/g, ', ')
      .replace(/(?<=[^\s.,;:!?(])[-‐‑–—_/](?=[^\s.,;:!?)])/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

const quoted =
  /"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|(?<![A-Za-z0-9\u00c0-\u052f\u0900-\u097f])[‘'][^’'\n]*(?:(?<=[A-Za-z0-9\u00c0-\u052f\u0900-\u097f])[’'](?=[A-Za-z0-9\u00c0-\u052f\u0900-\u097f])[^’'\n]*)*[’'](?![A-Za-z0-9\u00c0-\u052f\u0900-\u097f])/g

/** What tells a machine what to do, from its first word to the end of the clause; what stands before it still counts. */
const order =
  /(?<![a-z])(?:(?:ignore|disregard|override|bypass|forget)(?![a-z])[^.,;:!?]*(?:budget|rule|cap|limit|instruction|polic|spending|previous)|(?:always|must|only|just|please|you should)\s(?:[a-z]+\s){0,2}?(?:choose|pick|select|route|prefer|rank)(?![a-z])|route\s(?:everything|this|it|all)(?![a-z]))[^.,;:!?]*/g

/** Only briefs with one of these words can hold an order; the pattern is compiled for no other. */
const withoutOrders = (text: string): string =>
  /choos|pick|select|rout|prefer|rank|ignor|disregard|overrid|bypass|forget/.test(text)
    ? text.replace(order, ' ')
    : text

/** As far as a clause goes. */
const upToPause = /^[^.,;:!?…()▪、。，；：！？\n]*/

const stopWord =
  /^(but|just|only|instead|simply|use|with|show|pero|solo|sino|sondern|nur|aber|mais|seulement|juste|mas|apenas|ma|soltanto|maar|alleen|но|только)$/

/** Looked up word by word: one pattern of them all takes longer to compile than everything else here takes to run. */
const negations: ReadonlySet<string> = new Set(
  (
    'no not without nobody never avoid avoiding skip nor neither sin ni ohne kein keine keinen keiner nicht sans aucun aucune ' +
    'sem nao nenhum nenhuma senza niente nessun nessuna non zonder geen niet bez nie без не никаких बिना بدون بلا دون utan ingen ' +
    'inga tanpa khong'
  ).split(' '),
)
const negationsOfTwo: ReadonlySet<string> = new Set([
  'don t',
  'doesn t',
  'isn t',
  'aren t',
  'instead of',
  'rather than',
  'nada de',
  'pas de',
  'pas d',
])

/** A negated span never reaches further than a short noun phrase. */
const negatedWords = 6

const portuguese = /(?:^|\s)(um|uma|nosso|nossa|com|ao|pelo|pela|fala|sobre o|sobre a)\s/

function dropNegated(text: string): string {
  // Portuguese "no" is "in the".
  const inPortuguese = portuguese.test(text)
  const words = [...text.matchAll(/[^\s▪(),.;:!?]+/g)]
  let result = ''
  let from = 0
  for (const [at, { 0: word, index }] of words.entries()) {
    const end = negationEnd(text, index, word, words[at + 1])
    if (index < from || end === undefined || (word === 'no' && inPortuguese)) continue
    const rest = upToPause.exec(text.slice(end))?.[0] ?? ''
    result += `${text.slice(from, index)}▪`
    from = end + spanLength(rest)
  }
  return result + text.slice(from)
}

function negationEnd(
  text: string,
  index: number,
  word: string,
  next: RegExpExecArray | undefined,
): number | undefined {
  if (negations.has(word)) return index + word.length
  if (!next) return undefined
  const end = next.index + next[0].length
  return negationsOfTwo.has(text.slice(index, end)) ? end : undefined
}

function spanLength(rest: string): number {
  let length = 0
  let words = 0
  for (const { 0: word, index } of rest.matchAll(/\S+/g)) {
    if (words === negatedWords || stopWord.test(word)) break
    words += 1
    length = index + word.length
  }
  return length
}

/** Where the negation follows or sticks to what it denies. */
const negatedOtherwise: readonly RegExp[] = [
  /(?:\S+ ){1,3}(?:not needed|not required|not wanted|unnecessary)/g,
  // 无人机 is a drone, 無料 is free of charge.
  /(?:不要|不需要|不用|不含|没有|沒有|无需|無需|无(?!人机|线|限|论|缝|人機)|無(?!料|限|線|人機|事|理))[^，。；、！？,.;!? ]{1,10}/g,
  /[^、。，！？,.!?の ]{1,8}(?:なし|無し|抜き|不要|を使わず|は使わない|はいらない|ではなく|じゃなく)/g,
  /\S+(?:이나 \S+)?\s?(?:없이|없는|없음|말고|제외)/g,
  /\S+ (?:के बिना|नहीं)/g,
  /\S+ (?:olmadan|yok|olmasin|degil|istemiyorum)/g,
]

export interface BriefText {
  /** Everything, folded. */
  whole: string
  /** Without quotations, negated spans and orders. */
  wanted: string
  quotations: number
}

export function readBrief(brief: string): BriefText {
  const normal = brief.normalize('NFKC')
  const quotations = /["“„«「『‘'’]/.test(normal) ? (normal.match(quoted)?.length ?? 0) : 0
  const described = withoutOrders(fold(quotations > 0 ? normal.replace(quoted, ' ▪ ') : normal))
  const afterwards = negatedOtherwise.reduce((text, rule) => text.replace(rule, '▪'), described)
  return { whole: fold(normal), wanted: dropNegated(afterwards), quotations }
}

/**
 * Latin, Greek, Cyrillic and Devanagari put spaces between words; elsewhere (and in Arabic, whose articles stick) a phrase is
 * found anywhere. Ranges and not \p{…}: each such pattern takes half a millisecond to compile, more than all the rest.
 */
const spaced = /[a-z0-9\u00c0-\u052f\u0900-\u097f]/

/** How far apart the halves of `a ~ b` may stand. */
const gapCharacters = 40

/** Where a phrase of the lexicon first stands in a folded text, or undefined. */
export function findPhrase(text: string, phrase: string): { start: number; end: number } | undefined {
  const gap = phrase.indexOf(' ~ ')
  if (gap < 0) return findWords(text, phrase, 0)
  const tail = phrase.slice(gap + 3)
  for (let from = 0; ; ) {
    const first = findWords(text, phrase.slice(0, gap), from)
    if (!first) return undefined
    const window = /^[^.!?;。！？▪]*/.exec(text.slice(first.end, first.end + gapCharacters))?.[0] ?? ''
    const second = findWords(window, tail, 0)
    if (second) return { start: first.start, end: first.end + second.end }
    from = first.end
  }
}

function findWords(text: string, phrase: string, from: number): { start: number; end: number } | undefined {
  const open = phrase.endsWith('*')
  const words = open ? phrase.slice(0, -1) : phrase
  for (let start = text.indexOf(words, from); start >= 0; start = text.indexOf(words, start + 1)) {
    const end = start + words.length
    if (!startsInside(text, start, words) && (open || !endsInside(text, end, words))) return { start, end }
  }
  return undefined
}

const startsInside = (text: string, start: number, words: string): boolean =>
  start > 0 && spaced.test(words[0]!) && spaced.test(text[start - 1]!)

const endsInside = (text: string, end: number, words: string): boolean =>
  end < text.length && spaced.test(words.at(-1)!) && spaced.test(text[end]!)
