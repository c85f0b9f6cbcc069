/**
 * What the tables and a user's `catalog.json` must look like. Loaded by whoever reads a file from outside, and by the test of the
 * tables; never by recommend(), which must not pay for zod.
 */

import { z } from 'zod'
import { usageError } from '../errors.ts'
import { contentTypes, hardNeeds, needs, termNames } from './types.ts'

const unit = z.number().min(0).max(1)
const isoDate = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must be a date such as 2026-11-22')
const ratio = z.string().regex(/^\d+:\d+$|^auto$/, 'must be a ratio such as 16:9')
const needVector = z.partialRecord(z.enum(needs), unit)
const contentType = z.enum(contentTypes)
const evidence = { source: z.string().min(1), readAt: isoDate }

const sumsToOne = (parts: Readonly<Record<string, number | undefined>>): boolean =>
  Math.abs(Object.values(parts).reduce<number>((sum, part) => sum + (part ?? 0), 0) - 1) < 1e-9

export const knowledgeSchema = z.strictObject({
  version: z.number().int().positive(),
  asOf: isoDate,
  kinds: z.record(z.enum(['renderer', 'clip', 'avatar']), z.record(z.enum(needs), unit)),
  contentTypes: z.record(
    contentType,
    z.strictObject({
      weights: needVector.refine(sumsToOne, 'weights must add up to 1'),
      hard: z.array(z.enum(hardNeeds)),
    }),
  ),
  weights: z.record(z.enum(termNames), unit).refine(sumsToOne, 'weights must add up to 1'),
  arena: z.record(
    z.enum(['textToVideo', 'imageToVideo']),
    z.strictObject({ anchorElo: z.number().positive(), ...evidence }),
  ),
})

const pixels = z.number().int().min(0).max(1920)

export const platformsSchema = z.record(
  z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  z.strictObject({
    label: z.string().min(1),
    aliases: z.array(z.string()).optional(),
    ratios: z.array(ratio).min(1),
    sizePixels: z.tuple([z.number().int().positive(), z.number().int().positive()]),
    durationSec: z
      .strictObject({
        min: z.number().positive().optional(),
        max: z.number().positive().optional(),
        best: z.tuple([z.number().positive(), z.number().positive()]),
      })
      .refine(({ min = 0, max = Infinity, best }) => min <= best[0] && best[0] <= best[1] && best[1] <= max, {
        message: 'min ≤ best ≤ max',
      }),
    maxBytes: z.number().int().positive().optional(),
    maxBitsPerSecond: z.number().int().positive().optional(),
    noEditList: z.boolean().optional(),
    insets: z.strictObject({ top: pixels, right: pixels, bottom: pixels, left: pixels }).optional(),
    captions: z.enum(['burned-in', 'file', 'none']),
    public: z.boolean(),
    capturesOnly: z.boolean().optional(),
    usual: contentType,
    note: z.string().optional(),
    ...evidence,
  }),
)

const entryShape = {
  kind: z.enum(['renderer', 'clip', 'avatar']),
  label: z.string().min(1),
  status: z.enum(['active', 'deprecated', 'shutdown']),
  sunsetAt: isoDate,
  deterministic: z.boolean(),
  pricePerSecUsd: z.number().min(0).max(1000),
  minUsd: z.number().min(0).max(1000),
  priceReadAt: isoDate,
  durationSec: z
    .strictObject({
      min: z.number().positive(),
      max: z.number().positive(),
      step: z.number().min(0),
      allowed: z.array(z.number().positive()),
      approximate: z.boolean(),
    })
    .partial(),
  defaultDurationSec: z.number().positive(),
  ratios: z.array(ratio).min(1),
  ratiosWithImage: z.array(ratio).min(1),
  audio: z.enum(['none', 'native', 'optional', 'always']),
  imageInput: z.boolean(),
  imageRequired: z.boolean(),
  speakingAvatar: z.boolean(),
  elo: z.number().min(0).max(4000),
  eloWithImage: z.number().min(0).max(4000),
  eloReadAt: isoDate,
  latencyP50Sec: z.number().min(0),
  capabilityOverrides: needVector,
  note: z.string(),
}

/** A merge patch: every field may be absent, and `null` takes the field (or the whole entry) away. */
export const catalogPatchSchema = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9._-]*(?:\/\S+)?$/, 'must be provider or provider/model'),
  z
    .strictObject(
      Object.fromEntries(
        Object.entries(entryShape).map(([key, schema]) => [key, schema.nullable().optional()]),
      ),
    )
    .nullable(),
)

const requiredOfNew = ['kind', 'durationSec', 'ratios'] as const

/** What a merged entry must have to be ranked at all; a patch of a known one has it from the registry. */
export const catalogEntrySchema = z
  .looseObject({
    kind: entryShape.kind,
    durationSec: z
      .looseObject({ min: z.number().positive(), max: z.number().positive() })
      .refine(({ min, max }) => min <= max, 'min ≤ max'),
    defaultDurationSec: z.number().positive().optional(),
    ratios: entryShape.ratios,
  })
  .refine(
    ({ durationSec, defaultDurationSec: usual }) =>
      usual === undefined || (usual >= durationSec.min && usual <= durationSec.max),
    {
      message: 'defaultDurationSec must lie between min and max',
    },
  )

/** Checks a user's patch and what it makes of the catalogue; throws a usage error that names the field. */
export function checkCatalogPatch(
  patch: unknown,
  merged: Readonly<Record<string, unknown>>,
  file: string,
): void {
  const shape = catalogPatchSchema.safeParse(patch)
  if (!shape.success) throw unusable(file, shape.error)
  for (const id of Object.keys(shape.data)) {
    const entry = merged[id]
    if (entry === undefined) continue
    const whole = catalogEntrySchema.safeParse(entry)
    if (!whole.success) throw unusable(file, whole.error, id)
  }
}

function unusable(file: string, error: z.ZodError, id?: string) {
  const issue = error.issues[0]
  const where = [...(id === undefined ? [] : [id]), ...(issue?.path ?? [])].join('.')
  return usageError(`${file}: ${where || 'it'}: ${issue?.message ?? 'is not usable'}`, {
    code: 'usage.bad_catalog',
    hint: `a new one needs at least ${requiredOfNew.join(', ')}; null takes a field away`,
  })
}
