/** Makes text that came from outside safe to print: a prompt, a file name or a provider's answer cannot command a terminal. */

const esc = '\u001b'
/** OSC, DCS, APC, PM and SOS strings with all they carry, in their 7-bit and 8-bit forms, ended by BEL, ST, or the text's end. */
const commandStrings = new RegExp(
  `(?:${esc}[\\]P_^X]|[\u009d\u0090\u009f\u009e\u0098])[\\s\\S]*?(?:\u0007|${esc}\\\\|\u009c|$)`,
  'g',
)
/** C0 except newline and tab, DEL, C1, and the characters that turn the direction of writing round. */
const controls = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

export interface SafeTextOptions {
  /** Keeps newlines and tabs. */
  multiline?: boolean
}

export function safeText(text: string, { multiline = false }: SafeTextOptions = {}): string {
  const shown = text.replace(commandStrings, '').replaceAll('\r\n', '\n').replace(controls, escapeCharacter)
  return multiline ? shown : shown.replace(/[\n\t]/g, ' ')
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0)
  return code <= 0xff
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}
