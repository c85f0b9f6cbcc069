/** Where vidgen keeps its things: `VIDGEN_HOME` moves everything; else the platform's own folders (XDG on Linux). */

import { isAbsolute, join, resolve } from 'node:path'
import { environmentError } from './errors.ts'

export interface Places {
  configDir: string
  dataDir: string
  configFile: string
  catalogFile: string
  ledgerFile: string
  vaultFile: string
  outboxDir: string
}

export interface PlacesWorld {
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  platform: NodeJS.Platform
  homedir: string
}

export function resolvePlaces(world: PlacesWorld): Places {
  const { configDir, dataDir } = folders(world)
  return {
    configDir,
    dataDir,
    configFile: join(configDir, 'config.json'),
    catalogFile: join(configDir, 'catalog.json'),
    vaultFile: join(configDir, 'vault'),
    ledgerFile: join(dataDir, 'vidgen.db'),
    outboxDir: join(dataDir, 'outbox'),
  }
}

function folders({ env, cwd, platform, homedir }: PlacesWorld): { configDir: string; dataDir: string } {
  if (env.VIDGEN_HOME) {
    const all = resolve(cwd, env.VIDGEN_HOME)
    return { configDir: all, dataDir: all }
  }
  if (!isAbsolute(homedir))
    throw environmentError('there is no home folder to keep the ledger in', {
      hint: 'set HOME or VIDGEN_HOME',
      code: 'ledger.unwritable',
    })
  if (platform === 'darwin') {
    const all = join(homedir, 'Library', 'Application Support', 'vidgen')
    return { configDir: all, dataDir: all }
  }
  if (platform === 'win32') {
    return {
      configDir: join(env.APPDATA ?? join(homedir, 'AppData', 'Roaming'), 'vidgen'),
      dataDir: join(env.LOCALAPPDATA ?? join(homedir, 'AppData', 'Local'), 'vidgen'),
    }
  }
  // The XDG specification says that a relative path is invalid and ignored.
  const xdg = (value: string | undefined, fallback: string) =>
    join(value && isAbsolute(value) ? value : join(homedir, fallback), 'vidgen')
  return { configDir: xdg(env.XDG_CONFIG_HOME, '.config'), dataDir: xdg(env.XDG_DATA_HOME, '.local/share') }
}
