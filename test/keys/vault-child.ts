/** A process that changes a vault, for races and kills: `node vault-child.mjs <path> set <account> <key>` or `… rekey <new passphrase>`. */

import { randomBytes } from 'node:crypto'
import { createVault } from '../../src/keys/vault.ts'
import { Secret } from '../../src/secret.ts'

const [path, deed, ...rest] = process.argv.slice(2) as [string, string, string, string]
const vault = createVault({ path, randomBytes, passphrase: async () => new Secret(process.env.PASSPHRASE!) })
try {
  if (deed === 'set') await vault.set(rest[0], new Secret(rest[1]))
  else await vault.changePassphrase(new Secret(rest[0]))
  process.stdout.write('done')
} catch (error) {
  const { message, exitCode, code } = error as Error & { exitCode?: number; code?: string }
  process.stdout.write(`${exitCode} ${code} ${message}`)
}
