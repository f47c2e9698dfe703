/**
 * Writes `docs/api-report.md`: every name that the package exports, with its declaration, from the built declarations. A
 * change of the public API shows in review as a change of that file. With `--check` it fails on any difference.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const report = join(root, 'docs/api-report.md');

interface Declaration {
  readonly name: string;
  readonly text: string;
}

/** The statements at the top of a declaration file, without comments. They end where brackets are closed and a line ends. */
function statementsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
    .replaceAll(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n/gm, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^[ \t]*\/\/.*\n/gm, '');
  const statements: string[] = [];
  let lines: string[] = [];
  let depth = 0;
  for (const line of text.split('\n')) {
    if (lines.length === 0 && line.trim() === '') continue;
    // An arrow is no bracket.
    const code = line.replaceAll('=>', '').replaceAll(/'(?:[^'\\]|\\.)*'/g, "''");
    depth += (code.match(/[{([]/g) ?? []).length - (code.match(/[})\]]/g) ?? []).length;
    if (line.trim() !== '') lines.push(line.trimEnd());
    const end = /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|enum|global) /.test(lines[0] ?? '')
      ? '}'
      : ';';
    if (depth > 0 || !line.endsWith(end)) continue;
    statements.push(lines.join('\n'));
    lines = [];
  }
  if (lines.length > 0) throw new Error(`${file} ends within a statement: ${lines[0]}`);
  return statements;
}

/** What a module exports, by name. */
function exportsOf(file: string): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  const add = (name: string, declaration: Declaration | undefined): void => {
    if (declaration === undefined) throw new Error(`${file} exports ${name}, which is not found.`);
    const known = found.get(name);
    const text =
      known === undefined || known.text === declaration.text ? declaration.text : `${known.text}\n${declaration.text}`;
    found.set(name, { name, text });
  };
  const locals = new Map<string, Declaration>();
  const imported = new Map<string, { readonly module: string; readonly name: string }>();
  const moduleAt = (path: string): string => join(dirname(file), path.replace(/\.(?:ts|js)$/, '.d.ts'));
  const statements = statementsOf(file);
  for (const statement of statements) {
    const [, names, path] = /^import (?:type )?\{([\s\S]*)\} from '(\..*)';$/.exec(statement) ?? [];
    for (const { name, as } of namesIn(names ?? '')) imported.set(as, { module: path ?? '', name });
    const declared = declarationOf(statement);
    if (declared !== undefined) locals.set(declared.name, declared);
  }
  const resolve = (name: string): Declaration | undefined => {
    const origin = imported.get(name);
    return origin === undefined ? locals.get(name) : exportsOf(moduleAt(origin.module)).get(origin.name);
  };
  for (const statement of statements) {
    const star = /^export (?:type )?\* from '(\..*)';$/.exec(statement)?.[1];
    const [, names, path] = /^export (?:type )?\{([\s\S]*)\}(?: from '(.*)')?;$/.exec(statement) ?? [];
    const declared = statement.startsWith('export ') ? declarationOf(statement) : undefined;
    if (star !== undefined) for (const [name, one] of exportsOf(moduleAt(star))) add(name, one);
    else if (names !== undefined) {
      for (const { name, as } of namesIn(names)) {
        add(
          as,
          path === undefined
            ? resolve(name)
            : path.startsWith('.')
              ? exportsOf(moduleAt(path)).get(name)
              : { name, text: `from '${path}'` },
        );
      }
    } else if (declared !== undefined) add(declared.name, declared);
  }
  return found;
}

function namesIn(list: string): { name: string; as: string }[] {
  return list
    .split(',')
    .map((part) => part.trim().replace(/^type /, ''))
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', as = name] = part.split(' as ');
      return { name, as };
    });
}

function declarationOf(statement: string): Declaration | undefined {
  const [, name] =
    /^(?:export )?(?:declare )?(?:abstract )?(?:function|const|let|class|interface|type|enum)\*? ([\w$]+)/.exec(
      statement,
    ) ?? [];
  return name === undefined ? undefined : { name, text: statement.replace(/^(?:export )?(?:declare )?/, '') };
}

const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { readonly types: string }>;
};
const sections = Object.entries(entries).flatMap(([entry, target]) => {
  if (typeof target === 'string') return [];
  const names = [...exportsOf(join(root, target.types))].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const title = entry === '.' ? 'counterfoil' : `counterfoil${entry.slice(1)}`;
  const blocks = names.map(([name, { text }]) => `### ${name}\n\n\`\`\`ts\n${text}\n\`\`\``);
  return [`## ${title}\n\n${names.length} names.\n\n${blocks.join('\n\n')}`];
});
const text = `# The public API

Everything that the package exports, with its declaration. Written by \`npm run docs:api\` from the built declarations, and held
against them by \`npm run verify\`, so that a change of the API is seen where it is reviewed. What the names mean stands in the
sources and in an editor.

${sections.join('\n\n')}
`;

if (process.argv.includes('--check')) {
  if (readFileSync(report, 'utf8') !== text) {
    console.error('docs/api-report.md is not what the build exports: run npm run docs:api, and review the difference.');
    process.exitCode = 1;
  }
} else {
  writeFileSync(report, text);
  console.log(`${sections.length} entries, ${text.split('\n### ').length - 1} names`);
}
