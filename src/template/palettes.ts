/**
 * Colours that go together. A prompt's hash chooses one, so that a batch varies and a repeat does not. Every `ink`,
 * `muted` and `accent` is at least 4.5:1 against both ends of its ground (held by a test).
 */

export interface Palette {
  name: string
  ground: string
  ground2: string
  glows: readonly [string, string]
  ink: string
  muted: string
  accent: string
  accent2: string
  /** A raised surface: cards, frames, tracks. */
  surface: string
}

export const palettes: readonly Palette[] = [
  {
    name: 'midnight',
    ground: '#0a0f24',
    ground2: '#16204a',
    glows: ['#3d5afe', '#7b2ff7'],
    ink: '#f5f7ff',
    muted: '#b3bfe3',
    accent: '#8fb0ff',
    accent2: '#ffb199',
    surface: '#1d2856',
  },
  {
    name: 'paper',
    ground: '#fbf8f1',
    ground2: '#f3e9d8',
    glows: ['#ffd9a8', '#ffc2b0'],
    ink: '#1d1916',
    muted: '#5f554b',
    accent: '#b23a0a',
    accent2: '#1f5f5b',
    surface: '#ffffff',
  },
  {
    name: 'pine',
    ground: '#06201b',
    ground2: '#0d3a30',
    glows: ['#12806a', '#1f9e5a'],
    ink: '#f1fbf6',
    muted: '#a9cfc0',
    accent: '#6ee7a8',
    accent2: '#ffd166',
    surface: '#124739',
  },
  {
    name: 'plum',
    ground: '#180a22',
    ground2: '#34114a',
    glows: ['#8a2be2', '#d6336c'],
    ink: '#fcf5ff',
    muted: '#d1b8e0',
    accent: '#ff92d0',
    accent2: '#9ad7ff',
    surface: '#44205c',
  },
  {
    name: 'sky',
    ground: '#f5f9ff',
    ground2: '#dfecff',
    glows: ['#a9ccff', '#c9b8ff'],
    ink: '#0b1a33',
    muted: '#45587a',
    accent: '#1450d2',
    accent2: '#a3146c',
    surface: '#ffffff',
  },
  {
    name: 'ember',
    ground: '#1b0c08',
    ground2: '#431a0d',
    glows: ['#d9480f', '#b3162e'],
    ink: '#fff6ef',
    muted: '#e0bba6',
    accent: '#ffb562',
    accent2: '#ff8f8f',
    surface: '#552613',
  },
  {
    name: 'graphite',
    ground: '#0d0e11',
    ground2: '#1e2127',
    glows: ['#3a4250', '#4b4f3a'],
    ink: '#f6f7f8',
    muted: '#b3b9c2',
    accent: '#d6f26b',
    accent2: '#7fd4ff',
    surface: '#2b2f37',
  },
]

export const paletteFor = (seed: number): Palette => palettes[seed % palettes.length]!
