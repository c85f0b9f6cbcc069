/** The answer as a person reads it, for six typical briefs; a change of the tables shows here as a readable difference. */

import { describe, expect, it } from 'vitest'
import { type RecommendRequest, type RecommendState, recommend, renderText } from '../../src/mia/index.ts'
import { labelledSet } from './labelled.ts'

const now = '2026-11-22'
const text = (request: RecommendRequest, state: RecommendState, explain = false) =>
  renderText(recommend(request, { now, ...state }, labelledSet.catalog), { explain })

describe('the text form', () => {
  it('of a scene, with a key and a budget', () => {
    const request = {
      brief: 'Slow aerial drone shot over a misty fjord at dawn',
      platform: 'youtube',
      durationSec: 8,
    }
    expect(text(request, { connected: ['runway'], budgetRemainingUsd: 10 }, true)).toMatchInlineSnapshot(`
      "runway: makes new camera footage, moves like a camera; $0.96 for 8 s, $9.04 left afterwards
        template: without new footage
        heygen: makes speaking presenters, not new footage
        sora-2: shut down on 2026-09-24
      note: the clip has no sound
      note: platforms and EU law ask for a label on realistic generated people and scenes
      next: vidgen render "Slow aerial drone shot over a misty fjord at dawn" --provider runway --platform youtube --duration 8

      read as cinematic-broll, from the brief: drone shot, aerial, dawn, misty, fjord, over
      cannot do without: new footage (drone shot, aerial, dawn, misty, fjord, over)
      shape 16:9 (platform youtube), length 8 s (asked for)
      confidence high; facts as of 2026-11-22

                   points      fit  quality     cost    ready  latency  history
      A runway       78.5     39.5      5.0      7.7     15.0      3.3      8.0
      B template     57.1      9.7      5.0     15.0     15.0      4.4      8.0
      of at most      100       45       10       15       15        5       10
      A can do it within the budget, B stands in, C is over the budget or has no known price

      ruled out:
        heygen: makes speaking presenters, not new footage; makes 15–300 s, not 8 s
        sora-2: shut down on 2026-09-24
      "
    `)
  })

  it('of a presenter, with nothing connected', () => {
    const request = {
      brief: 'A presenter on screen walks new employees through our holiday policy.',
      platform: 'internal',
      durationSec: 60,
    }
    expect(text(request, { connected: [] })).toMatchInlineSnapshot(`
      "heygen: a face that speaks, a voice of its own; $1.998 for 60 s
      ready now: template (without a speaking face), free
        runway: makes no face that speaks
        sora-2: shut down on 2026-09-24
      note: the length may differ from what was asked for
      next: vidgen connect heygen
      then: vidgen render "A presenter on screen walks new employees through our holiday policy." --provider heygen --platform internal --duration 60
      "
    `)
  })

  it('of a release note', () => {
    const request = {
      brief: "What's new in 5.1: shortcuts, CSV export, a fix for the login loop.",
      platform: 'linkedin',
      durationSec: 20,
    }
    expect(text(request, { connected: ['runway', 'heygen'], budgetRemainingUsd: 20 })).toMatchInlineSnapshot(`
      "template: words come out letter for letter, plots exact numbers; free for 20 s, $20.00 left afterwards
        heygen: fits this kind of video less (56.3 against 92.4, $0.666)
        runway: makes 2–10 s, not 20 s
        sora-2: shut down on 2026-09-24
      next: vidgen render "What's new in 5.1: shortcuts, CSV export, a fix for the login loop." --provider template --platform linkedin --duration 20
      "
    `)
  })

  it('of a scene over the budget', () => {
    const request = {
      brief: 'Close-up of rain on a window with city bokeh.',
      platform: 'instagram-reels',
      durationSec: 8,
    }
    expect(text(request, { connected: ['runway'], budgetRemainingUsd: 0.8 })).toMatchInlineSnapshot(`
      "template: stands in, because it is always there; free for 8 s, $0.80 left afterwards (without new footage)
        runway: $0.96 is over the $0.80 that is left; 6 s would fit
        heygen: makes speaking presenters, not new footage
        sora-2: shut down on 2026-09-24
      or: 6 s from runway: vidgen render "Close-up of rain on a window with city bokeh." --provider runway --platform instagram-reels --duration 6
      or: raise the budget: vidgen ledger budget set --monthly <usd>
      next: vidgen render "Close-up of rain on a window with city bokeh." --provider template --platform instagram-reels --duration 8
      "
    `)
  })

  it('of a scene longer than any clip', () => {
    const request = {
      brief: 'A 30-second cinematic film of a camel caravan crossing dunes at sunset.',
      platform: 'youtube',
      durationSec: 30,
    }
    expect(text(request, { connected: ['runway'], budgetRemainingUsd: 20 })).toMatchInlineSnapshot(`
      "template: stands in, because it is always there; free for 30 s, $20.00 left afterwards (without new footage)
        heygen: makes speaking presenters, not new footage
        runway: makes 2–10 s, not 30 s
        sora-2: shut down on 2026-09-24
      or: several shorter clips from runway
      or: a shorter video would let runway do it
      next: vidgen render "A 30-second cinematic film of a camel caravan crossing dunes at sunset." --provider template --platform youtube --duration 30
      "
    `)
  })

  it('of somebody famous', () => {
    const request = {
      brief: 'A world-famous pop star looks into the camera and endorses our soda.',
      platform: 'tiktok',
      durationSec: 20,
    }
    expect(text(request, { connected: ['runway', 'heygen'], budgetRemainingUsd: 20 })).toMatchInlineSnapshot(`
      "template: stands in, because it is always there; free for 20 s, $20.00 left afterwards (without a speaking face)
        heygen: refuses recognisable public figures without their consent
        runway: refuses recognisable public figures without their consent
        sora-2: shut down on 2026-09-24
      note: services refuse recognisable public figures without consent, and may bill the refusal
      or: describe a fictional presenter instead
      next: vidgen render "A world-famous pop star looks into the camera and endorses our soda." --provider template --platform tiktok --duration 20
      "
    `)
  })
})
