/** A real CONNECT proxy, for tests that must go through one. */

import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { onTestFinished } from 'vitest'

/** A CONNECT proxy that takes every name for 127.0.0.1. */
export async function startProxy(authorization?: string) {
  const seen: string[] = []
  const instance = createServer()
  instance.on('connect', (request, client, head) => {
    seen.push(request.url ?? '')
    if (authorization !== undefined && request.headers['proxy-authorization'] !== authorization) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n')
      return
    }
    const upstream = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    for (const socket of [client, upstream]) socket.on('error', () => {})
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>((done) => instance.listen(0, '127.0.0.1', done))
  onTestFinished(() => void instance.close())
  return { seen, at: `127.0.0.1:${(instance.address() as AddressInfo).port}` }
}
