/** The part of JSON Schema that the vendors' documents use. Keys that a schema does not name are reported too: services refuse them. */

type Schema = { [key: string]: unknown }

export interface SchemaDocument {
  /** Target of `#/components/schemas/<name>`. */
  schemas?: Readonly<Record<string, Schema>>
}

/** What is wrong, one line each; empty when the value fits. */
export function violations(
  value: unknown,
  schema: unknown,
  document: SchemaDocument = {},
  at = '$',
): string[] {
  const rules = schema as Schema
  if (typeof rules.$ref === 'string') {
    const name = rules.$ref.split('/').at(-1) ?? ''
    return violations(value, document.schemas?.[name] ?? {}, document, at)
  }
  for (const key of ['oneOf', 'anyOf'] as const) {
    const arms = rules[key]
    if (!Array.isArray(arms)) continue
    const found = arms.map((arm) => violations(value, arm, document, at))
    if (found.some((list) => list.length === 0)) return []
    return found.sort((a, b) => a.length - b.length)[0] ?? []
  }
  return [...kindViolations(value, rules, at), ...objectViolations(value, rules, document, at)]
}

const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value

function kindViolations(value: unknown, rules: Schema, at: string): string[] {
  const kinds = [rules.type].flat().filter((kind) => kind !== undefined) as string[]
  const kind = kindOf(value)
  const wrong: string[] = []
  if (kinds.length > 0 && !kinds.includes(kind) && !(kind === 'integer' && kinds.includes('number')))
    wrong.push(`${at} is ${kind}, not ${kinds.join(' or ')}`)
  if (Array.isArray(rules.enum) && !rules.enum.includes(value))
    wrong.push(`${at} is ${JSON.stringify(value)}, not one of ${JSON.stringify(rules.enum)}`)
  if (typeof value === 'string') {
    if (value.length < Number(rules.minLength ?? 0)) wrong.push(`${at} is too short`)
    if (value.length > Number(rules.maxLength ?? Number.POSITIVE_INFINITY)) wrong.push(`${at} is too long`)
  }
  return wrong
}

function objectViolations(value: unknown, rules: Schema, document: SchemaDocument, at: string): string[] {
  if (Array.isArray(value))
    return rules.items === undefined
      ? []
      : value.flatMap((item, index) => violations(item, rules.items, document, `${at}[${index}]`))
  if (typeof value !== 'object' || value === null) return []
  const properties = (rules.properties ?? {}) as Record<string, unknown>
  const missing = ((rules.required ?? []) as string[])
    .filter((name) => !(name in value))
    .map((name) => `${at}.${name} is missing`)
  return [
    ...missing,
    ...Object.entries(value).flatMap(([name, item]) =>
      name in properties
        ? violations(item, properties[name], document, `${at}.${name}`)
        : rules.properties
          ? [`${at}.${name} is unknown`]
          : [],
    ),
  ]
}
