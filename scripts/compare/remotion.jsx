import {
  AbsoluteFill,
  Composition,
  Easing,
  Img,
  interpolate,
  registerRoot,
  Sequence,
  staticFile,
  useCurrentFrame,
} from 'remotion'

const clamp = { extrapolateLeft: 'clamp', extrapolateRight: 'clamp' }

const Caption = ({ text, frames }) => {
  const frame = useCurrentFrame()
  const come = interpolate(frame, [0, 18], [0, 1], { ...clamp, easing: Easing.out(Easing.cubic) })
  const go = interpolate(frame, [frames - 9, frames], [1, 0], clamp)
  return (
    <div
      style={{
        position: 'absolute',
        left: 80,
        top: 220,
        width: 560,
        height: 280,
        display: 'flex',
        alignItems: 'center',
        color: '#fff',
        font: '800 64px/1.18 Inter',
        opacity: Math.min(come, go),
        transform: `translateY(${24 * (1 - come)}px)`,
      }}
    >
      {text}
    </div>
  )
}

const Scene = () => {
  const part = useCurrentFrame() / 300
  return (
    <AbsoluteFill style={{ background: '#0f172a', overflow: 'hidden' }}>
      <style>{`@font-face { font-family: Inter; src: url(${staticFile('inter.woff2')}); font-weight: 100 900 }`}</style>
      <div
        style={{
          position: 'absolute',
          width: 2560,
          height: 720,
          background: 'linear-gradient(90deg, #0f172a, #1e40af)',
          transform: `translateX(${-1280 * part}px)`,
        }}
      />
      <div
        style={{
          position: 'absolute',
          left: 680,
          top: 90,
          width: 520,
          height: 540,
          borderRadius: 24,
          overflow: 'hidden',
        }}
      >
        <Img
          src={staticFile('photo.jpg')}
          style={{
            width: '100%',
            height: '100%',
            objectFit: 'cover',
            transform: `scale(${1 + 0.15 * part})`,
          }}
        />
      </div>
      <Sequence from={9} durationInFrames={141} layout="none">
        <Caption text="Small tools, made well" frames={141} />
      </Sequence>
      <Sequence from={150} durationInFrames={150} layout="none">
        <Caption text="Every frame drawn on this machine" frames={150} />
      </Sequence>
      <div
        style={{
          position: 'absolute',
          left: 80,
          top: 650,
          width: 1120,
          height: 8,
          borderRadius: 4,
          overflow: 'hidden',
          background: 'rgb(255 255 255 / 0.2)',
        }}
      >
        <div style={{ width: 1120 * part, height: 8, background: '#fff' }} />
      </div>
    </AbsoluteFill>
  )
}

registerRoot(() => (
  <Composition id="scene" component={Scene} width={1280} height={720} fps={30} durationInFrames={300} />
))
