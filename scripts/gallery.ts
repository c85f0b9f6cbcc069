/**
 * npm run gallery [folder] [filter]: stills of every template × ratio × text in many scripts, on contact sheets to look at;
 * `npm run gallery docs cover` draws the README's picture.
 * A sheet a template and text: one row a ratio, at the start, the middle and the last second.
 */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { pixelsOf } from '../src/providers/template.ts'
import { stillPng } from '../src/template/painter.ts'
import { checkScene } from '../src/template/scene-file.ts'
import { templates } from '../src/template/templates/index.ts'
import { drawCover } from './gallery-cover.ts'
import { drawPictures, type Picture } from './gallery-pictures.ts'

const folder = process.argv[2] ?? 'gallery'
const filter = new RegExp(process.argv[3] ?? '')

const texts: Record<string, string> = {
  latin: 'Ship on Friday, sleep on Saturday. The release that nobody noticed is the best one we ever made.',
  short: 'Hello',
  cyrillic:
    'Маленькие инструменты, сделанные хорошо. Мы писали их для себя, а теперь ими пользуется весь мир.',
  greek: 'Μικρά εργαλεία, φτιαγμένα καλά. Τα γράψαμε για εμάς και τώρα τα χρησιμοποιούν όλοι.',
  arabic: 'أدوات صغيرة مصنوعة بعناية. كتبناها لأنفسنا في 2024 والآن يستخدمها العالم كله مع Git.',
  hebrew: 'כלים קטנים, עשויים היטב. כתבנו אותם לעצמנו בשנת 2024, ועכשיו כל העולם משתמש בהם.',
  devanagari: 'छोटे औज़ार, अच्छी तरह बने हुए। हमने इन्हें अपने लिए लिखा था, अब पूरी दुनिया इन्हें इस्तेमाल करती है।',
  thai: 'เครื่องมือเล็กๆ ที่ทำมาอย่างดี เราเขียนมันเพื่อตัวเราเอง และตอนนี้ทั้งโลกกำลังใช้มันอยู่',
  chinese: '小工具，用心做。我们最初只为自己而写，现在全世界都在使用它们。',
  japanese: '小さな道具を、丁寧に。最初は自分たちのために書いたものですが、今では世界中で使われています。',
  korean: '작은 도구를 정성껏 만듭니다. 처음에는 우리를 위해 썼지만 이제는 전 세계가 사용합니다.',
  emoji: 'Launch day 🚀 thanks to everyone 👩‍👩‍👧‍👦 who helped ❤️ — 99% done ✅ 🏳️‍🌈 🇯🇵 👍🏽 1️⃣',
  hostile:
    'https://example.com/a/very/long/path/that/never/ends?with=parameters&and=more#anchors Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
}

const moments = [0.35, 0.5, 1]
const cell = 300

async function sheet(
  name: string,
  label: string,
  prompt: string,
  data: Record<string, string>,
  images: Picture[],
) {
  const template = templates.find((candidate) => candidate.name === name)!
  const content = { prompt, data, images }
  const durationSeconds = Math.min(60, Math.max(4, Math.ceil(template.seconds(content))))
  const canvas = createCanvas(4 * cell * 1.05, 3 * cell)
  const context = canvas.getContext('2d')
  context.fillStyle = '#777'
  context.fillRect(0, 0, canvas.width, canvas.height)
  for (const [column, ratio] of ['16:9', '9:16', '1:1', '4:5'].entries()) {
    const seed = label.length * 7 + column
    const scene = checkScene(
      template.make({
        ...content,
        ...pixelsOf(ratio, '720p'),
        framesPerSecond: 30,
        durationSeconds,
        seed,
        audio: false,
      }),
    )
    for (const [row, part] of moments.entries()) {
      const image = await loadImage(
        Buffer.from(
          await stillPng(scene, part === 0.35 ? Math.min(1.2, durationSeconds / 3) : durationSeconds * part),
        ),
      )
      const scale = Math.min((cell * 1.05 - 8) / image.width, (cell - 8) / image.height)
      context.drawImage(
        image,
        column * cell * 1.05 + 4,
        row * cell + 4,
        image.width * scale,
        image.height * scale,
      )
    }
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}-${label}.png`), canvas.toBuffer('image/png'))
}

const pictures = drawPictures(mkdtempSync(join(tmpdir(), 'vidgen-gallery-')))
const picturesFor = (name: string) =>
  name === 'slideshow' ? pictures.photographs : name === 'demo' ? pictures.screenshots : []
const figures = {
  Tests: '48 s',
  Bundling: '21 s',
  'Types and everything that the compiler looks at': '17 s',
  Lint: '6 s',
}
const extra: [string, string, string, Record<string, string>][] = [
  ['data', 'one', 'Clips made this year', { 'clips on one laptop': '1,284,305' }],
  [
    'data',
    'line',
    'Visitors a month',
    { rows: 'Jan,1200;Feb,1900;Mar,1500;Apr,2600;May,3100;Jun,2900;Jul,4200;Aug,5100' },
  ],
  [
    'data',
    'bars',
    'Revenue by year',
    { kind: 'bars', rows: '2019\t12\n2020\t-4\n2021\t9\n2022\t21\n2023\t34', source: 'Annual report' },
  ],
  ['countdown', 'ten', 'The new season begins', { from: '10', date: 'Friday' }],
]

for (const template of templates) {
  const dataFor = template.name === 'data' ? figures : {}
  const runs: [string, string, Record<string, string>][] = [
    ['example', template.example.prompt, { ...template.example.data }],
    ...Object.entries(texts).map(([label, text]): [string, string, Record<string, string>] => [
      label,
      template.name === 'notes'
        ? `# ${text.slice(0, 40)}\n- ${text}\n- ${text.slice(0, 50)}\n- ${text.slice(20)}`
        : text,
      dataFor,
    ]),
    ...extra.flatMap(([name, label, prompt, data]): [string, string, Record<string, string>][] =>
      name === template.name ? [[label, prompt, data]] : [],
    ),
  ]
  for (const [label, prompt, data] of runs) {
    if (filter.test(`${template.name}-${label}`))
      await sheet(template.name, label, prompt, data, picturesFor(template.name))
  }
}

if (filter.test('cover')) await drawCover(join(folder, 'gallery.jpg'), pictures)
