import { expect, it } from 'vitest'
import { createScrubber } from '../src/scrub.ts'
import { Secret } from '../src/secret.ts'

const key = 'kX9/+a=b"c\\d-_.~e?f&g:Zq7'
const forms: Record<string, string> = {
  raw: key,
  base64: Buffer.from(key).toString('base64'),
  base64url: Buffer.from(key).toString('base64url'),
  'base64 at offset 1': Buffer.from(`u${key}`).toString('base64'),
  'base64 at offset 2': Buffer.from(`u:${key}@host`).toString('base64'),
  percent: encodeURIComponent(key),
  'lower-case percent': encodeURIComponent(key).replace(/%../g, (c) => c.toLowerCase()),
  'every byte percent': [...Buffer.from(key)].map((b) => `%${b.toString(16)}`).join(''),
  hex: Buffer.from(key).toString('hex'),
  'upper-case hex': Buffer.from(key).toString('hex').toUpperCase(),
  JSON: JSON.stringify(key).slice(1, -1),
  'JSON with escaped slash': JSON.stringify(key).slice(1, -1).replaceAll('/', '\\/'),
  'JSON in \\u form': [...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
}

/** Any six neighbouring characters of the form that are left over would be a leak. */
const leaks = (text: string, form: string) =>
  [...Array(Math.max(1, form.length - 10)).keys()].some((i) => text.includes(form.slice(i, i + 10)))

it.each(Object.entries(forms))('takes a registered key out in its %s form', (name, form) => {
  const { scrub, exact } = createScrubber([new Secret(key)])
  expect(exact(`before ${form} after`)).toContain('[redacted]')
  expect(exact(`before ${form} after`)).toMatch(/^before .*after$/)
  expect(leaks(scrub(`before ${form} after`), form)).toBe(false)
  if (!name.includes('offset'))
    expect(exact(`before ${form} after`).replace(/=+/, '')).toBe('before [redacted] after')
})

it.each(Object.entries(forms))('finds a %s form cut by any chunk border', (_name, form) => {
  const text = `start ${form} end`
  for (let cut = 0; cut <= text.length; cut++) {
    const stream = createScrubber([new Secret(key)]).stream()
    const out = stream.push(text.slice(0, cut)) + stream.push(text.slice(cut)) + stream.end()
    expect(leaks(out, form)).toBe(false)
  }
})

it('streams one character at a time, line by line and without any line end, as it scrubs the whole', () => {
  const secret = new Secret('canary-0123456789abcdef')
  const line = `GET https://host/x?token=abcdefgh1234&a=1 canary-0123456789abcdef `
  for (const text of [`${line}\n`.repeat(20), line.repeat(3000)]) {
    const { scrub, stream } = createScrubber([secret])
    const { push, end } = stream()
    let out = ''
    let longestPause = 0
    let pause = 0
    for (let at = 0; at < text.length; at += 997) {
      const piece = push(text.slice(at, at + 997))
      pause = piece === '' ? pause + 1 : 0
      longestPause = Math.max(longestPause, pause)
      out += piece
    }
    expect(out + end()).toBe(scrub(text))
    expect(longestPause).toBeLessThan(80)
  }
})

it('learns a key after it was made', () => {
  const scrubber = createScrubber()
  expect(scrubber.scrub('plain-secret-value')).toBe('plain-secret-value')
  scrubber.add(new Secret('plain-secret-value'))
  scrubber.add(new Secret('another-secret-one'))
  expect(scrubber.scrub('plain-secret-value another-secret-one')).toBe('[redacted] [redacted]')
})

it('does not blank out words for a key that is hardly one', () => {
  expect(createScrubber([new Secret('none')]).scrub('none of them')).toBe('none of them')
})

it.each([
  ['Authorization: Bearer abc.def-ghi', 'Authorization: [redacted]'],
  ['{"authorization":"Key 1234567890"}', '{"authorization":"[redacted]"}'],
  ['Cookie: session=abcdef', 'Cookie: [redacted]'],
  ['sent bearer abcdefghijklmnop to it', 'sent bearer [redacted] to it'],
  ['x-api-key: 12345678', 'x-api-key: [redacted]'],
  ['{"apiKey":"12345678","n":1}', '{"apiKey":"[redacted]","n":1}'],
  ['client_secret=hush-hush&a=b', 'client_secret=[redacted]&a=b'],
  ['https://h/p?key=abcdef123&alt=sse', 'https://h/p?key=[redacted]&alt=sse'],
  ['RUNWAY_KEY=abcdef123', 'RUNWAY_KEY=[redacted]'],
  [
    'https://h/v.mp4?X-Amz-Expires=60&X-Amz-Signature=0f0f0f0f&X-Amz-Credential=AKIA%2F1',
    'https://h/v.mp4?X-Amz-Expires=60&X-Amz-Signature=[redacted]&X-Amz-Credential=[redacted]',
  ],
  ['https://h/v.mp4?_jwt=abcd.efgh', 'https://h/v.mp4?_jwt=[redacted]'],
  ['https://h/v.mp4?a=1&token=abcdefgh', 'https://h/v.mp4?a=1&token=[redacted]'],
  ['Incorrect API key provided: sk-proj-A1b2C3d4E5f6G7h8', 'Incorrect API key provided: [redacted]'],
  ['key_0123456789abcdef0123456789abcdef is not valid', '[redacted] is not valid'],
  ['sk_V2_hgu_kAbCdEf123456789', '[redacted]'],
  ['t eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh t', 't [redacted] t'],
])('knows the look of a credential: %s', (text, scrubbed) => {
  const { scrub } = createScrubber()
  expect(scrub(text)).toBe(scrubbed)
  expect(scrub(scrubbed)).toBe(scrubbed)
})

it.each([
  'A fox in fresh snow, 5 s, 16:9',
  '/home/me/sk-8-tips-for-a-risk-free-winter-walk-in-2026.mp4',
  'idempotencyKey=0f8d3a52-6d1b-4a55-9d53-1f0d8c6f8e11 monthKey=2026-11 dayKey=2026-11-24',
  '{"keyEnv":"RUNWAYML_API_SECRET","prompt":"the key to the garden"}',
  'hint: set keys.prefer to "env", or export HEYGEN_API_KEY=<your key>',
  '"abc" must have the form key=value',
  'vidgen connect runway --key-stdin < key.txt',
  'job 01JD5Y8Q submitted sha256=9f86d081884c7d659a2feaa0c55ad015',
])('leaves ordinary text alone: %s', (text) => {
  expect(createScrubber().scrub(text)).toBe(text)
})

it('is quick: a megabyte of log lines, and a megabyte made to slow patterns down', () => {
  const { scrub } = createScrubber([new Secret('canary-0123456789abcdef')])
  const hostile = [
    'key'.repeat(350_000),
    'a'.repeat(1_000_000),
    '?token='.repeat(150_000),
    'authorization '.repeat(70_000),
    'eyJ'.repeat(350_000),
    'sk-'.repeat(350_000),
  ]
  for (const text of ['[POLL] waiting job=01JD5Y8Q status=RUNNING key\n'.repeat(20_000), ...hostile]) {
    const start = performance.now()
    expect(scrub(text).length).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(2000)
  }
})
