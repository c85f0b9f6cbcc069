import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCanvas } from '@napi-rs/canvas'
import { afterAll, describe, expect, it } from 'vitest'
import type { VidgenError } from '../../src/errors.ts'
import type { Brand } from '../../src/providers/provider.ts'
import { brandLook } from '../../src/template/brand.ts'
import { parseBrand } from '../../src/template/brand-file.ts'
import { contrast, luminance, parseColour, randomSequence } from '../../src/template/colour.ts'
import { stillPng } from '../../src/template/painter.ts'
import { checkScene } from '../../src/template/scene-file.ts'
import { templates } from '../../src/template/templates/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'vidgen-brand-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ratio = (one: string, other: string) =>
  contrast(luminance(parseColour(one)), luminance(parseColour(other)))

const logo = (name: string, width: number, height: number, colour: string) => {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = colour
  context.fillRect(0, 0, width, height)
  writeFileSync(join(folder, name), canvas.toBuffer('image/png'))
}
logo('logo.png', 400, 100, '#12203a')
// Fonts that ship with vidgen, as if they were somebody's own: they look unlike Inter.
const fontFile = (name: string) =>
  fileURLToPath(new URL(`../../node_modules/@fontsource-variable/${name}-wght-normal.woff2`, import.meta.url))
const thai = fontFile('noto-sans-thai/files/noto-sans-thai-latin')
cpSync(thai, join(folder, 'Brand.woff2'))

const parse = (brand: object | string) =>
  parseBrand(typeof brand === 'string' ? brand : JSON.stringify(brand, null, 2), 'my/brand.json', folder)

const complaint = async (brand: object | string): Promise<string> => {
  const error = (await parse(brand).then(
    () => undefined,
    (cause) => cause,
  )) as VidgenError
  expect(error?.exitCode, error?.stack).toBe(2)
  return error.message
}

