import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changeConfig, loadConfig } from '../src/config.ts'
import { temporaryFolder } from './helpers/run.ts'

const written = (content: string | Buffer): string => {
  const path = join(temporaryFolder(), 'config.json')
  writeFileSync(path, content)
  return path
}

describe('loadConfig', () => {
  it('is empty where there is no file', async () => {
    expect(await loadConfig(join(temporaryFolder(), 'none.json'))).toEqual({})
  })

  it('takes every known key', async () => {
    const config = {
      keys: { prefer: 'env' },
      providers: { sora: { baseUrl: 'http://localhost:8091/v1', usdPerSecond: 0.05 } },
      defaults: {
        provider: 'template',
        model: 'm',
        ratio: '9:16',
        resolution: '720p',
        duration: 8,
        output: 'clips/',
        audio: false,
      },
    }
    expect(await loadConfig(written(JSON.stringify(config)))).toEqual(config)
  })

  it.each([
    ['{"key":{}}', 'config.unknown_key', '"keys"'],
    ['{"defaults":{"durration":5}}', 'config.unknown_key', '"defaults.duration"'],
    ['{"providers":{"sora":{"base_url":"x"}}}', 'config.unknown_key', 'baseUrl'],
    ['{"keys":{"prefer":"file"}}', 'config.bad_value', ''],
    ['{"defaults":{"duration":"5"}}', 'config.bad_value', ''],
    ['{"defaults":[]}', 'config.bad_value', ''],
    ['[]', 'config.bad_value', ''],
    ['{"__proto__":{"x":1}}', 'input.forbidden_key', ''],
    ['{"providers":{"__proto__":{"baseUrl":"x"}}}', 'input.forbidden_key', ''],
  ])('refuses %s', async (text, code, hint) => {
    await expect(loadConfig(written(text))).rejects.toMatchObject({ kind: 'usage', code })
    if (hint)
      await expect(loadConfig(written(text))).rejects.toMatchObject({ hint: expect.stringContaining(hint) })
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  it('says the line and the column of a mistake in the JSON', async () => {
    await expect(loadConfig(written('{\n  "keys": {,}\n}'))).rejects.toThrow(/line 2, column 1\d/)
    await expect(loadConfig(written('{"keys": '))).rejects.toThrow(/line 1, column 10/)
  })

  it('refuses what is no config file, and never hangs', async () => {
    const folder = temporaryFolder()
    execFileSync('mkfifo', [join(folder, 'fifo')])
    mkdirSync(join(folder, 'directory'))
    const bad = [
      join(folder, 'fifo'),
      join(folder, 'directory'),
      written(Buffer.alloc(2_000_000, 32)),
      written('{"a":"\0"}'),
      written(Buffer.from([0x7b, 0xff, 0x7d])),
    ]
    for (const path of bad)
      await expect(loadConfig(path), path).rejects.toMatchObject({ kind: 'usage', code: 'config.unreadable' })
  })
})

describe('changeConfig', () => {
  it('writes a private file and keeps what it does not change', async () => {
    const path = join(temporaryFolder(), 'new', 'config.json')
    await changeConfig(path, (config) => ({ ...config, keys: { prefer: 'env' } }))
    await changeConfig(path, (config) => ({
      ...config,
      providers: { sora: { baseUrl: 'http://localhost:1' } },
    }))
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      keys: { prefer: 'env' },
      providers: { sora: { baseUrl: 'http://localhost:1' } },
    })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('refuses to build on a bad file, and leaves it', async () => {
    const path = written('{oops')
    await expect(changeConfig(path, () => ({}))).rejects.toMatchObject({ code: 'config.unreadable' })
    expect(readFileSync(path, 'utf8')).toBe('{oops')
  })
})
