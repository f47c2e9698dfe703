import { exitCodes } from '../../src/cli/exit-codes.ts';
import { printed } from './cli.ts';
import type { GeneratedDocs } from './generated-docs.ts';

const commands = [
  'check',
  'identify',
  'verify',
  'compare',
  'approve',
  'release',
  'generate',
  'export json-schema',
  'export openapi',
  'mock',
  'simulate',
  'send',
  'test',
  'init',
  'infer',
  'import',
  'drift',
  'captures import',
  'captures export',
  'captures redact',
  'captures erase',
  'captures replay',
  'captures list',
  'captures show',
  'captures grep',
  'explain',
];

/** `docs/cli.md`: the help of every command, and the exit codes. */
export async function cliDocs(): Promise<GeneratedDocs> {
  const help = async (...args: string[]): Promise<string> =>
    (await printed([...args, '--help'], { columns: 100, colour: false })).trimEnd();
  const sections = await Promise.all(
    commands.map(async (name) => `## counterfoil ${name}\n\n\`\`\`text\n${await help(...name.split(' '))}\n\`\`\``),
  );
  const codes = Object.values(exitCodes).map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  const text = [
    '# Commands',
    'Written from the program itself by `npm run docs`.',
    `\`\`\`text\n${await help()}\n\`\`\``,
    ...sections,
    '## Exit codes',
    ['| code | meaning |', '|---|---|', ...codes].join('\n'),
    'When several apply, the highest wins: an input that cannot be read (3) weighs more than findings (1). A bug (70) prints a stack and asks to be reported; everything else prints a message and what to do.',
    '## Environment',
    [
      '| variable | effect |',
      '|---|---|',
      '| `NO_COLOR` | no colours, even on a terminal |',
      '| `FORCE_COLOR` | colours, even where no terminal is seen |',
    ].join('\n'),
  ];
  return new Map([['docs/cli.md', `${text.join('\n\n')}\n`]]);
}
