/**
 * The one scene that all three renderers draw: ten seconds of 720p at 30 frames a second with a moving gradient, a photograph
 * with a slow zoom, two captions that come and go, and a progress bar. No sound. Here as vidgen takes it; `remotion.jsx` and
 * `hyperframes.html` say the same in their own ways.
 */

export const scene = {
  version: 1,
  width: 1280,
  height: 720,
  framesPerSecond: 30,
  durationSeconds: 10,
  safe: { top: 40, right: 40, bottom: 40, left: 40 },
  background: { colour: '#0f172a' },
  layers: [
    {
      type: 'shape',
      shape: 'rectangle',
      box: { x: 0, y: 0, width: 2560, height: 720 },
      colour: '#0f172a',
      colour2: '#1e40af',
      angle: 0,
      dx: [
        [0, 0],
        [10, -1280, 'linear'],
      ],
    },
    {
      type: 'image',
      path: 'photo.jpg',
      box: { x: 680, y: 90, width: 520, height: 540 },
      radius: 24,
      camera: { start: { x: 0.5, y: 0.5, zoom: 1 }, end: { x: 0.5, y: 0.5, zoom: 1.15 } },
    },
    caption('Small tools, made well', 0.3, 5),
    caption('Every frame drawn on this machine', 5, 10),
    {
      type: 'progress',
      shape: 'bar',
      box: { x: 80, y: 650, width: 1120, height: 8 },
      colour: '#ffffff',
      trackColour: '#ffffff',
      trackOpacity: 0.2,
      thickness: 8,
    },
  ],
}

function caption(text, from, to) {
  return {
    type: 'text',
    text,
    from,
    to,
    box: { x: 80, y: 220, width: 560, height: 280 },
    size: 64,
    minSize: 64,
    weight: 800,
    colour: '#ffffff',
    vertical: 'middle',
    opacity: [
      [0, 0],
      [0.6, 1, 'out'],
    ],
    dy: [
      [0, 24],
      [0.6, 0, 'out'],
    ],
    exitSeconds: 0.3,
  }
}
