/** What `vidgen doctor` looks at; one small function each. `note` is worth knowing, `broken` stops a render. */

import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { App } from '../app.ts'
import { version } from '../version.ts'
import type { Finding } from './doctor.ts'

type Result = Omit<Finding, 'check'>

export interface Check {
  name: string
  look(app: App, options: { offline: boolean }): Promise<Result | Result[]>
}

const ok = (detail: string): Result => ({ status: 'ok', detail })
const note = (detail: string, hint?: string): Result => ({ status: 'note', detail, hint })

/** Less than this is too little for a minute of 1080p with its part file. */
const wantedFreeBytes = 500_000_000

export const checks: readonly Check[] = [
  {
    name: 'program',
    look: async (app) => ok(`vidgen ${version()}, Node ${app.nodeVersion}, ${app.platform}`),
  },
  {
    name: 'folders',
    async look(app) {
      const places = await app.places()
      return ok(`config ${places.configDir}, data ${places.dataDir}`)
    },
  },
  {
    name: 'config',
    look: lookAtConfig,
  },
  {
    name: 'disk',
    async look(app) {
      const { bavail, bsize } = await statfs(app.cwd)
      const free = bavail * bsize
      return free > wantedFreeBytes
        ? ok(`${Math.floor(free / 1e6)} MB free here`)
        : {
            status: 'broken',
            detail: `only ${Math.floor(free / 1e6)} MB free here`,
            hint: 'make room, or render to another folder with -o',
          }
    },
  },
  {
    name: 'ledger',
    async look(app) {
      const ledger = await app.ledger()
      const result = await ledger.verify()
      if (!result.ok)
        return {
          status: 'broken',
          detail: result.problems.join('; '),
          hint: 'run `vidgen ledger verify` and restore the last good backup',
        }
      const unfinished = (await ledger.unfinished()).length
      return unfinished === 0
        ? ok(`${result.entries} entries, whole`)
        : note(
            `${result.entries} entries, whole; ${unfinished} unfinished jobs`,
            'go on with them: vidgen jobs resume --all',
          )
    },
  },
  {
    name: 'encoder',
    async look() {
      const { encoderStatus } = await import('../template/encode.ts')
      const encoder = await encoderStatus()
      return encoder
        ? ok(`${encoder.name} ${encoder.version}`)
        : {
            status: 'broken',
            detail: 'no H.264 encoder',
            hint: 'install ffmpeg, or reinstall vidgen with its optional dependencies',
          }
    },
  },
  {
    name: 'clock',
    async look(app) {
      const now = app.clock.now()
      const detail = `the clock says ${now.toISOString()}`
      if (now.getFullYear() < 2026)
        return { status: 'broken', detail, hint: 'set the clock: budgets and signatures hang on it' }
      const counted = await countedDay(app)
      // A zone may be a day ahead of UTC; more than that is a clock that was wrong once, or is wrong now.
      const tomorrow = new Date(now.getTime() + 24 * 3600 * 1000).toISOString().slice(0, 10)
      return counted === undefined || counted <= tomorrow
        ? ok(now.toISOString())
        : note(
            `${detail}, but the budget counts ${counted}: it was ahead once, or it is behind now`,
            'once the clock is right, say so by setting a cap: vidgen ledger budget set --monthly 25',
          )
    },
  },
  {
    name: 'proxy',
    async look({ env }) {
      const proxy = env.HTTPS_PROXY ?? env.https_proxy ?? env.HTTP_PROXY ?? env.http_proxy
      // The address may carry a password: its host alone is shown.
      return proxy
        ? note(`through ${URL.canParse(proxy) ? new URL(proxy).host : 'an address that cannot be read'}`)
        : ok('none')
    },
  },
  { name: 'providers', look: lookAtProviders },
]

/** A file that is bad throws, and is the finding. */
async function lookAtConfig(app: App): Promise<Result[]> {
  const { settingsInForce, strangersIn } = await import('./settings.ts')
  await app.config()
  const strangers = (await strangersIn(app)).map(({ id, meant }) =>
    note(
      `providers.${id}: there is no such provider, so that this counts for nothing`,
      meant ? `did you mean "${meant}"?` : 'remove it',
    ),
  )
  const settings = (await settingsInForce(app)).map(({ name, value, from, beats }) =>
    ok(`${name} = ${value} (${from}${beats ? `, not ${beats}` : ''})`),
  )
  const { configFile } = await app.places()
  return [ok(existsSync(configFile) ? configFile : `none (${configFile})`), ...settings, ...strangers]
}

async function lookAtProviders(app: App, { offline }: { offline: boolean }): Promise<Result[]> {
  const { providers } = await import('../providers/index.ts')
  const { connect } = await import('../jobs/connection.ts')
  return Promise.all(
    providers.map(async (provider): Promise<Result> => {
      try {
        const connection = await connect(app, provider)
        if (connection.missingKey) return note(`${provider.id}: not connected`)
        if (offline || !provider.paid) return ok(`${provider.id}: ready`)
        const { status, message } = await provider.check(await connection.call())
        return status === 'ok' ? ok(`${provider.id}: ok`) : note(`${provider.id}: ${message ?? status}`)
      } catch (error) {
        return note(`${provider.id}: ${(error as Error).message}`)
      }
    }),
  )
}

/** A ledger that cannot be read has a check of its own. */
const countedDay = async (app: App): Promise<string | undefined> => {
  try {
    return (await (await app.ledger()).budget()).day.window
  } catch {
    return undefined
  }
}
