/** How well briefs are read that were not written to be read: the tuned part must be near perfect, the kept part good. */

import { describe, expect, it } from 'vitest'
import { answerTo, leadsRight, type OwnBrief, ownBriefs, typeRight } from './own.ts'

const part = (set: OwnBrief['set']) => ownBriefs.filter((own) => own.set === set)
const share = (set: OwnBrief['set'], right: (own: OwnBrief) => boolean) =>
  part(set).filter(right).length / part(set).length

describe('briefs of our own', () => {
  it('cover every kind of answer in many languages, half of the first batch kept from tuning', () => {
    expect(ownBriefs.length).toBeGreaterThan(120)
    expect(part('kept').length).toBeGreaterThanOrEqual(46)
    expect(new Set(ownBriefs.map(({ lang }) => lang)).size).toBeGreaterThanOrEqual(12)
    expect(new Set(ownBriefs.map(({ kind }) => kind))).toEqual(new Set(['avatar', 'clip', 'template']))
  })

  it('lead to the right kind of provider: 98 % of the tuned, 95 % of the kept', () => {
    expect(share('tune', leadsRight)).toBeGreaterThanOrEqual(0.98)
    expect(share('kept', leadsRight)).toBeGreaterThanOrEqual(0.95)
  })

  it('are read as the right type: 95 % of the tuned, 90 % of the kept', () => {
    expect(share('tune', typeRight)).toBeGreaterThanOrEqual(0.95)
    expect(share('kept', typeRight)).toBeGreaterThanOrEqual(0.9)
  })

  it('take less than 5 ms each', () => {
    for (const own of ownBriefs) answerTo(own)
    // Processor time, not wall time: others share this machine.
    const before = process.cpuUsage()
    for (const own of ownBriefs) answerTo(own)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000 / ownBriefs.length).toBeLessThan(5)
  })
})
