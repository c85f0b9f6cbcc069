/** The kinds of layer: which file draws each, and which of its words are text. */

import { createChartActor } from './chart-layer.ts'
import { createCounterActor } from './counter-layer.ts'
import { createImageActor } from './image-layer.ts'
import { createProgressActor } from './progress-layer.ts'
import type { Layer, Scene } from './scene.ts'
import { createShapeActor } from './shape-layer.ts'
import type { Actor, Stage } from './stage.ts'
import { createTextActor } from './text-layer.ts'

export function createLayerActor(stage: Stage, layer: Layer): Actor | Promise<Actor> {
  switch (layer.type) {
    case 'text':
      return createTextActor(stage, layer)
    case 'shape':
      return createShapeActor(stage, layer)
    case 'progress':
      return createProgressActor(stage, layer)
    case 'image':
      return createImageActor(stage, layer)
    case 'chart':
      return createChartActor(stage, layer)
    case 'counter':
      return createCounterActor(stage, layer)
  }
}

export function textsOf(scene: Scene): string[] {
  return scene.layers.flatMap((layer) => {
    if (layer.type === 'text') return [layer.text]
    if (layer.type === 'chart') return [...layer.labels, ...layer.texts]
    if (layer.type === 'counter') return [layer.prefix, layer.suffix]
    return []
  })
}
