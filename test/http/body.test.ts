import { describe, expect, it } from 'vitest'
import { parseJson, readBody, safeBody } from '../../src/http/body.ts'

describe('parseJson', () => {
  it('drops __proto__, however it is written', () => {
    for (const text of [
      '{"__proto__":{"polluted":1},"a":1}',
      '{"\\u005f_proto__":{"polluted":1},"a":1}',
      '{"\\u005F\\u005fproto__":{"polluted":1},"a":1}',
    ]) {
      const read = parseJson(text) as Record<string, unknown>
      expect(Object.keys(read)).toEqual(['a'])
      expect((Object.assign({}, read) as { polluted?: number }).polluted).toBeUndefined()
    }
  })

  it('refuses depth that would exhaust a stack, in a moment', () => {
    expect(parseJson(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBeUndefined()
    expect(parseJson('[[[[1]]]]')).toEqual([[[[1]]]])
  })

  it('counts no brackets inside strings', () => {
    expect(parseJson(JSON.stringify({ a: '[\\"{['.repeat(100) }))).toBeDefined()
  })

  it.each(['', '<html>', 'null?', '{"a":', 'NaN', 'undefined'])('takes %j for no JSON', (text) => {
    expect(parseJson(text)).toBeUndefined()
  })
})

describe('readBody', () => {
  it('stops at 4 MB and says so', async () => {
    const read = await readBody(new Response('a'.repeat(5 * 1024 * 1024)))
    expect(read.complete).toBe(false)
    expect(read.text.length).toBeLessThanOrEqual(4 * 1024 * 1024)
  })

  it('takes a body that breaks for incomplete, not for an exception', async () => {
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"id":'))
        controller.error(new Error('reset'))
      },
    })
    expect((await readBody(new Response(stream))).complete).toBe(false)
  })

  it('joins characters cut by a chunk', async () => {
    const bytes = new TextEncoder().encode('é€😀')
    const stream = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
        controller.close()
      },
    })
    expect((await readBody(new Response(stream))).text).toBe('é€😀')
  })
})

describe('safeBody', () => {
  it('takes keys and control characters out of errors, and keeps 8 KB', () => {
    const scrub = (text: string) => text.replaceAll('SECRET', '[redacted]')
    const { text } = safeBody({ text: 'bad key SECRET \u001b[2J\u0007', complete: true }, true, scrub)
    expect(text).toBe('bad key [redacted]  [2J ')
    // A key that the cut would go through.
    const long = `${'x'.repeat(8192 + 1020)}SECRET`
    expect(safeBody({ text: long, complete: true }, false, scrub).text).not.toContain('SECR')
    const { json } = safeBody({ text: '{"error":"bad key SECRET"}', complete: true }, true, scrub)
    expect(json).toEqual({ error: 'bad key [redacted]' })
    expect(safeBody({ text: 'x'.repeat(100_000), complete: true }, true, scrub).text.length).toBe(8192)
  })
})
