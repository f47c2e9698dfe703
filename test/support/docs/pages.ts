import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

export const root = join(import.meta.dirname, '../../..');

/** A block of commands, or commands that a comment holds and the reader does not see. */
export interface Commands {
  readonly line: number;
  readonly code: string;
  /** Exit code that `<!-- exits N -->` announces. */
  readonly exit: number;
  /** What `<!-- background: URL -->` waits for: the commands run until the page ends. */
  readonly background: string | undefined;
  /** Texts of `<!-- output: ... -->` behind the block: all must be in what it prints. */
  readonly outputs: readonly string[];
}

export interface CodeBlock {
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** What `<!-- given` in front of the block says: code that the reader is not shown. */
  readonly given: string;
  /** `<!-- continues -->`: goes on from the block before it, as in one file. */
  readonly continues: boolean;
  /** Path of `<!-- file: PATH -->`: what the block is the whole of. */
  readonly path: string | undefined;
}

export interface Page {
  /** Path below the repository. */
  readonly file: string;
  /** `repository`, `empty`, or the name of a folder in `test/cli/bases/`. */
  readonly folder: string;
  readonly commands: readonly Commands[];
  /** Blocks of every language, those with commands too. */
  readonly blocks: readonly CodeBlock[];
}

/** Markdown files below docs/, and those at the top that hold commands, but for README.md, which has a test of its own. */
export function pageFiles(): string[] {
  const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((file) => `docs/${file.split(sep).join('/')}`)
    .filter((file) => file.endsWith('.md') && !file.includes('/node_modules/'));
  return ['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...below.toSorted()];
}

const pieces =
  /^(?<indent> *)(?:<!--(?<comment>[\s\S]*?)-->|(?<fence>`{3,})(?<language>\w*)[^\n]*\n(?<code>[\s\S]*?)^ *\k<fence>`*) *$/gm;

const nothingBefore: Pick<CodeBlock, 'given' | 'continues' | 'path'> = { given: '', continues: false, path: undefined };

/**
 * Reads what is to be run from a page. Comments say how:
 * - `<!-- docs: empty folder -->`: an empty folder with counterfoil installed; `<!-- docs: folder NAME -->`: a project
 *   that has pulled the contracts of `test/cli/bases/NAME`; without either a clone of this repository
 * - `<!-- exits N -->` and `<!-- background: URL -->` in front of a block, `<!-- output: text -->` behind it
 * - `<!-- setup` with commands in the lines below: run, not shown; likewise `<!-- background: URL` with commands
 * - `<!-- given` with code in the lines below, and `<!-- continues -->`: see `CodeBlock`; `<!-- given: FILE` is a file of its own
 * - `<!-- file: PATH -->`: what the block is the whole of
 *
 * @throws Error when a comment has no block that it could be about
 */
export function readPage(file: string): Page {
  const text = readFileSync(join(root, file), 'utf8');
  const commands: Commands[] = [];
  const blocks: CodeBlock[] = [];
  let folder = 'repository';
  let announced: { exit?: number; background?: string } = {};
  let before = nothingBefore;
  for (const { index, groups = {} } of text.matchAll(pieces)) {
    const line = text.slice(0, index).split('\n').length;
    const { comment, language = '', indent = '' } = groups;
    if (comment === undefined) {
      const code = outdent(groups['code'] ?? '', indent.length);
      blocks.push({ line, language, code, ...before });
      before = nothingBefore;
      if (language === 'sh') commands.push({ line, code, exit: 0, background: undefined, outputs: [], ...announced });
      else if (Object.keys(announced).length > 0) throw new Error(`${file}:${line} is no block of commands.`);
      announced = {};
      continue;
    }
    const [, word, rest = '', hidden] =
      /^\s*(docs:|exits|background:|output:|setup|given|continues|file:)([^\n]*)(\n[\s\S]*)?$/.exec(comment) ?? [];
    const said = rest.trim();
    if (word === 'docs:') folder = said === 'empty folder' ? 'empty' : said.replace(/^folder /, '');
    if (word === 'exits') announced = { ...announced, exit: Number.parseInt(said, 10) };
    if (word === 'given' && said === '') before = { ...before, given: outdent(hidden ?? '', indent.length) };
    if (word === 'given' && said !== '') {
      const code = `// ${said.slice(1).trim()}\n${outdent(hidden ?? '', indent.length)}`;
      blocks.push({ line, language: 'ts', code, ...nothingBefore });
    }
    if (word === 'file:') before = { ...before, path: said };
    if (word === 'continues') before = { ...before, continues: true };
    if (word === 'output:') addOutput(file, line, commands, said);
    if (word === 'background:' && hidden === undefined) announced = { ...announced, background: said };
    if ((word === 'background:' || word === 'setup') && hidden !== undefined) {
      const background = word === 'setup' ? undefined : said;
      commands.push({ line, code: outdent(hidden, indent.length), exit: 0, background, outputs: [] });
    }
  }
  return { file, folder, commands, blocks };
}

/** The ports that a page's servers listen at, each once. */
export function portsOf({ commands }: Page): string[] {
  const urls = commands.flatMap(({ background }) => (background === undefined ? [] : [new URL(background)]));
  return [...new Set(urls.map(({ port }) => port))];
}

function addOutput(file: string, line: number, commands: Commands[], output: string): void {
  const last = commands.pop();
  if (last === undefined) throw new Error(`${file}:${line} follows no block of commands.`);
  commands.push({ ...last, outputs: [...last.outputs, output] });
}

function outdent(code: string, width: number): string {
  return code
    .replaceAll(new RegExp(`^ {0,${width}}`, 'gm'), '')
    .replace(/^\n+/, '')
    .trimEnd();
}
