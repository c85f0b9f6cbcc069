/** A request's body as fields: JSON, or a form whose files are told by name, type and size. */

export async function readFields(
  headers: Record<string, string>,
  raw: Buffer,
): Promise<Record<string, unknown>> {
  const type = headers['content-type'] ?? ''
  if (raw.length === 0) return {}
  if (type.startsWith('application/json')) return JSON.parse(raw.toString()) as Record<string, unknown>
  if (!type.startsWith('multipart/form-data')) return {}
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData()
  const fields: Record<string, unknown> = {}
  for (const [name, value] of form.entries())
    fields[name] =
      typeof value === 'string' ? value : { file: value.name, type: value.type, size: value.size }
  return fields
}
