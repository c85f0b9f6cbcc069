/** `vidgen templates`: what the built-in renderer can make, and a scene to start one's own from. */

import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { environmentError, usageError } from '../errors.ts'
import { withExamples } from './help.ts'
import { parseNumber } from './values.ts'

export function registerTemplates(program: Command, withApp: WithApp): void {
  const templates = program
    .command('templates')
    .description('list the built-in templates, or print one as a scene')
  withExamples(templates, ['vidgen templates', 'vidgen templates show title > scene.json'])
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
  withExamples(
    templates
      .command('still')
      .description('draw one frame of a template or a scene file as PNG, to look at while you write it')
      .argument('<name|file>', 'a template of the list, or a scene as JSON')
      .option('--at <seconds>', 'the moment to draw', (text) => parseNumber(text, '--at'), 1)
      .requiredOption('-o, --output <file>', 'where the PNG goes; an existing file is not replaced')
      .action(withApp(still)),
    [
      'vidgen templates still title --at 2.5 -o frame.png',
      'vidgen templates still ./scene.json -o frame.png',
    ],
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

async function still(
  app: App,
  nameOrFile: string,
  { at, output }: { at: number; output: string },
): Promise<void> {
  const { checkScene, fillScene, parseSceneFile } = await import('../template/scene-file.ts')
  const { exampleScene } = await import('../template/templates/index.ts')
  const isFile = /[./\\]/.test(nameOrFile)
  const source = isFile
    ? parseSceneFile(
        await (await import('./text-files.ts')).readText(app, nameOrFile, 'the scene'),
        nameOrFile,
      )
    : exampleScene(nameOrFile)
  const scene = isFile ? fillScene(source, {}) : checkScene(source)
  if (at > scene.durationSeconds)
    throw usageError(`--at ${at} is past the end: the scene has ${scene.durationSeconds} s`)
  const { stillPng } = await import('../template/painter.ts')
  const path = resolve(app.cwd, output)
  const { writeFile } = await import('node:fs/promises')
  await writeFile(path, await stillPng(scene, at), { flag: 'wx' }).catch((cause) => {
    if (cause.code === 'EEXIST')
      throw usageError(`${path} exists already`, { hint: 'choose another name with -o' })
    throw environmentError(`${path} could not be written: ${cause.message}`, { cause })
  })
  app.output.lines([path])
}
