/** A process that publishes a part, to be run under strace: `node publish-child.mjs <target>` prints the error, or the path. */

import { writeFileSync } from 'node:fs'
import type { VidgenError } from '../../src/errors.ts'
import { createPart, publish } from '../../src/files/publish.ts'

const target = process.argv[2] as string
const part = await createPart(target, { jobId: 'abcd', epoch: 1 })
writeFileSync(part.path, 'video')
try {
  await part.seal()
  process.stdout.write(await publish(part, target, 'default'))
} catch (error) {
  const { kind, code } = error as VidgenError
  process.stdout.write(`${kind} ${code}`)
} finally {
  await part.discard()
}
