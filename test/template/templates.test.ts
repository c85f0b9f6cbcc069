import { describe, expect, it } from 'vitest'
import { contrast, luminance, parseColour } from '../../src/template/colour.ts'
import { palettes } from '../../src/template/palettes.ts'
import { safeArea } from '../../src/template/safe-area.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import type { TemplateContent } from '../../src/template/template.ts'
import { chooseTemplate, templateByName, templates } from '../../src/template/templates/index.ts'
import { parseNotes, splitQuote, splitTitle } from '../../src/template/templates/words.ts'

const sizes = [
  [1280, 720],
  [720, 1280],
  [720, 720],
  [720, 900],
  [1920, 1080],
] as const

describe.each(templates.map((template) => [template.name, template] as const))(
  'template %s',
  (_name, template) => {
    it('makes a scene that checks, in every size, at 4 and at 60 seconds, on every platform', () => {
      for (const [width, height] of sizes) {
        for (const durationSeconds of [4, 60]) {
          for (const platform of [undefined, 'tiktok', 'reels']) {
            const inputs = {
              ...template.example,
              width,
              height,
              durationSeconds,
              framesPerSecond: 30,
              seed: 7,
              audio: true,
              platform,
            }
            const scene = checkScene(template.make(inputs))
            expect(scene).toMatchObject({ width, height, durationSeconds })
            expect(scene.layers.length).toBeGreaterThan(0)
            for (const layer of scene.layers)
              expect(layer.from ?? 0, layer.name).toBeLessThan(layer.to ?? durationSeconds)
          }
        }
      }
    })

    it('makes the same scene again from the same inputs', () => {
      const make = () =>
        JSON.stringify(
          template.make({
            ...template.example,
            width: 720,
            height: 720,
            durationSeconds: 9,
            framesPerSecond: 30,
            seed: 3,
            audio: true,
          }),
        )
      expect(make()).toBe(make())
    })

    it('takes a prompt of one letter and one of five thousand', () => {
      for (const prompt of ['A', `${'word '.repeat(999)}end.`, '9'.repeat(5_000)]) {
        const content = { ...template.example, prompt }
        const scene = template.make({
          ...content,
          width: 720,
          height: 1280,
          durationSeconds: 60,
          framesPerSecond: 30,
          seed: 1,
          audio: false,
        })
        expect(() => checkScene(scene)).not.toThrow()
        expect(template.seconds(content)).toBeGreaterThan(1)
      }
    })
  },
)

describe('the choice of a template', () => {
  const content = (change: Partial<TemplateContent>): TemplateContent => ({
    prompt: '',
    data: {},
    images: [],
    ...change,
  })
  it.each([
    ['title', content({ prompt: 'Small tools, made well' })],
    [
      'captions',
      content({
        prompt:
          'A much longer text that nobody would set as a headline, since it has two sentences. And this is the second.',
      }),
    ],
    ['slideshow', content({ prompt: 'x', images: [{ path: 'a.png', widthPixels: 1, heightPixels: 1 }] })],
    ['notes', content({ prompt: '## 1.2\n- one\n- two' })],
    ['notes', content({ data: { notes: '# 1.2' } })],
    ['data', content({ prompt: 'Times', data: { tests: '48 s' } })],
    ['quote', content({ prompt: '“Less, but better.” — Dieter Rams' })],
  ])('is %s', (name, given) => {
    expect(chooseTemplate(given).name).toBe(name)
  })

  it('names the templates there are when one is not known', () => {
    expect(() => templateByName('titel')).toThrow(/no template "titel"/)
  })
})

describe('words', () => {
  it('are parted into a headline and the rest', () => {
    expect(splitTitle('Ship it: the release in one minute')).toEqual({
      head: 'Ship it',
      rest: 'the release in one minute',
    })
    expect(splitTitle('One line only')).toEqual({ head: 'One line only' })
    expect(splitTitle('# Head\nand more\nlines')).toEqual({ head: 'Head', rest: 'and more lines' })
  })

  it('are a quotation and its author', () => {
    expect(splitQuote('“Less, but better.” — Dieter Rams')).toEqual({
      text: 'Less, but better.',
      author: 'Dieter Rams',
    })
    expect(splitQuote('no author here')).toEqual({ text: 'no author here' })
  })

  it('are release notes without their Markdown', () => {
    const notes = parseNotes(
      '# v2.0\nBig one\n## Added\n- **Bold** [link](https://x.y) and `code`\n* second\n  goes on\n## Empty\n',
    )
    expect(notes).toEqual({
      title: 'v2.0',
      lead: 'Big one',
      sections: [{ title: 'Added', items: ['Bold link and code', 'second goes on'] }],
    })
  })
})

describe('palettes', () => {
  it.each(palettes.map((palette) => [palette.name, palette] as const))(
    '%s can be read: 4.5:1 on every ground and under every light',
    (_name, palette) => {
      const grounds = [palette.ground, palette.ground2].map(parseColour)
      for (const text of [palette.ink, palette.muted, palette.accent, palette.accent2]) {
        for (const ground of grounds)
          expect(contrast(luminance(parseColour(text)), luminance(ground)), text).toBeGreaterThanOrEqual(4.5)
      }
    },
  )
})

describe('safe areas', () => {
  it('keep clear of a platform’s buttons in tall clips only', () => {
    expect(safeArea(1080, 1920, 'tiktok')).toEqual({ top: 130, right: 250, bottom: 480, left: 76 })
    expect(safeArea(1920, 1080, 'tiktok')).toEqual(safeArea(1920, 1080))
    expect(safeArea(720, 1280, 'youtube-shorts').bottom).toBe(253)
  })
})
