import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
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

describe('a config that others can change', () => {
  const named = { kind: 'environment', exitCode: 8 }

  it('is not followed: it could send a key to a server of theirs', async () => {
    const path = written('{}')
    chmodSync(path, 0o666)
    await expect(loadConfig(path)).rejects.toMatchObject({ ...named, code: 'state.insecure_file' })
    chmodSync(path, 0o664)
    expect(await loadConfig(path)).toEqual({})
    chmodSync(dirname(path), 0o777)
    await expect(loadConfig(path)).rejects.toMatchObject({ ...named, code: 'state.insecure_dir' })
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

  it('loses no change of two writers at once', async () => {
    const path = written('{}')
    const results = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((id) =>
        changeConfig(path, (config) => ({ providers: { ...config.providers, [id]: { baseUrl: id } } })),
      ),
    )
    const done = results.filter(({ status }) => status === 'fulfilled')
    expect(done.length).toBeGreaterThan(0)
    expect(Object.keys((await loadConfig(path)).providers ?? {})).toHaveLength(done.length)
    expect(readdirSync(dirname(path))).toEqual(['config.json'])
  })

  it('reads only once it holds the file', async () => {
    const path = written('{"keys":{"prefer":"env"}}')
    writeFileSync(`${path}.new`, '')
    let asked = false
    const change = changeConfig(path, (config) => {
      asked = true
      return config
    })
    await expect(change).rejects.toMatchObject({ kind: 'environment', code: 'config.busy' })
    expect(asked).toBe(false)
  })

  it('keeps a link to a file among the dotfiles', async () => {
    const real = written('{}')
    const path = join(temporaryFolder(), 'config.json')
    symlinkSync(real, path)
    await changeConfig(path, () => ({ keys: { prefer: 'env' } }))
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(JSON.parse(readFileSync(real, 'utf8'))).toEqual({ keys: { prefer: 'env' } })
  })

  it('says so when the disk is full, and leaves the file as it was', async () => {
    const folder = temporaryFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', folder])
    onTestFinished(() => void execFileSync('umount', [folder]))
    const path = join(folder, 'config.json')
    writeFileSync(path, '{}')
    const baseUrl = 'x'.repeat(100_000)
    await expect(changeConfig(path, () => ({ providers: { sora: { baseUrl } } }))).rejects.toMatchObject({
      kind: 'environment',
      code: 'disk.full',
    })
    expect(readFileSync(path, 'utf8')).toBe('{}')
    expect(readdirSync(folder)).toEqual(['config.json'])
  })

  it('refuses to build on a bad file, and leaves it', async () => {
    const path = written('{oops')
    await expect(changeConfig(path, () => ({}))).rejects.toMatchObject({ code: 'config.unreadable' })
    expect(readFileSync(path, 'utf8')).toBe('{oops')
  })
})
