/**
 * One question to the OS keychain, in a process of its own, because the answer may never come: an unlock prompt that nobody sees
 * hangs the library for ever, and then even process.exit() hangs. The parent kills this process when its patience ends.
 *
 * Plain JavaScript, and using `process`, because it is a program of its own: Node runs it as it lies, from src in tests and from
 * dist as an entry point of the bundle. Question and answer pass over the IPC channel, never over arguments or environment.
 */

/** Without the pin the library falls back to the kernel's keyring, which a reboot empties. */
const pinned = { linux: { store: 'secret-service' } }

async function perform({ operation, service, account, secret }) {
  const { AsyncEntry, findCredentialsAsync } = await import('@napi-rs/keyring')
  const entry = () => new AsyncEntry(service, account, pinned)
  switch (operation) {
    case 'list':
      return (await findCredentialsAsync(service)).map(({ account, password }) => ({
        account,
        secret: password,
      }))
    case 'get':
      return entry().getPassword()
    case 'set':
      // Throws where no Secret Service answers: a failed set may leave the secret in the kernel's keyring, so it is not tried.
      await findCredentialsAsync(service)
      return entry().setPassword(secret)
    case 'remove':
      return entry().deleteCredential()
  }
}

// Ctrl-C goes to the whole group; the parent decides what it means and ends this process. Else it would look like a broken keychain.
process.on('SIGINT', () => {})

// The parent is gone: nobody waits for the answer, and a normal exit could hang.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

process.once('message', async (question) => {
  const answer = await perform(question).then(
    (value) => ({ value: value ?? null }),
    (error) => ({ error: error instanceof Error ? error.message : String(error) }),
  )
  process.send(answer)
})
