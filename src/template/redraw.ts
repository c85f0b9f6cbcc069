/**
 * Draws one moment after another on the same canvas, each time only the rows in which something looks different: a frame in
 * which a dot moves costs the dot's rows. What lies still below all that moves is kept as bytes. Two thirds of the time of
 * drawing and converting was spent on rows that had not changed.
 */

import type { Canvas } from '@napi-rs/canvas'
import { type Actor, noRows, type Rows } from './stage.ts'

/** What an actor showed in the last frame, and where. */
interface Shown {
  look: string
  rows: Rows
}

/** Keeping costs as much as drawing everything: it pays for what stands still longer than a word is lit. */
const waitFrames = 12

/** Draws the moment and says which rows may differ from the last one; all of them where it begins `afresh`. */
export type Redraw = (time: number, afresh: boolean) => Rows

export function createRedraw(canvas: Canvas, ground: Uint8ClampedArray, actors: readonly Actor[]): Redraw {
  const { width, height } = canvas
  const context = canvas.getContext('2d')
  const everything = { top: 0, bottom: height }
  let last: ReadonlyMap<Actor, Shown> | undefined
  let kept = { looks: [] as string[], bytes: ground }
  let waitedFrames = 0
  const spare = { bytes: undefined as Uint8ClampedArray | undefined }

  const drawRows = ({ top, bottom }: Rows, present: readonly Actor[], from: number, time: number) => {
    canvas.data().set(kept.bytes.subarray(top * width * 4, bottom * width * 4), top * width * 4)
    context.save()
    context.beginPath()
    context.rect(0, top, width, bottom - top)
    context.clip()
    for (const actor of present.slice(from)) {
      const rows = actor.rows(time)
      if (rows.top < bottom && rows.bottom > top) actor.draw(context, time, 1)
    }
    context.restore()
  }
  /** The layers from the ground up that stand still become bytes of their own. */
  const keep = (looks: string[], present: readonly Actor[], time: number) => {
    canvas.data().set(kept.bytes)
    for (const actor of present.slice(kept.looks.length, looks.length)) actor.draw(context, time, 1)
    spare.bytes ??= new Uint8ClampedArray(ground.length)
    spare.bytes.set(canvas.data())
    kept = { looks, bytes: spare.bytes }
  }

  return (time, afresh) => {
    const before = afresh ? undefined : last
    const present = actors.filter((actor) => time >= actor.from && time < actor.to)
    for (const actor of actors) if (time < actor.from || time >= actor.to) actor.rest?.()
    const now = new Map(
      present.map((actor) => [
        actor,
        { look: `${actors.indexOf(actor)} ${actor.look(time)}`, rows: actor.rows(time) },
      ]),
    )
    const looks = [...now.values()].map(({ look }) => look)
    const same =
      before === undefined
        ? 0
        : commonStart(
            looks,
            [...before.values()].map(({ look }) => look),
          )
    last = now
    if (commonStart(kept.looks, looks) < kept.looks.length) kept = { looks: [], bytes: ground }
    waitedFrames = same > kept.looks.length ? waitedFrames + 1 : 0
    const keepsMore = waitedFrames > waitFrames
    if (keepsMore) keep(looks.slice(0, same), present, time)
    const rows = before === undefined || keepsMore ? everything : evenRows(differences(before, now), height)
    if (rows.top < rows.bottom) drawRows(rows, present, kept.looks.length, time)
    return rows
  }
}

/** From the first row to the last in which an actor came, went or looks different. */
function differences(before: ReadonlyMap<Actor, Shown>, now: ReadonlyMap<Actor, Shown>): Rows {
  let rows = noRows
  const add = (more: Rows) => {
    rows = { top: Math.min(rows.top, more.top), bottom: Math.max(rows.bottom, more.bottom) }
  }
  for (const [actor, shown] of before) {
    const again = now.get(actor)
    if (again?.look === shown.look) continue
    add(shown.rows)
    if (again !== undefined) add(again.rows)
  }
  for (const [actor, shown] of now) if (!before.has(actor)) add(shown.rows)
  return rows
}

/** Two rows share their colours in the encoder's frame, and edges are soft for a pixel. */
const evenRows = ({ top, bottom }: Rows, height: number): Rows => ({
  top: Math.max(0, Math.floor((top - 2) / 2) * 2),
  bottom: Math.min(height, Math.ceil((bottom + 2) / 2) * 2),
})

function commonStart(one: readonly string[], other: readonly string[]): number {
  const different = one.findIndex((look, index) => look !== other[index])
  return different === -1 ? one.length : different
}
