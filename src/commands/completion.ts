/** `vidgen completion`: a script for the user's shell, made from the command tree itself, so that it cannot fall behind. */

import { Argument, type Command } from 'commander'
import type { App } from '../app.ts'
import type { WithApp } from '../cli.ts'
import { withExamples } from './help.ts'

const shells = ['bash', 'zsh', 'fish'] as const

export function registerCompletion(program: Command, withApp: WithApp): void {
  withExamples(
    program
      .command('completion')
      .description('print a completion script for your shell')
      .addArgument(new Argument('<shell>', 'your shell').choices(shells))
      .action(
        withApp(async (app: App, shell: (typeof shells)[number]) =>
          app.output.json
            ? app.output.document({ shell, script: scripts[shell](nodesOf(program)) })
            : app.output.lines([scripts[shell](nodesOf(program))]),
        ),
      ),
    [
      'vidgen completion bash > ~/.local/share/bash-completion/completions/vidgen',
      'vidgen completion zsh > ~/.zfunc/_vidgen',
      'vidgen completion fish > ~/.config/fish/completions/vidgen.fish',
    ],
    [0, 2],
  )
}

interface Word {
  name: string
  description: string
}

/** One place in the tree: the words that lead there, and the words that may follow. */
interface Node {
  path: readonly string[]
  words: readonly Word[]
}

function nodesOf(command: Command, path: readonly string[] = [], inherited: readonly Word[] = []): Node[] {
  const options = [
    ...inherited,
    ...command.options.map((option) => ({
      name: option.long ?? option.short ?? '',
      description: option.description,
    })),
  ]
  const commands = command.commands.map((sub) => ({
    name: sub.name(),
    description: sub.summary() || sub.description(),
  }))
  const choices = command.registeredArguments.flatMap(({ argChoices = [], description }) =>
    argChoices.map((name) => ({ name, description })),
  )
  return [
    { path, words: [...commands, ...choices, ...options, { name: '--help', description: 'show help' }] },
    ...command.commands.flatMap((sub) => nodesOf(sub, [...path, sub.name()], options)),
  ]
}

const names = (node: Node): string => node.words.map((word) => word.name).join(' ')

/** The shell code that bash and zsh share: walks the typed words down the tree to `place`. */
const walk = (nodes: readonly Node[]): string => `    case "$place/$word" in
      ${nodes
        .slice(1)
        .map((node) => `/${node.path.join('/')}`)
        .join('|')}) place="$place/$word" ;;
    esac`

const cases = (nodes: readonly Node[]): string =>
  nodes
    .map((node) => `    "${node.path.map((name) => `/${name}`).join('')}") choices="${names(node)}" ;;`)
    .join('\n')

const scripts: Record<(typeof shells)[number], (nodes: readonly Node[]) => string> = {
  bash: (nodes) => `# bash completion for vidgen
_vidgen() {
  local current="\${COMP_WORDS[COMP_CWORD]}" place="" choices="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${walk(nodes)}
  done
  case "$place" in
${cases(nodes)}
  esac
  COMPREPLY=($(compgen -W "$choices" -- "$current"))
}
complete -o default -F _vidgen vidgen`,

  zsh: (nodes) => `#compdef vidgen
_vidgen() {
  local place="" choices="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
${walk(nodes)}
  done
  case "$place" in
${cases(nodes)}
  esac
  compadd -- \${=choices}
  _files
}
if [ "$funcstack[1]" = "_vidgen" ]; then _vidgen "$@"; else compdef _vidgen vidgen; fi`,

  fish: (nodes) => `# fish completion for vidgen
function __vidgen_path
  set -l path ''
  for word in (commandline -opc)[2..-1]
    switch "$path/$word"
      case ${nodes
        .slice(1)
        .map((node) => `'/${node.path.join('/')}'`)
        .join(' ')}
        set path "$path/$word"
    end
  end
  echo $path
end
${nodes.flatMap(fishLines).join('\n')}`,
}

function fishLines(node: Node): string[] {
  const path = node.path.map((name) => `/${name}`).join('')
  return node.words.map(({ name, description }) => {
    const what = name.startsWith('--') ? `-l ${name.slice(2)}` : `-f -a '${name}'`
    return `complete -c vidgen -n 'test (__vidgen_path) = "${path}"' ${what} -d '${description.replaceAll("'", "\\'")}'`
  })
}
