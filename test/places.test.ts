import { describe, expect, it } from 'vitest'
import { resolvePlaces } from '../src/places.ts'

const world = { env: {}, cwd: '/here', platform: 'linux' as const, homedir: '/home/ann' }

describe('resolvePlaces', () => {
  it('follows XDG on Linux, ignoring relative paths as the specification says', () => {
    expect(resolvePlaces(world)).toMatchObject({
      configFile: '/home/ann/.config/vidgen/config.json',
      ledgerFile: '/home/ann/.local/share/vidgen/vidgen.db',
    })
    const env = { XDG_CONFIG_HOME: '/etc/x', XDG_DATA_HOME: 'relative' }
    expect(resolvePlaces({ ...world, env })).toMatchObject({
      configFile: '/etc/x/vidgen/config.json',
      ledgerFile: '/home/ann/.local/share/vidgen/vidgen.db',
    })
  })

  it('puts everything under VIDGEN_HOME', () => {
    const places = resolvePlaces({ ...world, env: { VIDGEN_HOME: 'mine' } })
    for (const path of Object.values(places)) expect(path.startsWith('/here/mine')).toBe(true)
  })

  it('uses the platform’s own folders elsewhere', () => {
    expect(resolvePlaces({ ...world, platform: 'darwin' }).ledgerFile).toBe(
      '/home/ann/Library/Application Support/vidgen/vidgen.db',
    )
    expect(resolvePlaces({ ...world, platform: 'win32', env: { APPDATA: '/roaming' } }).configDir).toBe(
      '/roaming/vidgen',
    )
  })

  it('says so when there is no home', () => {
    expect(() => resolvePlaces({ ...world, homedir: '' })).toThrow(/no home folder/)
  })
})
