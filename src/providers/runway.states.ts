/** What a task of Runway says, as the state of a job: how far it is, how it failed, what it cost. */

import { z } from 'zod'
import type { Call, JobState } from './provider.ts'

/** 1 credit = $0.01. */
export const microsPerCredit = 10_000

/** URLs live 24–48 h. */
const resultLivesMs = 24 * 60 * 60_000

export const credits = z.object({ credits: z.number() }).optional().catch(undefined)
export const taskSchema = z.object({
  status: z.string(),
  progress: z.number().optional().catch(undefined),
  output: z.array(z.string()).optional().catch(undefined),
  failure: z.string().optional().catch(undefined),
  failureCode: z.string().optional().catch(undefined),
  cost: credits,
})
type Task = z.infer<typeof taskSchema>

export function stateOf(call: Call, taskId: string, task: Task): JobState {
  const costMicros = task.cost && Math.round(task.cost.credits * microsPerCredit)
  switch (task.status) {
    case 'SUCCEEDED':
      if (!task.output?.[0]) return { status: 'waiting', detail: 'finished, the result is not there yet' }
      return {
        status: 'done',
        video: { taskId },
        costMicros,
        expiresAt: new Date(call.clock.now().getTime() + resultLivesMs).toISOString(),
      }
    case 'FAILED':
      return failed(task, costMicros)
    case 'CANCELLED':
      return {
        status: 'failed',
        reason: 'cancelled',
        message: 'the task was cancelled',
        ...charge(costMicros, 'unknown'),
      }
    case 'THROTTLED':
      return { status: 'waiting', detail: 'throttled: the account is at its limit of running tasks' }
    case 'RUNNING':
      return {
        status: 'waiting',
        progress: task.progress === undefined ? undefined : Math.min(1, Math.max(0, task.progress)),
        detail: 'running',
      }
    case 'PENDING':
      return { status: 'waiting', detail: 'pending' }
    default:
      // Runway adds words without notice; only the terminal ones end the wait.
      return { status: 'waiting', detail: task.status.slice(0, 40) }
  }
}

/** docs.dev.runwayml.com errors/task-failures; the refund column from a third-party copy, so `cost.credits` goes first. */
function failed({ failure, failureCode = '' }: Task, costMicros: number | undefined): JobState {
  const message = [failure ?? 'the task failed', failureCode && `(${failureCode})`].filter(Boolean).join(' ')
  if (/^SAFETY\.INPUT/.test(failureCode))
    return {
      status: 'failed',
      reason: 'moderated',
      message,
      ...charge(costMicros, true),
      hint: 'change the prompt or the picture; the same request will be refused again',
    }
  if (/SAFETY/.test(failureCode))
    return {
      status: 'failed',
      reason: 'moderated',
      message,
      ...charge(costMicros, false),
      hint: 'change the prompt',
    }
  const refunded = failureCode === '' || /^(INTERNAL|INPUT_PREPROCESSING|ASSET|THIRD_PARTY)/.test(failureCode)
  const hint = failureCode.startsWith('INTERNAL.BAD_OUTPUT')
    ? 'change the prompt; text and logos in the picture are a frequent cause'
    : failureCode.startsWith('THIRD_PARTY')
      ? 'try again later, or choose another --model'
      : undefined
  return {
    status: 'failed',
    reason: 'failed',
    message,
    ...charge(costMicros, refunded ? false : 'unknown'),
    hint,
  }
}

/** What the task itself says; else the documented habit. */
function charge(costMicros: number | undefined, otherwise: boolean | 'unknown') {
  if (costMicros === undefined) return { charged: otherwise }
  return costMicros > 0 ? { charged: true, costMicros } : { charged: false }
}
