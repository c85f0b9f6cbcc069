/** Deliberately broken variants of the program, and the test that notices each. Every one of them would cost money or a key. */

export interface Mutant {
  name: string
  /** Edits of src; each `from` stands exactly once in its file. */
  edits: readonly { file: string; from: string; to: string }[]
  caughtBy: { file: string; test: string }
}

export const mutants: readonly Mutant[] = [
  {
    name: 'sends again when the answer is lost',
    edits: [
      {
        file: 'jobs/submit.ts',
        from: "if (answer.outcome === 'ambiguous')",
        to: "if (answer.outcome === 'ambiguous' && failures > 0)",
      },
    ],
    caughtBy: { file: 'test/e2e/paid.test.ts', test: 'a reset after charging' },
  },
  {
    name: 'writes the intent after the POST',
    edits: [
      {
        file: 'jobs/submit.ts',
        from: '    await ledger.intend(lease, { idempotencyKey: intent.idempotencyKey })\n',
        to: '',
      },
      {
        file: 'jobs/submit.ts',
        from: '    const answer = await ask(work, intent, prepared)\n',
        to: '    const answer = await ask(work, intent, prepared)\n    await ledger.intend(lease, { idempotencyKey: intent.idempotencyKey })\n',
      },
    ],
    caughtBy: {
      file: 'test/e2e/crash.test.ts',
      test: 'the job is made and charged|the POST arrives|half the answer',
    },
  },
  {
    name: 'takes a twin’s video for the lost one',
    edits: [
      {
        file: 'ledger/transitions.ts',
        from: "if (answer.by === 'likeness') refuseAmbiguous(books, moment, row)",
        to: 'void [refuseAmbiguous, moment]',
      },
    ],
    caughtBy: { file: 'test/e2e/twins.test.ts', test: 'takes no video whose answer is still on its way' },
  },
  {
    name: 'writes straight to the target',
    edits: [
      {
        file: 'files/publish.ts',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
        from: 'const path = join(dirname(target), `${prefix}${epoch}.part`)',
        to: 'const path = target',
      },
      {
        file: 'files/publish.ts',
        from: 'discard: () => unlink(path).catch(() => {}),',
        to: 'discard: async () => {},',
      },
    ],
    caughtBy: { file: 'test/e2e/paid.test.ts', test: 'leaves no file when the result is cut' },
  },
  {
    name: 'takes a cut file for a video',
    edits: [{ file: 'jobs/deliver.ts', from: 'if (!found.ok)', to: 'if (!found.ok && !found.problem)' }],
    caughtBy: { file: 'test/e2e/paid.test.ts', test: 'leaves no file when the result is cut' },
  },
  {
    name: 'checks the budget, then inserts',
    edits: [
      {
        file: 'ledger/reserve.ts',
        from: '  return write(books, (moment) => {',
        to: `  write(books, (at) => job.paid && checkBudget(books, at, job, windowsAt(books, at)))
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
  return write(books, (moment) => {`,
      },
      { file: 'ledger/reserve.ts', from: '      checkBudget(books, moment, job, windows)\n', to: '' },
    ],
    caughtBy: { file: 'test/e2e/spending.test.ts', test: 'of eight at once' },
  },
  {
    name: 'follows redirects with the key',
    edits: [{ file: 'http/send.ts', from: "redirect: 'manual' as const", to: "redirect: 'follow' as const" }],
    caughtBy: { file: 'test/e2e/leaks.test.ts', test: 'sends the key to no other origin' },
  },
  {
    name: 'releases the hold when the answer is lost',
    edits: [{ file: 'jobs/recover.ts', from: 'await ledger.park(lease,', to: 'await ledger.reject(lease,' }],
    caughtBy: { file: 'test/e2e/spending.test.ts', test: 'holds while nobody knows' },
  },
  {
    name: 'takes the twin of a lost request',
    edits: [
      {
        file: 'ledger/reserve.ts',
        from: '      if (!job.evenIfUnknown) refuseDuplicateOfUnknown(books, moment, job)\n',
        to: '      if (job.evenIfUnknown) refuseDuplicateOfUnknown(books, moment, job)\n',
      },
    ],
    caughtBy: { file: 'test/e2e/jobs.test.ts', test: 'refuses its twin until --new' },
  },
  {
    name: 'replays under another key',
    edits: [
      {
        file: 'providers/heygen.wire.ts',
        from: "'idempotency-key': intent.idempotencyKey",
        to: "'idempotency-key': intent.idempotencyKey + call.clock.elapsedMs()",
      },
    ],
    caughtBy: { file: 'test/e2e/paid.test.ts', test: 'a reset after charging' },
  },
  {
    name: 'takes over what somebody alive holds',
    edits: [
      {
        file: 'ledger/leases.ts',
        from: '|| !ownerIsGone(books, moment, row)) return undefined',
        to: ') return undefined',
      },
    ],
    caughtBy: { file: 'test/e2e/jobs.test.ts', test: 'leaves alone what somebody alive is at' },
  },
  {
    name: 'prints what it is told',
    edits: [
      {
        file: 'scrub.ts',
        from: 'registered ? text.replace(registered, mark) : text',
        to: 'registered ? text : text',
      },
    ],
    caughtBy: { file: 'test/e2e/leaks.test.ts', test: 'repeats no key' },
  },
  {
    name: 'does not wait for the answer when interrupted',
    edits: [{ file: 'jobs/submit.ts', from: 'const graceMs = 4000', to: 'const graceMs = 0' }],
    caughtBy: { file: 'test/e2e/signals.test.ts', test: 'on its way waits for it' },
  },
]
