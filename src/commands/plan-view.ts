/** `--dry-run`: the plan as it would be sent, its price, and what the budget would have left. */

import type { App } from '../app.ts'
import type { Plan } from '../jobs/plan.ts'
import { chargeWords } from '../jobs/settle-failure.ts'
import { formatUsd, toUsd } from '../ledger/money.ts'

export async function planDocument(app: App, plan: Plan) {
  const { month } = await (await app.ledger()).budget()
  return {
    dryRun: true,
    provider: plan.provider.id,
    model: plan.request.model.id,
    request: plan.requestJson,
    wouldSend: plan.provider.preview?.(plan.request, plan.connection.baseUrl) ?? null,
    output: plan.outputPath,
    connected: plan.connection.missingKey === undefined,
    cost: {
      estimatedUsd: plan.quote.micros === null ? null : toUsd(plan.quote.micros),
      holdUsd: toUsd(plan.holdMicros),
      basis: plan.quote.basis,
    },
    budget: {
      freeUsd: month.freeMicros === null ? null : toUsd(month.freeMicros),
      freeAfterUsd: month.freeMicros === null ? null : toUsd(month.freeMicros - plan.holdMicros),
    },
    chargedOn: plan.provider.chargedOn,
    warnings: plan.warnings,
  }
}

export async function planLines(app: App, plan: Plan): Promise<string[]> {
  const { request, provider } = plan
  const { month } = await (await app.ledger()).budget()
  const left =
    month.freeMicros === null
      ? 'no cap'
      : `${formatUsd(month.freeMicros - plan.holdMicros)} of ${formatUsd(month.freeMicros)} would be left`
  return [
    `provider    ${provider.title} (${request.model.id})${plan.connection.missingKey ? ', not connected' : ''}`,
    `video       ${request.durationSeconds} s, ${request.ratio}${request.resolution ? `, ${request.resolution}` : ''}`,
    `price       ${provider.paid ? `${formatUsd(plan.holdMicros)} at most (${plan.quote.basis})` : 'free'}`,
    ...(provider.paid
      ? [
          `budget      ${left}`,
          `on failure  ${chargeWords(provider.chargedOn.failed)}; refused by moderation: ${chargeWords(provider.chargedOn.moderated)}`,
        ]
      : []),
    `file        ${plan.outputPath}`,
    'nothing was reserved, nothing was sent',
  ]
}
