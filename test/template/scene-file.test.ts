import { describe, expect, it } from 'vitest'
import { VidgenError } from '../../src/errors.ts'
import { checkScene, fillScene, parseSceneFile } from '../../src/template/scene-file.ts'
import { exampleScene, templates } from '../../src/template/templates/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: the tests break the scene's shape on purpose
const lines = (change: (scene: any) => void) => {
  const scene = JSON.parse(JSON.stringify(exampleScene('title')))
  change(scene)
  return JSON.stringify(scene, null, 2)
}

function complaint(text: string): string {
  try {
    parseSceneFile(text, 'my/scene.json')
  } catch (error) {
    expect(error).toBeInstanceOf(VidgenError)
    expect((error as VidgenError).exitCode).toBe(2)
    return (error as Error).message
  }
  throw new Error('it was accepted')
}

const lineWith = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1

describe('a scene file', () => {
  it.each(templates.map((template) => template.name))(
    'is accepted as `templates show %s` prints it',
    (name) => {
      const text = JSON.stringify(exampleScene(name), null, 2)
      expect(() => checkScene(parseSceneFile(text, 'scene.json'))).not.toThrow()
    },
  )

  it('is refused with the place and the line of what is wrong', () => {
    const colour = lines((scene) => {
      scene.layers[1].colour = 'red'
    })
    expect(complaint(colour)).toBe(
      `my/scene.json:${lineWith(colour, '"red"')}: layers[1].colour: a colour is written #rrggbb`,
    )
    const unknown = lines((scene) => {
      scene.layers[0].colur = '#ffffff'
    })
    expect(complaint(unknown)).toMatch(
      new RegExp(`^my/scene\\.json:${lineWith(unknown, 'colur')}: layers\\[0\\]: .*colur`),
    )
    const odd = lines((scene) => {
      scene.width = 1281
    })
    expect(complaint(odd)).toMatch(/^my\/scene\.json:\d+: width: video sides are even/)
    const order = lines((scene) => {
      scene.layers[0].opacity = [
        [2, 0],
        [1, 1],
      ]
    })
    expect(complaint(order)).toMatch(/layers\[0\]\.opacity: /)
  })

  it('is refused with its line where it is not JSON', () => {
    expect(complaint('{\n  "version": 1,\n  oops\n}')).toMatch(/^my\/scene\.json:3 is not JSON/)
    expect(complaint('')).toMatch(/is not JSON/)
  })

  it('means its pictures from its own folder', () => {
    const text = lines((scene) => {
      scene.layers.push({ type: 'image', path: 'a.png', box: { x: 0, y: 0, width: 10, height: 10 } })
    })
    const scene = checkScene(parseSceneFile(text, '/somewhere/scene.json'))
    expect(scene.layers.at(-1)).toMatchObject({ path: '/somewhere/a.png' })
  })

  it('takes values for its variables, and names one that is missing', () => {
    const json = JSON.parse(
      lines((scene) => {
        scene.layers[0].text = 'Hello {{ name }}, {{constructor}}'
      }),
    )
    expect(fillScene(json, { name: 'Ada', constructor: 'x' }).layers[0]).toMatchObject({
      text: 'Hello Ada, x',
    })
    expect(() => fillScene(json, { name: 'Ada' })).toThrow(/\{\{constructor\}\} at layers\[0\]\.text/)
  })
})
