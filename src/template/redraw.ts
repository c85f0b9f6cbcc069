/**
 * Draws one moment after another on the same surface, each time only the part in which something looks different: a frame in
 * which a dot moves costs the dot. What lies still below all that moves is kept as it is.
 */

import { type Area, areMeeting, isEmpty, joined, nowhere } from './pixels/area.ts'
import type { Surface } from './pixels/surface.ts'
import { type Actor, inPlace } from './stage.ts'

/** What an actor showed in the last frame, and where. */
interface Shown {
  look: string
  area: Area
}

/** Keeping costs as much as drawing everything: it pays for what stands still longer than a word is lit. */
const waitFrames = 12

/** Draws the moment and says where it may differ from the last one; everywhere if it begins `afresh`. */
export type Redraw = (time: number, afresh: boolean) => Area

export function createRedraw(surface: Surface, ground: Uint8Array, actors: readonly Actor[]): Redraw {
  const everything: Area = { left: 0, top: 0, right: surface.width, bottom: surface.height }
  const numbers = new Map(actors.map((actor, index) => [actor, index]))
  let last: ReadonlyMap<Actor, Shown> | undefined
  let keptLooks: string[] = []
  let waitedFrames = 0

  const drawArea = (area: Area, present: readonly Actor[], time: number) => {
    surface.clip(area)
    const lowest = present.findLastIndex((actor) => actor.hides?.(area, time, inPlace))
    if (lowest === -1) surface.restore()
    for (const actor of present.slice(Math.max(0, lowest)))
      if (areMeeting(actor.area(time), area)) actor.draw(surface, time, inPlace)
  }
  /** The layers from the ground up that stand still become one picture. */
  const keep = (looks: string[], present: readonly Actor[], time: number) => {
    const still = present.slice(0, looks.length)
    drawArea(everything, still.slice(keptLooks.length), time)
    surface.keep()
    keptLooks = looks
    // Words are small and would be drawn again for their looks alone.
    for (const actor of still) if (!actor.isText) actor.rest?.()
  }
  const keepGround = () => {
    surface.keep(ground)
    keptLooks = []
  }
  keepGround()

  return (time, afresh) => {
    const before = afresh ? undefined : last
    const present = actors.filter((actor) => time >= actor.from && time < actor.to)
    for (const actor of actors) if (time < actor.from || time >= actor.to) actor.rest?.()
    const now = new Map(
      present.map((actor) => [
        actor,
        { look: `${numbers.get(actor)} ${actor.look(time)}`, area: actor.area(time) },
      ]),
    )
    const looks = [...now.values()].map(({ look }) => look)
    const looksBefore = [...(before?.values() ?? [])].map(({ look }) => look)
    const same = before === undefined ? 0 : commonStart(looks, looksBefore)
    last = now
    if (commonStart(keptLooks, looks) < keptLooks.length) keepGround()
    waitedFrames = same > keptLooks.length ? waitedFrames + 1 : 0
    const keepsMore = waitedFrames > waitFrames
    if (keepsMore) keep(looks.slice(0, same), present, time)
    const area =
      before === undefined || keepsMore ? everything : evenArea(differences(before, now), everything)
    if (!isEmpty(area)) drawArea(area, present.slice(keptLooks.length), time)
    return area
  }
}

/** Around everything that came, went or looks different. */
function differences(before: ReadonlyMap<Actor, Shown>, now: ReadonlyMap<Actor, Shown>): Area {
  let area = nowhere
  for (const [actor, shown] of before) {
    const again = now.get(actor)
    if (again?.look === shown.look) continue
    area = joined(area, shown.area)
    if (again !== undefined) area = joined(area, again.area)
  }
  for (const [actor, shown] of now) if (!before.has(actor)) area = joined(area, shown.area)
  return area
}

/** What the converter takes at a time, and never less. */
const leastPixels = 8

/** Two by two pixels share their colour in the encoder's frame, and edges are soft for a pixel. */
function evenArea(area: Area, { right, bottom }: Area): Area {
  if (isEmpty(area)) return nowhere
  const even = {
    left: Math.max(0, Math.floor((area.left - 2) / 2) * 2),
    top: Math.max(0, Math.floor((area.top - 2) / 2) * 2),
    right: Math.min(right, Math.ceil((area.right + 2) / 2) * 2),
    bottom: Math.min(bottom, Math.ceil((area.bottom + 2) / 2) * 2),
  }
  if (isEmpty(even)) return nowhere
  return { ...even, left: Math.min(even.left, right - leastPixels), right: Math.max(even.right, leastPixels) }
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  const different = one.findIndex((look, index) => look !== other[index])
  return different === -1 ? one.length : different
}
