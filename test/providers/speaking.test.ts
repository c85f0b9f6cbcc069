import { describe, expect, it } from 'vitest'
import { speakingSeconds, spokenText } from '../../src/providers/speaking.ts'

describe('speakingSeconds', () => {
  it.each([
    ['', 0],
    ['one two three four five', 2],
    ["Version 2.4 — it's out!", 1.6],
    ['你好世界你好世界你', 2],
    ['  spaces \n and\tlines  ', 1.2],
    ['… !!! —', 0],
  ])('%j takes %s s', (text, seconds) => {
    expect(speakingSeconds(text)).toBeCloseTo(seconds, 5)
  })

  it('is heard from the script, or from the prompt in its place', () => {
    expect(spokenText({ prompt: ' a prompt ' })).toBe('a prompt')
    expect(spokenText({ prompt: 'a prompt', script: ' a script\n' })).toBe('a script')
  })
})
