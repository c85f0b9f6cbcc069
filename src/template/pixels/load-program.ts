/** The compiled loops over memory of their own, which never grows: encoders hold addresses in it. */

import { program as compiled } from './program.ts'

/** What assembly/ says of each. */
export interface Program {
  blend(
    target: number,
    targetStride: number,
    source: number,
    sourceStride: number,
    width: number,
    height: number,
    opacity: number,
    mask: number,
    maskStride: number,
  ): void
  shift(
    target: number,
    source: number,
    sourceStride: number,
    width: number,
    height: number,
    right: number,
    down: number,
  ): void
  columns(table: number, width: number, u: number, du: number, lastU: number): void
  scale(
    target: number,
    targetStride: number,
    source: number,
    sourceStride: number,
    table: number,
    width: number,
    height: number,
    last: number,
    v: number,
    dv: number,
    lastV: number,
    room: number,
  ): void
  ramp(
    target: number,
    width: number,
    height: number,
    start: number,
    across: number,
    down: number,
    from: number,
    to: number,
  ): void
  wash(
    target: number,
    width: number,
    height: number,
    cell: number,
    values: number,
    columns: number,
    grain: number,
    grainLength: number,
    entries: number,
  ): void
  convert(
    pixels: number,
    stride: number,
    width: number,
    height: number,
    luma: number,
    u: number,
    v: number,
    lumaStride: number,
  ): void
}

/** Node has it; its types come only with those of a browser. */
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum: number }) => { buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: unknown }
}

const pageBytes = 65_536
let module: object | undefined

export function loadProgram(memoryBytes: number): { program: Program; bytes: Uint8Array<ArrayBuffer> } {
  const pages = Math.ceil(memoryBytes / pageBytes)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  module ??= new WebAssembly.Module(Buffer.from(compiled, 'base64'))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  return { program: exports as Program, bytes: new Uint8Array(memory.buffer) }
}

/** Pieces of memory one after the other, each with room for a vector that reaches past its end. */
export function createLayout() {
  let used = 0
  return {
    reserve(bytes: number): number {
      const start = used
      used += Math.ceil((bytes + 64) / 64) * 64
      return start
    },
    size: () => used,
  }
}
