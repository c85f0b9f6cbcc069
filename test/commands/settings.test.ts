import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.ts'
import { cli } from '../helpers/cli.ts'
import { temporaryFolder } from '../helpers/run.ts'

const key = `key_${'0'.repeat(128)}`

function homeWith(config: Config | Record<string, unknown>): string {
  const home = temporaryFolder()
  writeFileSync(join(home, 'config.json'), JSON.stringify(config))
  return home
}

async function modelOf(args: readonly string[], config: Config, env: Record<string, string> = {}) {
  const { stdout, stderr } = await cli(['render', 'A fox', ...args, '--dry-run', '--json'], {
    home: homeWith(config),
    env: { RUNWAYML_API_SECRET: key, ...env },
  })
  expect(stderr).toBe('')
  return JSON.parse(stdout).model
}

describe('which model counts', () => {
  it('is the flag, then the variable, then the config, then the default', async () => {
    const env = { RUNWAY_TEXT_TO_VIDEO_MODEL: 'gen4.5' }
    const own: Config = { defaults: { provider: 'runway', model: 'veo3.1' } }
    expect(await modelOf([], own)).toBe('veo3.1')
    expect(await modelOf([], own, env)).toBe('gen4.5')
    expect(await modelOf(['-m', 'veo3.1'], own, env)).toBe('veo3.1')
    expect(await modelOf(['-p', 'runway'], {})).toBe('gen4.5')
  })

  it('is not one that the config meant for another provider', async () => {
    const meant: Config = { defaults: { provider: 'runway', model: 'veo3.1' } }
    expect(await modelOf(['-p', 'template'], meant)).toBe('template')
  })
})

describe('doctor', () => {
  const doctor = async (config: Config | Record<string, unknown>, env: Record<string, string> = {}) => {
    const { stdout } = await cli(['doctor', '--offline', '--json'], { home: homeWith(config), env })
    const found = JSON.parse(stdout) as { check: string; status: string; detail: string; hint?: string }[]
    return found.filter(({ check }) => check === 'config')
  }

  it('says what counts and where it came from', async () => {
    const config: Config = {
      keys: { prefer: 'env' },
      providers: { sora: { baseUrl: 'https://example.com/v1', usdPerSecond: 0.1 } },
      defaults: { provider: 'runway', model: 'veo3.1', duration: 8 },
    }
    const details = (await doctor(config)).map(({ detail }) => detail).slice(1)
    expect(details).toEqual([
      'keys.prefer = env (config.json)',
      'sora.baseUrl = https://example.com/v1 (config.json)',
      'sora.usdPerSecond = 0.1 (config.json)',
      'defaults.provider = runway (config.json)',
      'defaults.model = veo3.1 (config.json)',
      'defaults.duration = 8 (config.json)',
    ])
    const env = { OPENAI_BASE_URL: 'http://localhost:2/v1', RUNWAY_TEXT_TO_VIDEO_MODEL: 'gen4.5' }
    const beaten = (await doctor(config, env)).map(({ detail }) => detail)
    expect(beaten).toContain('sora.baseUrl = http://localhost:2/v1 (OPENAI_BASE_URL, not config.json)')
    expect(beaten).toContain('runway.model = gen4.5 (RUNWAY_TEXT_TO_VIDEO_MODEL, not config.json)')
    expect(beaten.join()).not.toContain('defaults.model')
  })

  it('names a provider that is none', async () => {
    expect(await doctor({ providers: { runwy: { baseUrl: 'https://example.com' } } })).toContainEqual({
      check: 'config',
      status: 'note',
      detail: expect.stringContaining('providers.runwy'),
      hint: 'did you mean "runway"?',
    })
  })
})
