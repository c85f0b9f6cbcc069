import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
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

  it('knows what it published itself before it died, and no other file however like it', async () => {
    const folder = temporaryFolder()
    const target = join(folder, 'a.mp4')
    await publish(await partWith(target, 'video'), target, 'explicit')
    const again = await createPart(target, { jobId: 'abcd', epoch: 3 })
    expect(again.isPublished).toBe(true)
    expect(await publish(again, target, 'explicit')).toBe(target)
    await again.discard()
    expect(readdirSync(folder)).toEqual(['a.mp4'])
    const twin = await partWith(target, 'video', { jobId: 'beef', epoch: 2 })
    expect(twin.isPublished).toBe(false)
    expect(await publish(twin, target, 'default')).toBe(join(folder, 'a-2.mp4'))
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

  it('leaves no empty file at the name when it cannot be given', async () => {
    const folder = temporaryFolder()
    const target = join(folder, 'a.mp4')
    const part = await createPart(target, lease)
    // A folder can neither be linked, as a file cannot where there are no links, nor be renamed onto a file.
    mkdirSync(part.path)
    await expect(publish(part, target, 'default')).rejects.toMatchObject({ kind: 'environment' })
    expect(existsSync(target)).toBe(false)
  })

  it('says what the system says when a file cannot be replaced', async () => {
    const folder = temporaryFolder()
    const target = join(folder, 'a.mp4')
    const part = await createPart(target, lease)
    await expect(publish(part, target, 'overwrite')).rejects.toMatchObject({ kind: 'environment' })
  })

  it('knows its part again whatever characters the name has', async () => {
    const folder = temporaryFolder()
    const target = join(folder, `x${'🦊'.repeat(50)}.mp4`)
    await (await createPart(target, { jobId: 'abcd', epoch: 1 })).create()
    expect(readdirSync(folder)).toHaveLength(1)
    await createPart(target, { jobId: 'abcd', epoch: 2 })
    expect(readdirSync(folder)).toEqual([])
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

const canTrace = spawnSync('strace', ['-qq', '-e', 'trace=none', 'true']).status === 0

describe.skipIf(!canTrace)('a disk that fails', () => {
  it.each([
    ['fsync', 'EIO', 'environment disk.io'],
    ['fsync', 'ENOSPC', 'environment disk.full'],
    ['link,linkat', 'EIO', 'environment disk.io'],
  ])('%s: %s publishes nothing and leaves nothing', async (calls, error, said) => {
    const folder = temporaryFolder()
    const child = join(temporaryFolder(), 'publish-child.mjs')
    await build({
      entryPoints: ['test/helpers/publish-child.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: child,
      logLevel: 'error',
    })
    const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}`]
    const { stdout } = spawnSync(
      'strace',
      ['-f', '-qq', '-o', '/dev/null', ...inject, process.execPath, child, join(folder, 'a.mp4')],
      { encoding: 'utf8' },
    )
    expect(stdout).toBe(said)
    expect(readdirSync(folder)).toEqual([])
  })
})
