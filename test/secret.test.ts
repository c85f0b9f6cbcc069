import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { Secret } from '../src/secret.ts'

const key = 'canary-secret-1b7e4f'
const secret = new Secret(key)

it.each<[string, () => unknown]>([
  ['a template', () => `${secret}`],
  ['String', () => String(secret)],
  ['JSON', () => JSON.stringify({ secret, list: [secret] })],
  ['inspect', () => inspect({ secret }, { depth: 9, showHidden: true, getters: true })],
  ['Object.entries', () => JSON.stringify(Object.entries(secret))],
  ['a spread', () => inspect({ ...secret })],
  ['structuredClone', () => inspect(structuredClone({ secret }))],
  ['an error’s cause', () => inspect(new Error('no', { cause: secret }))],
  ['a Map', () => inspect(new Map([[secret, secret]]))],
  ['util.format', () => inspect([secret, [secret]], { compact: false })],
])('never prints by %s', (_name, print) => {
  expect(String(print())).not.toContain(key)
})

it('shows a name of the account that gives nothing away, and the key only when asked for it', () => {
  expect(secret.fingerprint()).toMatch(/^[0-9a-f]{12}$/)
  expect(secret.fingerprint()).toBe(new Secret(key).fingerprint())
  expect(secret.fingerprint()).not.toBe(new Secret(`${key}x`).fingerprint())
  expect(secret.reveal()).toBe(key)
})
