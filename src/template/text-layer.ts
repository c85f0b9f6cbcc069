/**
 * A text on the screen. Laid out once inside its box and the safe area, then drawn from bitmaps: one for each word (or
 * line, where words of both directions share it), so that a moving text costs a few blits a frame.
 */

import { type Ink, readableInk } from './contrast.ts'
import { areaOf, joined, movedBy, nowhere, sizeOf } from './pixels/area.ts'
import type { Surface } from './pixels/surface.ts'
import type { Box, TextLayer } from './scene.ts'
import { sketchedActor } from './sketch.ts'
import { type Actor, type Placement, roundedRectangle, type Stage, type Times, timesOf } from './stage.ts'
import { fitOf, layoutText, type Page, type TextLayout } from './text-layout.ts'
import { alignX, type Sprite, spritesOf, type TimedPage } from './text-sprites.ts'
import { eased } from './timeline.ts'

export function createTextActor(stage: Stage, source: TextLayer): Actor {
  const layer = source.group === undefined ? source : { ...source, size: groupSize(stage, source) }
  const times = timesOf(layer, stage.scene)
  const inner = innerBox(stage, layer)
  const layout = layoutOf(stage, layer)
  const pages = timePages(layout, times, inner, layer)
  const inks = new Map<TimedPage, Ink>()
  const current: { page?: TimedPage; plate?: Actor; sprites: Sprite[] } = { sprites: [] }

  const inkOf = (timed: TimedPage) => {
    const known = inks.get(timed) ?? readableInk(stage, layer, timed)
    inks.set(timed, known)
    return known
  }
  const pageAt = (time: number) =>
    pages.find((candidate) => time >= candidate.from && time < candidate.to) ?? pages.at(-1)
  const forgetSprites = () => {
    current.plate?.rest?.()
    current.page = undefined
    current.plate = undefined
    current.sprites = []
  }
  const turnTo = (timed: TimedPage) => {
    if (current.page === timed) return current.sprites
    const { plate, colour } = inkOf(timed)
    forgetSprites()
    current.page = timed
    current.plate = plate && plateActor(stage, times, timed.box, plate)
    current.sprites = spritesOf(stage, layer, layout, timed, colour)
    return current.sprites
  }
  return {
    ...times,
    isText: true,
    look(time) {
      const timed = pageAt(time)
      if (timed === undefined) return ''
      const sprites = turnTo(timed)
      const moving =
        time < arrivedAt(layer, timed, sprites) ||
        (layer.exitSeconds > 0 && time > timed.to - layer.exitSeconds)
      const lit = layer.highlight === undefined ? '' : litTurn(sprites, timed, time)
      return `${pages.indexOf(timed)} ${lit} ${moving ? time : ''}`
    },
    area(time) {
      const timed = pageAt(time)
      if (timed === undefined) return nowhere
      const words = turnTo(timed).reduce(
        (all, { x, y, bitmap: { width, height } }) => joined(all, areaOf({ x, y, width, height })),
        nowhere,
      )
      const risen = joined(words, movedBy(words, 0, layer.reveal?.rise ?? 0))
      return joined(risen, current.plate?.area(time) ?? nowhere)
    },
    draw(surface, time, placement) {
      const timed = pageAt(time)
      if (timed === undefined) return
      turnTo(timed)
      const leaving =
        layer.exitSeconds === 0 ? 1 : 1 - eased(time, timed.to - layer.exitSeconds, layer.exitSeconds, 'in')
      const opacity = placement.opacity * leaving
      const arriving = layer.reveal === undefined ? 1 : eased(time, timed.from, layer.reveal.seconds)
      current.plate?.draw(surface, time, { ...placement, opacity: opacity * arriving })
      drawSprites(surface, layer, timed, current.sprites, time, { ...placement, opacity })
    },
    rest: forgetSprites,
  }
}

function innerBox(stage: Stage, layer: TextLayer): Box {
  const box = insideSafeArea(layer.box, stage, layer.reveal?.rise ?? 0)
  const padding = layer.plate?.padding ?? 0
  return {
    x: box.x + padding,
    y: box.y + padding,
    width: Math.max(8, box.width - 2 * padding),
    height: Math.max(8, box.height - 2 * padding),
  }
}

function layoutOf(stage: Stage, layer: TextLayer): TextLayout {
  const { width, height } = innerBox(stage, layer)
  return layoutText(stage, layer.text, fitOf(layer, width, height))
}

