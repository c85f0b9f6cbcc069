/**
 * The loops over pixels, in AssemblyScript: TypeScript's letters over WebAssembly's 128-bit vectors. `npm run build:pixels`
 * compiles them into ../program.ts. All pixels are RGBA, eight bits each, multiplied by their alpha; places are addresses and
 * strides are bytes. Loops take four pixels at a time and may read and write up to three pixels past the end of a row: the
 * caller leaves room. No call allocates anything.
 */

export { blend } from './blend'
export { ramp } from './ramp'
export { columns, scale } from './scale'
export { shift } from './shift'
export { wash } from './wash'
export { convert } from './yuv'
