/** What other programs import as `vidgen/mia`: the right provider for a brief, and why. Pure, and without dependencies. */

export { applyCatalogPatch, catalogOf } from './catalog.ts'
export { knowledge } from './knowledge.ts'
export { type Platform, platformOf, platforms } from './platforms.ts'
export { recommend } from './rank.ts'
export { type RenderTextOptions, renderText } from './render-text.ts'
export type {
  Catalog,
  CatalogEntry,
  ContentType,
  Excluded,
  ExclusionReason,
  HardNeed,
  Inferred,
  NeedFlags,
  OwnHistory,
  RankedEntry,
  Recommendation,
  RecommendRequest,
  RecommendState,
} from './types.ts'
