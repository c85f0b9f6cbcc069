/** The compiled program over memory of its own, which never grows: encoders hold addresses in it. */

import { program as compiled } from './program.ts'

type Call = (...numbers: number[]) => void
export type Program = Record<'blend' | 'shift' | 'columns' | 'scale' | 'ramp' | 'wash' | 'convert', Call>

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
