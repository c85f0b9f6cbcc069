/** The guided render on a real terminal: keys, arrows, Ctrl-C at each question, a narrow screen, no colour. */

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run, temporaryFolder } from '../helpers/run.ts'
import { openScreen } from '../helpers/screen.ts'

const nothingWritten = async (home: string) => {
  expect(readdirSync(home).filter((name) => name.endsWith('.mp4'))).toEqual([])
  expect(JSON.parse((await run(['jobs', '--json'], { home })).stdout)).toEqual([])
}

describe('the guided render', () => {
  it('asks, shows the ranking with prices, preselects what can run, and renders', async () => {
    const home = temporaryFolder()
    const screen = openScreen(['render', '-d', '4', '--no-audio'], { home })
    await screen.shows(/What should the video show\?/)
    screen.type('Nightly build passed')
    screen.press('Enter')
    await screen.shows(/Where will it be shown\?/)
    screen.press('Enter')
    await screen.shows(/Pictures to use/)
    screen.press('Enter')
    const ranking = await screen.shows(/Who should make it\?/)
    expect(ranking).toMatch(/❯ Built-in renderer.* · free/)
    screen.press('Enter')
    const done = await screen.shows(/exit \d/)
    expect(done).toContain('exit 0')
    expect(existsSync(join(home, 'nightly-build-passed.mp4'))).toBe(true)
  })

  it('says how to connect what is not, and lets arrows move', async () => {
    const home = temporaryFolder()
    const screen = openScreen(['render'], { home })
    await screen.shows(/What should the video show\?/)
    screen.type('Slow drone shot over a misty fjord')
    screen.press('Enter')
    await screen.shows(/Where will it be shown\?/)
    screen.press('Down', 'Enter')
    await screen.shows(/Pictures to use/)
    screen.type('no-such.png')
    screen.press('Enter')
    await screen.shows(/there is no file no-such\.png/)
    screen.press('C-u', 'Enter')
    const ranking = await screen.shows(/Who should make it\?/)
    expect(ranking).toMatch(/Runway.*\$0\.60.*vidgen connect runway/s)
    screen.press('C-c')
    expect(await screen.shows(/exit \d/)).toContain('exit 130')
    await nothingWritten(home)
  })

  it('asks before a paid one, and a no spends nothing', async () => {
    const home = temporaryFolder()
    const screen = openScreen(['render', 'Slow drone shot over a misty fjord'], {
      home,
      env: { RUNWAYML_API_SECRET: `key_${'a'.repeat(40)}` },
    })
    await screen.shows(/Spend up to \$0\.60 at Runway\?/)
    screen.type('n')
    screen.press('Enter')
    expect(await screen.shows(/exit \d/)).toContain('exit 130')
    await nothingWritten(home)
  })

  it.each([0, 1, 2, 3])('Ctrl-C at question %i: 130, nothing written', async (question) => {
    const home = temporaryFolder()
    const screen = openScreen(['render'], { home })
    const questions = [
      /What should the video show\?/,
      /Where will it be shown\?/,
      /Pictures to use/,
      /Who should make it\?/,
    ]
    for (const [number, pattern] of questions.entries()) {
      await screen.shows(pattern)
      if (number === question) break
      if (number === 0) screen.type('A fox')
      screen.press('Enter')
    }
    screen.press('C-c')
    expect(await screen.shows(/exit \d/)).toContain('exit 130')
    await nothingWritten(home)
  })

  it('fits a narrow terminal without colour', async () => {
    const home = temporaryFolder()
    const screen = openScreen(['render'], { home, columns: 40, rows: 24, env: { NO_COLOR: '1' } })
    await screen.shows(/What should the video show\?/)
    screen.type('A fox')
    screen.press('Enter')
    await screen.shows(/Where will it be\s+shown\?/)
    screen.press('C-c')
    expect(await screen.shows(/exit \d/)).toContain('exit 130')
  })

  it('never asks off a terminal', async () => {
    const home = temporaryFolder()
    const { code, stderr } = await run(['render'], { home })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('a prompt is needed') })
  })
})
