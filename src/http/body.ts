/** Bodies from outside, read with limits: bytes after decompression, depth of JSON, no `__proto__`. */

/** More than any answer of a provider; a list of 100 videos is about 100 KB. Counted after decompression, so a bomb ends here. */
const maxBytes = 4 * 1024 * 1024

/** Deeper than any provider's answer; a hostile one would exhaust the stack of whatever walks it. */
const maxDepth = 64

export interface Body {
  text: string
  complete: boolean
}

/** Reads what there is. A body that is cut or too large is incomplete, not an exception: the status line is known already. */
export async function readBody(response: Response): Promise<Body> {
  if (response.body === null) return { text: '', complete: true }
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let text = ''
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { text: text + decoder.decode(), complete: true }
      bytes += value.byteLength
      if (bytes > maxBytes) break
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    return { text, complete: false }
  }
  reader.cancel().catch(() => {})
  return { text, complete: false }
}

/** Error bodies may hold a job of 32,000 characters of prompt; more than this is not worth taking apart. */
const maxErrorBytes = 64 * 1024
/** What is kept for people and evidence. */
const maxShown = 8 * 1024
/** A key that the cut goes through is not recognised: the end goes too. */
const cutMargin = 1024

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** The text for people: keys taken out, no control characters, 8 KB at most. JSON of an error is read from the scrubbed text. */
export function safeBody(
  { text, complete }: Body,
  isError: boolean,
  scrub: (text: string) => string,
): { text: string; json?: unknown } {
  const limit = isError ? maxErrorBytes : maxShown + cutMargin
  const scrubbed = text.length > limit ? scrub(text.slice(0, limit)).slice(0, -cutMargin) : scrub(text)
  return {
    text: scrubbed.replace(controls, ' ').slice(0, maxShown),
    json: complete ? parseJson(isError ? scrubbed : text) : undefined,
  }
}

/** Undefined when it is not JSON or nests too deep. Keys named `__proto__` are dropped. */
export function parseJson(text: string): unknown {
  if (!/^\s*[[{"\d\-tfn]/.test(text) || depthOf(text) > maxDepth) return undefined
  try {
    // The reviver costs time, so it runs only where the name may occur, written plainly or with escapes.
    return /__proto__|\\u005f/i.test(text) ? JSON.parse(text, dropProto) : JSON.parse(text)
  } catch {
    return undefined
  }
}

const dropProto = (key: string, value: unknown): unknown => (key === '__proto__' ? undefined : value)

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === 0x5c) index += 1
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return deepest
}
