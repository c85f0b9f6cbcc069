import { expect, it } from 'vitest'
import { VidgenError } from '../../src/errors.ts'
import { environmentKey } from '../../src/keys/env.ts'
import { providers } from '../../src/providers/index.ts'

const runway = { id: 'runway', title: 'Runway', keyEnv: 'RUNWAYML_API_SECRET', keyPrefixes: ['key_'] }

it('finds the key and says in which variable', () => {
  const found = environmentKey({ RUNWAYML_API_SECRET: ' key_abc\n' }, runway, providers)
  expect(found?.secret.reveal()).toBe('key_abc')
  expect(found?.detail).toBe('environment variable RUNWAYML_API_SECRET')
})

it('finds nothing where the variable is not set, or there is none', () => {
  expect(environmentKey({}, runway, providers)).toBeUndefined()
  expect(
    environmentKey({ undefined: 'key_abc' }, { ...runway, keyEnv: undefined }, providers),
  ).toBeUndefined()
})

it.each([
  ['', 'key.empty_env', 'RUNWAYML_API_SECRET is set but empty'],
  [' \n', 'key.empty_env', 'RUNWAYML_API_SECRET is set but empty'],
  ['key_\u200babc', 'key.bad_characters', 'RUNWAYML_API_SECRET: character 5 of the key is U+200B'],
  ['sk-abcdef', 'key.wrong_provider', 'RUNWAYML_API_SECRET: this looks like a key of'],
])('stops at %j', (value, code, message) => {
  const error = (() => {
    try {
      return environmentKey({ RUNWAYML_API_SECRET: value }, runway, providers)
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toBeInstanceOf(VidgenError)
  expect(error).toMatchObject({
    exitCode: 3,
    code,
    provider: 'runway',
    message: expect.stringContaining(message),
  })
})
