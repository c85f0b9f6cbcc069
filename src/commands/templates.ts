/** `vidgen templates`: what the built-in renderer can make, and a scene to start one's own from. */

import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { withExamples } from './help.ts'

export function registerTemplates(program: Command, withApp: WithApp): void {
  const templates = program
    .command('templates')
    .description('list the built-in templates, or print one as a scene')
  withExamples(
    templates
      .command('list', { isDefault: true })
      .description('list the templates and what each takes')
      .action(withApp(list)),
    ['vidgen templates', 'vidgen templates --json'],
  )
  withExamples(
    templates
      .command('show')
      .description('print a template as a scene in JSON, to start your own from')
      .argument('<name>', 'a template of the list')
      .action(withApp(show)),
    ['vidgen templates show title > scene.json', 'vidgen render --template ./scene.json'],
  )
}

async function list(app: App): Promise<void> {
  const { templates } = await import('../template/templates/index.ts')
  const rows = templates.map(({ name, title, takes }) => ({ name, title, takes }))
  if (app.output.json) return app.output.document(rows)
  await app.output.table(
    ['template', 'makes', 'takes'],
    rows.map(({ name, title, takes }) => [name, title, takes]),
  )
}

async function show(app: App, name: string): Promise<void> {
  const { exampleScene } = await import('../template/templates/index.ts')
  app.output.lines([JSON.stringify(exampleScene(name), null, 2)])
}
