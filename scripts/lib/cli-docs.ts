import { exitCodes } from '../../src/cli/exit-codes.ts';
import { serveVariables } from '../../src/cli/serve-variables.ts';
import { printed } from './cli.ts';
import { allCommands } from './command-tree.ts';
import type { GeneratedDocs } from './generated-docs.ts';

const variables: readonly (readonly string[])[] = [
  ['`NO_COLOR`', 'no colours, even on a terminal'],
  ['`FORCE_COLOR`', 'colours, even where no terminal is seen'],
  ['`COUNTERFOIL_REGISTRY`', 'the registry of `pull`, `publish` and `outdated`, where `--registry` is not given'],
  ['`COUNTERFOIL_TOKEN`', 'the token for that registry, where `--token-env` names no other variable'],
  ['`PORT`', '`--port` of `mock`, `gateway` and `serve`, where it is not given'],
  ...Object.entries(serveVariables).map(([variable, flag]) => [`\`${variable}\``, serveEffect(variable, flag)]),
];

function serveEffect(variable: string, flag: string): string {
  const option = `\`--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}\` of \`serve\``;
  return variable === 'COUNTERFOIL_STORE' ? `${option}, and of every command that opens the store` : option;
}

/** `docs/cli.md`: the help of every command, and the exit codes. */
export async function cliDocs(): Promise<GeneratedDocs> {
  const help = async (...args: string[]): Promise<string> =>
    (await printed([...args, '--help'], { columns: 100, colour: false })).trimEnd();
  const sections = await Promise.all(
    (await allCommands()).map(
      async ({ name }) => `## counterfoil ${name}\n\n\`\`\`text\n${await help(...name.split(' '))}\n\`\`\``,
    ),
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
    ['| variable | effect |', '|---|---|', ...variables.map((cells) => `| ${cells.join(' | ')} |`)].join('\n'),
    `Variables that hold secrets have the names that you give them: \`--secret-env\`, \`--token-env\` and [\`secrets\`](configuration.md) say which.`,
  ];
  return new Map([['docs/cli.md', `${text.join('\n\n')}\n`]]);
}
