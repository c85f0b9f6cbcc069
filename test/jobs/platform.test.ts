/** `render --platform`: every platform gives its shape, one that is not known is refused before anything else is said. */

import { describe, expect, it } from 'vitest'
import { platforms } from '../../src/mia/platforms.ts'
import { cli } from '../helpers/cli.ts'

const render = (platform: string) =>
  cli(['render', 'Office closed on Friday', '--dry-run', '--json', '--platform', platform])

describe('render --platform', () => {
  it('takes every platform and plans a shape of it', async () => {
    for (const [id, { ratios }] of Object.entries(platforms)) {
      const { code, stdout } = await render(id)
      expect(code, id).toBe(0)
      const { request } = JSON.parse(stdout)
      expect(request.platform).toBe(id)
      expect(ratios, id).toContain(request.ratio)
    }
  })

  it.each([
    ['tictok', 'did you mean "tiktok"?'],
    ['shrots', 'did you mean "shorts"?'],
    ['instagram-rels', 'did you mean "instagram-reels"?'],
    ['myspace', 'choose one of: tiktok, '],
  ])('refuses "%s" and says %s', async (name, hint) => {
    const { code, stdout, stderr } = await render(name)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^\{?.*there is no platform/)
    expect(stderr.replaceAll('\\"', '"')).toContain(hint)
  })
})
