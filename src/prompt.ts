/** Questions to a person. @inquirer/prompts takes 54 ms to import, so it is loaded at the first question. */

import { VidgenError } from './errors.ts'

export interface Choice<T> {
  name: string
  value: T
  description?: string
  disabled?: string
}

export interface Prompt {
  text(
    question: string,
    options?: { default?: string; validate?(answer: string): string | true },
  ): Promise<string>
  secret(question: string): Promise<string>
  confirm(question: string, byDefault: boolean): Promise<boolean>
  select<T>(question: string, choices: readonly Choice<T>[], byDefault?: T): Promise<T>
}

/** Ctrl-C at a question: nothing was written or sent, exit 130. */
function cancelled(cause: unknown): VidgenError {
  return new VidgenError('cancelled', 'cancelled at a question; nothing was sent or written', { cause })
}

/** Questions go to `output` (stderr): stdout is for the result alone. */
export function createPrompt(streams: {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
  signal: AbortSignal
}): Prompt {
  const ask = async <T>(
    question: (inquirer: typeof import('@inquirer/prompts')) => Promise<T>,
  ): Promise<T> => {
    try {
      return await question(await import('@inquirer/prompts'))
    } catch (error) {
      if (error instanceof Error && /^(ExitPrompt|AbortPrompt)Error$/.test(error.name)) throw cancelled(error)
      throw error
    }
  }
  return {
    text: (message, options = {}) =>
      ask((q) => q.input({ message, default: options.default, validate: options.validate }, streams)),
    secret: (message) => ask((q) => q.password({ message, mask: '*' }, streams)),
    confirm: (message, byDefault) => ask((q) => q.confirm({ message, default: byDefault }, streams)),
    select: <T>(message: string, choices: readonly Choice<T>[], byDefault?: T) =>
      ask((q) =>
        q.select<T>(
          {
            message,
            choices: choices.map((c) => ({ ...c, disabled: c.disabled ?? false })),
            default: byDefault,
          },
          streams,
        ),
      ),
  }
}
