/**
 * The structured log a support case is read from: one event a line, a tag in brackets first.
 * Carries ids, states, counts and times; never bodies, query strings, keys or (unless asked) prompt text.
 */

export type LogValue = string | number | boolean | null | undefined

/** `tag` is upper case without brackets: `RENDER:REQUEST`. Field names are camelCase with units: `durationSeconds`. */
export type Log = (tag: string, event: string, fields?: Record<string, LogValue>) => void

export interface LogEntry {
  ts: string
  tag: string
  event: string
  fields: Record<string, LogValue>
}

/** A log that hands each entry to every sink; with no sink it costs nothing. */
export function createLog(sinks: readonly ((entry: LogEntry) => void)[], now: () => Date): Log {
  if (sinks.length === 0) return () => {}
  return (tag, event, fields = {}) => {
    const entry = { ts: now().toISOString(), tag, event, fields }
    for (const sink of sinks) sink(entry)
  }
}

/** `[TAG] event key=value …`, for a person with `--verbose`. */
export function formatLogLine(entry: LogEntry): string {
  const pairs = Object.entries(entry.fields)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        `${key}=${typeof value === 'string' && /[\s="]/.test(value) ? JSON.stringify(value) : value}`,
    )
  return [`[${entry.tag}]`, entry.event, ...pairs].join(' ')
}

/** One NDJSON line: `ts`, `tag`, `event`, then the event's own fields. */
export const formatLogJson = ({ ts, tag, event, fields }: LogEntry): string =>
  JSON.stringify({ ts, tag, event, ...fields })
