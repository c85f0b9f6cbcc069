/**
 * Compiles src/template/pixels/assembly into src/template/pixels/program.ts: `npm run build:pixels`, after each change of it. The
 * result is committed, so that the renderer runs from its sources too; a test compiles again and compares.
 */

import { writeFileSync } from 'node:fs'
import asc from 'assemblyscript/asc'

const folder = new URL('../src/template/pixels/', import.meta.url).pathname

/** The WebAssembly program. */
export async function compilePixels() {
  let program = new Uint8Array()
  const { error, stderr } = await asc.main(
    [
      ...['assembly/index.ts', '--baseDir', folder, '--outFile', 'program.wasm'],
      ...['-O3', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--noExportMemory'],
      // Of vectors that leave a module: these stay inside.
      ...['--disableWarning', '112'],
    ],
    { writeFile: (_name, contents) => (program = contents) },
  )
  if (error !== null) throw new Error(`${stderr}`, { cause: error })
  return program
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const lines = Buffer.from(await compilePixels())
    .toString('base64')
    .match(/.{1,96}/g)
    .map((line) => `  '${line}',\n`)
  writeFileSync(
    `${folder}program.ts`,
    `/** Compiled from assembly/ by \`npm run build:pixels\`. */\nexport const program = [\n${lines.join('')}].join('')\n`,
  )
}
