import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { preflight, resolveOutput } from '../../src/files/output.ts'
import { temporaryFolder } from '../helpers/run.ts'

describe('resolveOutput', () => {
  const fox = (cwd: string) => ({
    overwrite: false,
    cwd,
    slugSource: 'A fox',
    provider: 'runway',
    model: 'gen4.5',
    ratio: '16:9',
    job: 'abcd',
    index: 1,
    date: new Date(2026, 10, 5),
    extension: 'mp4',
  })
  const ask = (output: string | undefined, cwd: string, overwrite = false) =>
    resolveOutput({ ...fox(cwd), output, overwrite })

  it('takes a file, a folder, a pattern or nothing', () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'clips'))
    expect(ask(undefined, cwd)).toEqual({ path: join(cwd, 'a-fox.mp4'), mode: 'default' })
    expect(ask('fox.mp4', cwd)).toEqual({ path: join(cwd, 'fox.mp4'), mode: 'explicit' })
    expect(ask('fox.mp4', cwd, true).mode).toBe('overwrite')
    expect(ask('clips', cwd)).toEqual({ path: join(cwd, 'clips', 'a-fox.mp4'), mode: 'default' })
    expect(ask('new/', cwd).path).toBe(join(cwd, 'new', 'a-fox.mp4'))
    expect(ask('{date}/{provider}_{model}_{ratio}_{job}_{index}.mp4', cwd).path).toBe(
      join(cwd, '2026-11-05', 'runway_gen4.5_16x9_abcd_1.mp4'),
    )
  })

  it.each([
    ['{model}', 'gen4.5.mp4'],
    ['{slug}_{model}', 'a-fox_gen4.5.mp4'],
    ['{model}.m4v', 'gen4.5.m4v'],
    ['fox', 'fox.mp4'],
    ['fox.MP4', 'fox.MP4'],
    ['狐.v2', '狐.v2'],
  ])('%s is the file %s', (output, name) => {
    const cwd = temporaryFolder()
    expect(ask(output, cwd)).toEqual({ path: join(cwd, name), mode: 'explicit' })
  })

  it.each(['fox.avi', 'fox.MOV', '{slug}.webp', 'a\0b.mp4', `${'狐'.repeat(100)}.mp4`])(
    'refuses %j',
    (output) => {
      expect(() => ask(output, temporaryFolder())).toThrow(expect.objectContaining({ kind: 'usage' }))
    },
  )

  it('leads nowhere else, whatever the values are', () => {
    const cwd = temporaryFolder()
    for (const hostile of [
      '../../x',
      '/etc/passwd',
      '..',
      'a/../../b',
      '\0',
      '-rf',
      '.ssh',
      'CON',
      '\u202egpj',
    ]) {
      const { path } = resolveOutput({
        ...fox(cwd),
        output: '{provider}/{model}/{slug}-{job}.mp4',
        slugSource: hostile,
        provider: hostile,
        model: hostile,
        job: hostile,
      })
      expect(dirname(dirname(dirname(path)))).toBe(cwd)
    }
  })

  it('names the known placeholders', () => {
    expect(() => ask('{slugg}.mp4', '/')).toThrow(
      expect.objectContaining({ kind: 'usage', hint: 'did you mean {slug}?' }),
    )
  })
})

describe('preflight', () => {
  const target = (path: string, mode: 'default' | 'explicit' | 'overwrite' = 'explicit') =>
    preflight({ path, mode })

  it('finds what is in the way before anything is paid', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'taken.mp4'), 'mine')
    symlinkSync('/dev/null', join(folder, 'link.mp4'))
    await expect(target(join(folder, 'taken.mp4'))).rejects.toMatchObject({
      kind: 'usage',
      code: 'output.taken',
    })
    await expect(target(join(folder, 'link.mp4'), 'overwrite')).rejects.toMatchObject({
      code: 'output.not_regular',
    })
    await expect(target(join(folder, 'none', 'a.mp4'))).rejects.toMatchObject({
      kind: 'environment',
      hint: expect.stringContaining('mkdir -p'),
    })
    await expect(target(join(folder, 'taken.mp4', 'a.mp4'))).rejects.toMatchObject({ kind: 'environment' })
    await expect(target(join(folder, 'taken.mp4'), 'default')).resolves.toBeUndefined()
    expect(readdirSync(folder).sort()).toEqual(['link.mp4', 'taken.mp4'])
  })

  it('makes the folder that was asked for by name, and guesses none', async () => {
    const cwd = temporaryFolder()
    const asked = {
      overwrite: false,
      cwd,
      slugSource: 'fox',
      provider: 'template',
      model: 'm',
      ratio: '16:9',
      job: 'abcd',
      index: 1,
      date: new Date(2026, 10, 5),
      extension: 'mp4',
    }
    await preflight(resolveOutput({ ...asked, output: 'new/clips/' }))
    await preflight(resolveOutput({ ...asked, output: '{date}/{slug}.mp4' }))
    await expect(preflight(resolveOutput({ ...asked, output: 'clisp/fox.mp4' }))).rejects.toMatchObject({
      code: 'output.no_folder',
    })
    expect(readdirSync(cwd).sort()).toEqual(['2026-11-05', 'new'])
    writeFileSync(join(cwd, 'file'), '')
    await expect(preflight(resolveOutput({ ...asked, output: 'file/clips/' }))).rejects.toMatchObject({
      kind: 'environment',
      code: 'output.not_writable',
    })
  })

  it('answers for a path that the system will not even look at', async () => {
    const folder = temporaryFolder()
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'))
    await expect(target(`${folder}/${'n'.repeat(300)}.mp4`)).rejects.toMatchObject({ kind: 'environment' })
    await expect(target(join(folder, 'loop', 'a.mp4'))).rejects.toMatchObject({ kind: 'environment' })
  })

  it('finds a read-only and a small disk', async () => {
    const folder = temporaryFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder])
    onTestFinished(() => void execFileSync('umount', [folder]))
    await expect(target(join(folder, 'a.mp4'))).rejects.toMatchObject({ code: 'disk.full' })
    execFileSync('mount', ['-o', 'remount,ro', folder])
    await expect(target(join(folder, 'a.mp4'))).rejects.toMatchObject({ code: 'output.not_writable' })
    expect(statSync(folder).isDirectory()).toBe(true)
  })
})