describe('a brand file', () => {
  it('gives its colours, and its files by content, from its own folder', async () => {
    const brand = await parse({ colours: { accent: '#e4572e' }, logo: 'logo.png', font: './Brand.woff2' })
    expect(brand).toEqual({
      colours: { accent: '#e4572e' },
      logo: {
        path: join(folder, 'logo.png'),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        widthPixels: 400,
        heightPixels: 100,
      },
      font: { path: join(folder, 'Brand.woff2'), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  it('is refused with the place and the line of what is wrong', async () => {
    expect(await complaint({ colours: { ink: '#ffffff', accent: 'red' } })).toBe(
      'my/brand.json:4: colours.accent: a colour is written #rrggbb',
    )
    expect(await complaint({ logo: 'logo.png', colors: {} })).toMatch(
      /^my\/brand\.json:3: the brand: .*colors/,
    )
    expect(await complaint('{"logo": ')).toMatch(/^my\/brand\.json.* is not JSON/)
    expect(await complaint('[]')).toMatch(/the brand: .*expected object/)
    expect(await complaint('{}')).toMatch(/names no colour, no logo and no font/)
    expect(await complaint({ font: 3 })).toMatch(/^my\/brand\.json:2: font: /)
  })

  it('is refused when its logo or its font is none', async () => {
    writeFileSync(join(folder, 'text.ttf'), 'no font at all\n'.repeat(400))
    writeFileSync(join(folder, 'empty.ttf'), '')
    writeFileSync(join(folder, 'cut.ttf'), readFileSync(thai).subarray(0, 300))
    writeFileSync(join(folder, 'huge.ttf'), Buffer.alloc(33_000_000))
    for (const font of ['text.ttf', 'empty.ttf', 'cut.ttf', 'logo.png'])
      expect(await complaint({ font })).toMatch(/cannot be read as a font/)
    expect(await complaint({ font: 'huge.ttf' })).toMatch(/has 33 MB; at most 32 MB/)
    expect(await complaint({ font: 'missing.ttf' })).toMatch(/there is no such file/)
    expect(await complaint({ font: '.' })).toMatch(/is not a file/)
    expect(await complaint({ logo: 'Brand.woff2' })).toMatch(/is no PNG/)
    expect(await complaint({ logo: 'missing.png' })).toMatch(/there is no such file/)
  })
})

describe('a brand’s palette', () => {
  it('keeps colours that can be read, to the letter', () => {
    const look = brandLook({ colours: { background: '#0b1020', ink: '#f0f4ff', accent: '#ff9a76' } })
    expect(look?.warnings).toEqual([])
    expect(look?.palette).toMatchObject({ ground: '#0b1020', ink: '#f0f4ff', accent: '#ff9a76' })
  })

  it('moves what cannot be read, and says so', () => {
    const look = brandLook({ colours: { background: '#fff4e6', ink: '#ffe9d0', accent: '#ffd166' } })!
    expect(look.warnings).toEqual([
      "the brand's ink #ffe9d0 cannot be read on its background #fff4e6 (1.0:1); #000000 is used",
      expect.stringMatching(
        /^the brand's accent #ffd166 cannot be read on its background \(1\.\d:1\); #\w{6} is used$/,
      ),
    ])
  })

  it('is absent where the brand names no colour', () => {
    expect(brandLook({ colours: {} })).toBeUndefined()
  })

  it('can be read whatever the colours are', () => {
    const random = randomSequence(5)
    const any = () =>
      `#${Math.floor(random() * 0x1000000)
        .toString(16)
        .padStart(6, '0')}`
    for (let round = 0; round < 2_000; round++) {
      const colours = Object.fromEntries(
        ['background', 'background2', 'ink', 'accent', 'accent2']
          .filter(() => random() < 0.6)
          .map((key) => [key, any()]),
      )
      const palette = brandLook({ colours })?.palette
      if (palette === undefined) continue
      for (const ground of [palette.ground, palette.ground2])
        for (const word of [palette.ink, palette.muted, palette.accent, palette.accent2])
          expect(ratio(word, ground), JSON.stringify(colours)).toBeGreaterThanOrEqual(4.5)
    }
  })
})

const brandOf = (change: Partial<Brand> = {}): Brand => ({
  colours: { background: '#12203a', ink: '#ffffff', accent: '#ff8a66' },
  logo: {
    path: join(folder, 'logo.png'),
    sha256: sha256(join(folder, 'logo.png')),
    widthPixels: 400,
    heightPixels: 100,
  },
  font: { path: join(folder, 'Brand.woff2'), sha256: sha256(join(folder, 'Brand.woff2')) },
  ...change,
})

function sha256(path: string): string {
  return execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64)
}

const sceneWith = (name: string, brand: Brand | undefined, [width, height] = [720, 720], prompt?: string) => {
  const template = templates.find((candidate) => candidate.name === name)!
  const images = [{ path: join(folder, 'logo.png'), widthPixels: 400, heightPixels: 100 }]
  const content = { ...template.example, ...(prompt !== undefined && { prompt, data: {} }) }
  return checkScene(
    template.make({
      ...content,
      images: content.images.length === 0 ? [] : images,
      width: width!,
      height: height!,
      framesPerSecond: 30,
      durationSeconds: 8,
      seed: 3,
      audio: false,
      brand,
    }),
  )
}

describe.each(templates.map(({ name }) => name))('the template %s in a brand', (name) => {
  it('has its ground, its font, and its logo in a corner of the safe area that nothing else is in', () => {
    for (const size of [
      [1280, 720],
      [720, 1280],
      [720, 720],
      [720, 900],
    ] as [number, number][]) {
      const scene = sceneWith(name, brandOf(), size)
      expect(scene.background.colour).toBe('#12203a')
      expect(scene.font).toEqual(brandOf().font)
      const mark = scene.layers.at(-1)!
      if (mark.type !== 'image') throw new Error('the logo is no picture')
      expect(mark.box.x).toBe(scene.safe.left)
      expect(mark.box.y).toBe(scene.safe.top)
      expect(mark.box.width / mark.box.height).toBeCloseTo(4, 1)
      expect(mark.box.width).toBeLessThanOrEqual(scene.width / 3)
      const bottom = mark.box.y + mark.box.height
      for (const layer of scene.layers) {
        if (layer.type !== 'text' && layer.type !== 'counter' && layer.type !== 'chart') continue
        expect(layer.box.y, layer.name).toBeGreaterThan(bottom)
      }
    }
  })

  it('is what it was without one', () => {
    expect(sceneWith(name, undefined).font).toBeUndefined()
    expect(sceneWith(name, undefined).layers.some((layer) => layer.name === 'logo')).toBe(false)
  })
})

describe('a branded picture', () => {
  it('is drawn in the brand’s font, and letters that it lacks in ours', async () => {
    const small: [number, number] = [320, 320]
    const plain = { ...brandOf(), logo: undefined }
    const draw = async (prompt: string, font: Brand['font']) =>
      Buffer.from(await stillPng(sceneWith('title', { ...plain, font }, small, prompt), 3))
    expect((await draw('Acorn', plain.font)).equals(await draw('Acorn', undefined))).toBe(false)
    // The brand's font has not one letter of it.
    expect((await draw('日本語', plain.font)).equals(await draw('日本語', undefined))).toBe(true)
  })

  it('has a panel behind a logo that would be lost, and none behind one that shows', async () => {
    logo('white.png', 400, 100, '#ffffff')
    const white = join(folder, 'white.png')
    const draw = async (path: string) => {
      const scene = sceneWith(
        'title',
        brandOf({ font: undefined, logo: { ...brandOf().logo!, path, sha256: sha256(path) } }),
      )
      const { loadImage } = await import('@napi-rs/canvas')
      const image = await loadImage(Buffer.from(await stillPng(scene, 3)))
      const canvas = createCanvas(image.width, image.height)
      canvas.getContext('2d').drawImage(image, 0, 0)
      const mark = scene.layers.at(-1) as { box: { x: number; y: number; width: number; height: number } }
      const at = (x: number, y: number) =>
        Math.max(...canvas.getContext('2d').getImageData(x, y, 1, 1).data.slice(0, 3))
      return at(mark.box.x + mark.box.width + 2, mark.box.y + Math.round(mark.box.height / 2))
    }
    expect(await draw(join(folder, 'logo.png'))).toBeGreaterThan(240)
    expect(await draw(white)).toBeLessThan(100)
  })

  it('is refused when the logo or the font was changed or taken away since', async () => {
    const path = join(folder, 'late.woff2')
    cpSync(thai, path)
    const font = { path, sha256: sha256(path) }
    const scene = sceneWith('title', brandOf({ font }))
    writeFileSync(path, readFileSync(fontFile('noto-sans-hebrew/files/noto-sans-hebrew-latin')))
    await expect(stillPng(scene, 1)).rejects.toMatchObject({
      code: 'template.file_changed',
      kind: 'environment',
    })
    rmSync(path)
    await expect(stillPng(scene, 1)).rejects.toMatchObject({ code: 'template.file_gone' })
    const other = { ...brandOf().logo!, sha256: '0'.repeat(64) }
    await expect(stillPng(sceneWith('title', brandOf({ logo: other })), 1)).rejects.toMatchObject({
      message: expect.stringContaining('logo.png was changed'),
    })
  })
})
