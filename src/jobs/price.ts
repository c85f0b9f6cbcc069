/** What a request costs at most, and on whose word. */

import { usageError, VidgenError } from '../errors.ts'
import { costOf } from '../ledger/money.ts'
import type { Model, Price, VideoRequest } from '../providers/provider.ts'

export interface Quote {
  /** `null`: nobody has published a price for this. */
  micros: number | null
  /** Shown to people and kept in the ledger. */
  basis: string
}

/** A published price older than this is shown as stale. */
const staleAfterDays = 90

type Priced = Pick<VideoRequest, 'durationSeconds' | 'resolution' | 'audio' | 'images'>

export interface Server {
  /** On this machine or a private network. */
  isOwn: boolean
  configuredUsdPerSecond?: number
}

/**
 * The user's own figures come first: that of config.json for a whole server, then that of catalog.json for one model; a server
 * of the user's own without either costs nothing.
 */
export function priceAt(price: Price, { isOwn, configuredUsdPerSecond }: Server): Price {
  if (configuredUsdPerSecond !== undefined) {
    const rates = [{ usdPerSecond: configuredUsdPerSecond }]
    return { rates, source: 'config.json', readAt: price.readAt, confidence: 'configured' }
  }
  if (!isOwn || price.confidence === 'free' || isUsersOwn(price)) return price
  return { rates: [{ usdPerSecond: 0 }], source: 'own server', readAt: price.readAt, confidence: 'free' }
}

/** The price of one request. */
export function quote(model: Model, request: Priced, server: Server): Quote {
  const price = priceAt(model.price, server)
  if (price.confidence === 'free')
    return { micros: 0, basis: price === model.price ? 'free' : `${price.source}: free` }
  const rate = price.rates.find(
    ({ resolution, audio }) =>
      (resolution === undefined || resolution === request.resolution) &&
      (audio === undefined || audio === (request.audio ?? model.audio !== 'none')),
  )
  if (!rate || rate.usdPerSecond === null) return { micros: null, basis: 'no published price' }
  const extra = costOf(price.usdPerImage ?? 0, request.images.length)
  const least = costOf(price.minimumUsd ?? 0, 1)
  return {
    micros: Math.max(least, costOf(rate.usdPerSecond, request.durationSeconds) + extra),
    basis: `$${rate.usdPerSecond}/s, ${price.source}${isDated(price) ? `, read ${price.readAt}` : ''}`,
  }
}

/** What one has set oneself, and what is free, has no date to go stale by. */
export const isDated = ({ confidence }: Price): boolean =>
  confidence === 'published' || confidence === 'read-by-others'

const isUsersOwn = ({ confidence, rates }: Price): boolean =>
  confidence === 'configured' && rates.some(({ usdPerSecond }) => usdPerSecond !== null)

export const isStale = (price: Price, now: Date): boolean =>
  isDated(price) && now.getTime() - Date.parse(price.readAt) > staleAfterDays * 86_400_000

/** The hold for a quote under `--max-cost`; refuses before anything is reserved. An unknown price needs the cap, which is then the hold. */
export function holdFor(priced: Quote, maxCostMicros: number | undefined, provider: string): number {
  if (priced.micros === null) {
    if (maxCostMicros !== undefined) return maxCostMicros
    throw new VidgenError(
      'budget',
      `no price is known for this model, so no budget can be kept; nothing was sent`,
      {
        code: 'budget.no_price',
        charged: false,
        provider,
        hint: 'give --max-cost <usd> (it is held in full), or set providers.<id>.usdPerSecond in config.json',
      },
    )
  }
  if (maxCostMicros !== undefined && priced.micros > maxCostMicros) {
    throw new VidgenError(
      'budget',
      `this render costs $${priced.micros / 1e6}, more than --max-cost $${maxCostMicros / 1e6}; nothing was sent`,
      {
        code: 'budget.max_cost',
        charged: false,
        provider,
        hint: 'shorten it with --duration, choose a cheaper model (`vidgen providers`), or raise --max-cost',
      },
    )
  }
  return priced.micros
}

/** The model asked for, or the provider's default; names what there is. */
export function findModel(models: readonly Model[], id: string, provider: string, now: Date): Model {
  const model = models.find((candidate) => candidate.id === id)
  if (!model)
    throw usageError(`${provider} has no model "${id}"`, {
      hint: `choose one of: ${models.map((m) => m.id).join(', ')}`,
    })
  const ended = model.sunset !== undefined && model.sunset <= now.toISOString().slice(0, 10)
  if (ended || model.status === 'shutdown') {
    throw new VidgenError(
      'rejected',
      `${provider} ended the model ${id}${ended ? ` on ${model.sunset}` : ''}; nothing was sent`,
      {
        charged: false,
        provider,
        hint: `choose another with --model: see \`vidgen providers ${provider}\``,
      },
    )
  }
  return model
}
