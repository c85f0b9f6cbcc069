/** Sound as it flows: two channels of 48,000 samples a second, −1 to 1, read in order and never held whole. */

export interface Sound {
  sampleCount: number
  /** The next samples of both channels, as many as the arrays hold. */
  read(left: Float32Array, right: Float32Array): void
  /** Gives files back; safe to call twice. */
  close(): void
}

/** A recording from its start. */
export interface Recording {
  /** Fills both arrays as far as there is sound and says how far; less than asked for: it has ended. */
  read(left: Float32Array, right: Float32Array): number
  /** Parts that could not be decoded and were left out. */
  damaged(): boolean
  close(): void
}

/** Opens the same recording again and again: it is read once to be measured and once to be heard. */
export type OpenRecording = () => Recording
