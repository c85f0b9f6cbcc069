/** `--explain`: what was read, what was reckoned, what was ruled out and why; everything that made the answer. */

import { formatUsd } from '../ledger/money.ts'
import { type RankedEntry, type Recommendation, termNames } from './types.ts'

const usd = (amount: number): string => formatUsd(Math.round(amount * 1e6))

const needNames = {
  avatar: 'a speaking face',
  footage: 'new footage',
  native_audio: 'sound of its own',
  image_input: 'your picture',
  deterministic: 'the same result on every run',
  offline: 'staying on this machine',
  public_figure: 'somebody famous',
}

const groups = 'A can do it within the budget, B stands in, C is over the budget or has no known price'

export function explained({ ranking, excluded, inferred, ...rest }: Recommendation): string[] {
  const { contentType, hardNeeds, aspectRatio, durationSec } = inferred
  const sources = {
    flag: 'as asked',
    structure: 'from what was given',
    brief: 'from the brief',
    platform: 'as is usual there',
  }
  const seen = (words: readonly string[]) => words.slice(0, 6).join(', ')
  const evidence = contentType.evidence.length > 0 ? `: ${seen(contentType.evidence)}` : ''
  const needed = hardNeeds.map(({ need, evidence: why }) => `${needNames[need]} (${seen(why)})`)
  const margin = rest.margin === null ? '' : `, ${rest.margin.toFixed(1)} points ahead`
  const others = excluded.filter(({ id }) => !id.includes('/'))
  const models = excluded.length - others.length
  return [
    `read as ${contentType.value}, ${sources[contentType.from]}${evidence}`,
    `cannot do without: ${needed.join('; ') || 'nothing in particular'}`,
    `shape ${aspectRatio.value} (${aspectRatio.from}), length ${durationSec.value === null ? "each provider's own" : `${durationSec.value} s (asked for)`}`,
    `confidence ${rest.confidence}${margin}; facts as of ${rest.knowledgeAsOf}`,
    '',
    ...pointTable(ranking),
    groups,
    ...ranking.flatMap(learnedLine),
    ...(others.length > 0 ? ['', 'ruled out:'] : []),
    ...others.map(({ id, text }) => `  ${id}: ${text}`),
    ...(models > 0 ? [`  and ${models} other models of these providers; --json lists them`] : []),
  ]
}

function pointTable(ranking: readonly RankedEntry[]): string[] {
  const width = Math.max(...ranking.map(({ id }) => id.length), 'of at most'.length - 2)
  const row = (head: string, cells: readonly string[]) =>
    `${head.padEnd(width + 2)}${cells.map((cell) => cell.padStart(9)).join('')}`
  const most = termNames.map((name) => (100 * ranking[0]!.terms[name].w).toFixed(0))
  return [
    row('', ['points', ...termNames]),
    ...ranking.map(({ group, id, score, terms }) =>
      row(`${group} ${id}`, [score.toFixed(1), ...termNames.map((name) => terms[name].points.toFixed(1))]),
    ),
    row('of at most', ['100', ...most]),
  ]
}

const learnedLine = ({ id, learned }: RankedEntry): string[] =>
  learned === null
    ? []
    : [
        `${id}: ${learned.ok} of ${learned.runs} own runs went well; about ${Math.round(learned.latencySec)} s of waiting${learned.costUsd === null ? '' : `, ${learned.costUsd === 0 ? 'free' : usd(learned.costUsd)} for this one`}`,
      ]
