/** Finds the parts of a prompt that templates set apart. */

/** A headline and the line under it: parted at the first line end, else at a dash or a sentence end near the front. */
export function splitTitle(prompt: string): { head: string; rest?: string } {
  const [first, ...others] = prompt.trim().split('\n')
  const below = others.join(' ').trim()
  if (below !== '') return { head: first!.replace(/^#+\s*/, '').trim(), rest: below }
  const parted = /^(.{4,60}?)(?:\s[—–|-]\s|:\s|(?<=[.!?。！？])\s?)(.{4,})$/su.exec(prompt.trim())
  return parted === null ? { head: prompt.trim() } : { head: parted[1]!, rest: parted[2]! }
}
