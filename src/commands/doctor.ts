/** `vidgen doctor`: everything a render needs, looked at one by one, with the step that mends what is broken. */

import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { environmentError, VidgenError } from '../errors.ts'
import { withExamples } from './help.ts'

export function registerDoctor(program: Command, withApp: WithApp): void {
  withExamples(
    program
      .command('doctor')
      .description('check Node, folders, disk, ledger, keys, proxy, encoder, clock and each provider')
      .option('--offline', 'ask nobody on the network')
      .action(withApp(run)),
    ['vidgen doctor', 'vidgen doctor --json'],
    [0, 8],
  )
}

export interface Finding {
  check: string
  status: 'ok' | 'note' | 'broken'
  detail: string
  hint?: string
}

async function run(app: App, flags: { offline?: boolean }): Promise<void> {
  const { checks } = await import('./doctor-checks.ts')
  const findings = (
    await Promise.all(
      checks.map(({ name, look }) =>
        examine(app, name, () => look(app, { offline: flags.offline ?? false })),
      ),
    )
  ).flat()
  if (app.output.json) app.output.document(findings)
  else {
    await app.output.table(
      ['check', 'status', 'detail'],
      findings.map(({ check, status, detail }) => [check, status, detail]),
    )
  }
  const broken = findings.filter(({ status }) => status === 'broken')
  for (const { check, hint } of findings) if (hint && !app.output.json) app.output.note(`${check}: ${hint}`)
  if (broken.length > 0)
    throw environmentError(`broken: ${broken.map(({ check }) => check).join(', ')}`, {
      hint: broken.find(({ hint }) => hint)?.hint,
    })
}

/** A check that throws is a finding, not an end: the others are still worth reading. */
async function examine(
  app: App,
  check: string,
  look: () => Promise<Omit<Finding, 'check'>[] | Omit<Finding, 'check'>>,
): Promise<Finding[]> {
  try {
    return [await look()].flat().map((finding) => ({ check, ...finding }))
  } catch (error) {
    if (app.signal.aborted) throw error
    const hint = error instanceof VidgenError ? error.hint : undefined
    return [{ check, status: 'broken', detail: error instanceof Error ? error.message : String(error), hint }]
  }
}
