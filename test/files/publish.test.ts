import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { preflight, resolveOutput } from '../../src/files/output.ts'
import { createPart, publish } from '../../src/files/publish.ts'
import { temporaryFolder } from '../helpers/run.ts'

const lease = { jobId: 'abcd', epoch: 2 }

const partWith = async (target: string, content: string, at = lease) => {
  const part = await createPart(target, at)
  writeFileSync(part.path, content)
  await part.seal()
  return part
}

describe('publish', () => {
  it('gives the part its name and leaves nothing else', async () => {
    const folder = temporaryFolder()
    const part = await partWith(join(folder, 'a.mp4'), 'video')
    expect(await publish(part, join(folder, 'a.mp4'), 'explicit')).toBe(join(folder, 'a.mp4'))
    await part.discard()
    expect(readdirSync(folder)).toEqual(['a.mp4'])
  })

  it('never replaces a file that appeared meanwhile', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.mp4'), 'mine')
    writeFileSync(join(folder, 'a-2.mp4'), 'mine too')
    const part = await partWith(join(folder, 'a.mp4'), 'video')
    expect(await publish(part, join(folder, 'a.mp4'), 'default')).toBe(join(folder, 'a-3.mp4'))
    expect(readFileSync(join(folder, 'a.mp4'), 'utf8')).toBe('mine')
    expect(readFileSync(join(folder, 'a-3.mp4'), 'utf8')).toBe('video')
  })

  it('knows what it published itself before it died, and only that', async () => {
    const folder = temporaryFolder()
    const target = join(folder, 'a.mp4')
    const first = await partWith(target, 'video')
    await publish(first, target, 'explicit')
    const again = await partWith(target, 'video', { jobId: 'abcd', epoch: 3 })
    const { sha256 } = await again.seal()
    expect(await publish(again, target, 'explicit', sha256)).toBe(target)
    await again.discard()
    expect(readdirSync(folder)).toEqual(['a.mp4'])
    writeFileSync(target, 'mine')
    const other = await partWith(target, 'video', { jobId: 'abcd', epoch: 4 })
    expect(await publish(other, target, 'explicit', sha256)).toBe(join(folder, 'a-2.mp4'))
    expect(readFileSync(target, 'utf8')).toBe('mine')
  })

  it('replaces a regular file when told to, and nothing else', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.mp4'), 'old')
    await publish(await partWith(join(folder, 'a.mp4'), 'new'), join(folder, 'a.mp4'), 'overwrite')
    expect(readFileSync(join(folder, 'a.mp4'), 'utf8')).toBe('new')
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'link.mp4'))
    await expect(
      publish(await partWith(join(folder, 'link.mp4'), 'x'), join(folder, 'link.mp4'), 'overwrite'),
    ).rejects.toMatchObject({ code: 'output.not_regular' })
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false)
  })

  it('removes the parts of dead epochs of its own job, and of no other', async () => {
    const folder = temporaryFolder()
    const target = join(folder, 'a.mp4')
    writeFileSync(join(folder, '.a.mp4.abcd.1.part'), 'dead')
    writeFileSync(join(folder, '.a.mp4.abcd.3.part'), 'a newer one')
    writeFileSync(join(folder, '.a.mp4.ffff.1.part'), 'another job')
    await createPart(target, lease)
    expect(readdirSync(folder).sort()).toEqual(['.a.mp4.abcd.3.part', '.a.mp4.ffff.1.part'])
  })
})

describe('resolveOutput', () => {
  const ask = (output: string | undefined, cwd: string, overwrite = false) =>
    resolveOutput({
      output,
      overwrite,
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
