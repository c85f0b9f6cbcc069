/**
 * What the balances and totals ought to be, from the jobs themselves. Too slow to ask for every render: the ledger keeps them
 * as it goes, `verify` compares, and the bench fills them for the rows it makes up.
 */

import { holdingSql } from './rows.ts'

const heldSql = `CASE WHEN state IN (${holdingSql}) THEN holdMicros ELSE 0 END`
const monthSql = `SELECT 'month' AS scope, monthKey AS window, sum(${heldSql}) AS held, sum(coalesce(costMicros, 0)) AS spent
  FROM job WHERE paid = 1 GROUP BY monthKey`
const daySql = `SELECT 'day', dayKey, 0, sum(state NOT IN ('rejected', 'released')) FROM job WHERE paid = 1 GROUP BY dayKey`

export const balancesSql = `${monthSql} UNION ALL ${daySql}`

const totalSql = (
  dimension: string,
  key: string,
) => `SELECT '${dimension}' AS dimension, ${key} AS key, count(*) AS jobs,
  sum(state = 'done') AS done, sum(state IN ('failed', 'rejected', 'expired')) AS failed,
  sum(coalesce(costMicros, 0)) AS spentMicros, sum(${heldSql}) AS heldMicros FROM job GROUP BY ${key}`
export const totalsSql = [
  totalSql('provider', 'provider'),
  totalSql('model', "provider || '/' || model"),
  totalSql('day', 'dayKey'),
  totalSql('month', 'monthKey'),
].join(' UNION ALL ')