/** Texts of one group are set in the size of the one that has the least room. */
function groupSize(stage: Stage, { group, minSize }: TextLayer): number {
  const others = stage.scene.layers.filter(
    (layer) => layer.type === 'text' && layer.group === group,
  ) as TextLayer[]
  const sizes = others.flatMap((layer) => layoutOf(stage, layer).pages.map((page) => page.sizePixels))
  return Math.max(minSize, Math.min(...sizes))
}

/** `rise`: how far below its place a text begins; that is inside as well. */
function insideSafeArea(box: Box, { scene }: Stage, rise: number): Box {
  const left = Math.max(box.x, scene.safe.left)
  const top = Math.max(box.y, scene.safe.top - Math.min(0, rise))
  const right = Math.min(box.x + box.width, scene.width - scene.safe.right)
  const bottom = Math.min(box.y + box.height, scene.height - scene.safe.bottom - Math.max(0, rise))
  return { x: left, y: top, width: Math.max(8, right - left), height: Math.max(8, bottom - top) }
}

/** Each page gets the part of the time that its words are of the whole. */
function timePages(
  layout: TextLayout,
  times: { from: number; to: number },
  inner: Box,
  layer: TextLayer,
): TimedPage[] {
  const words = layout.pages.map((page) => page.wordCount + 1)
  const total = words.reduce((sum, count) => sum + count, 0)
  let from = times.from
  return layout.pages.map((page, index) => {
    const to =
      index === layout.pages.length - 1 ? times.to : from + ((times.to - times.from) * words[index]!) / total
    const timed = { page, from, to, box: inkBox(page, inner, layer, layout.rightToLeft) }
    from = to
    return timed
  })
}

function inkBox(page: Page, inner: Box, layer: TextLayer, rightToLeft: boolean): Box {
  const width = Math.max(...page.lines.map((line) => line.widthPixels))
  const slack = inner.height - page.heightPixels
  const y = inner.y + (layer.vertical === 'top' ? 0 : layer.vertical === 'middle' ? slack / 2 : slack)
  return {
    x: alignX(inner, width, layer.align, rightToLeft),
    y: Math.round(y),
    width,
    height: page.heightPixels,
  }
}

/** Between two pieces: all of them have come before half of the page's time is over, however many there are. */
function everySeconds({ reveal }: TextLayer, timed: TimedPage, sprites: readonly Sprite[]): number {
  if (reveal === undefined) return 0
  const turns = (sprites.at(-1)?.turn ?? 0) + 1
  return Math.min(reveal.everySeconds, ((timed.to - timed.from) * 0.45) / turns)
}

function arrivedAt(layer: TextLayer, timed: TimedPage, sprites: readonly Sprite[]): number {
  if (layer.reveal === undefined) return timed.from
  const last = layer.reveal.by === 'page' ? 0 : (sprites.at(-1)?.turn ?? 0)
  return timed.from + last * everySeconds(layer, timed, sprites) + layer.reveal.seconds
}

function drawSprites(
  surface: Surface,
  layer: TextLayer,
  timed: TimedPage,
  sprites: readonly Sprite[],
  time: number,
  { dx, dy, opacity }: Placement,
): void {
  const { reveal } = layer
  const every = everySeconds(layer, timed, sprites)
  const lit = layer.highlight === undefined ? -1 : litTurn(sprites, timed, time)
  for (const { turn, bitmap, lit: litBitmap, x, y } of sprites) {
    const start = timed.from + (reveal?.by === 'page' ? 0 : turn) * every
    const shown = reveal === undefined ? 1 : eased(time, start, reveal.seconds)
    if (shown <= 0) continue
    const rise = (reveal?.rise ?? 0) * (1 - shown)
    surface.blit(turn === lit && litBitmap ? litBitmap : bitmap, x + dx, y + dy + rise, opacity * shown)
  }
}

/** The word being read: each takes time by its width, as the eye does. */
function litTurn(sprites: readonly Sprite[], timed: TimedPage, time: number): number {
  const weights = sprites.map(({ widthPixels }) => widthPixels + timed.page.sizePixels + 40)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let passed = ((time - timed.from) / Math.max(0.1, (timed.to - timed.from) * 0.92)) * total
  for (const [index, sprite] of sprites.entries()) {
    passed -= weights[index]!
    if (passed < 0) return sprite.turn
  }
  return -1
}

function plateActor(stage: Stage, times: Times, box: Box, plate: NonNullable<Ink['plate']>): Actor {
  const area = areaOf(box, plate.padding)
  return sketchedActor(stage, {
    ...times,
    isText: true,
    look: () => 'plate',
    area,
    draw(context) {
      context.globalAlpha = plate.opacity
      context.fillStyle = plate.colour
      roundedRectangle(context, { x: area.left, y: area.top, ...sizeOf(area) }, plate.radius)
      context.fill()
    },
  })
}
