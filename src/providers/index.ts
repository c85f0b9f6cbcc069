/** The registry: adding a provider is one file and one line here. Help, connect, test, Mia and budgets all read it. */

import { usageError } from '../errors.ts'
import { heygen } from './heygen.ts'
import { openaiVideos } from './openai-videos.ts'
import type { Provider } from './provider.ts'
import { runway } from './runway.ts'
import { template } from './template.ts'

export const providers: readonly Provider[] = [template, runway, openaiVideos, heygen]

export function providerById(id: string): Provider {
  const provider = providers.find((candidate) => candidate.id === id)
  if (!provider)
    throw usageError(`there is no provider "${id}"`, {
      hint: `choose one of: ${providers.map((candidate) => candidate.id).join(', ')}`,
    })
  return provider
}
