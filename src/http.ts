/** Requests and downloads. Written by its own slice; the types are what providers are given. */

export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  headers?: Readonly<Record<string, string>>
  json?: unknown
  form?: FormData
  timeoutSeconds?: number
}

export interface HttpAnswer {
  status: number
  headers: Headers
  text: string
  /** Undefined when the body is not JSON. */
  json?: unknown
}

export interface Http {
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>
}
