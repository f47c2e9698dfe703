import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allCommands } from '../../scripts/lib/command-tree.ts';
import { catalog } from '../../src/checks/catalog.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { commandLines, wordsOf } from '../support/docs/command-lines.ts';
import { pageFiles, readPage, root } from '../support/docs/pages.ts';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const commands = await allCommands();

describe('the reference', () => {
  const page = read('docs/cli.md');

  test.each(commands)('has $name with every option', ({ name, command }) => {
    const section = new RegExp(`^## counterfoil ${name}\\n+\`\`\`text\\n(.*?)^\`\`\``, 'ms').exec(page)?.[1] ?? '';
    expect(section).toContain(`Usage: counterfoil ${name}`);
    const options = command.options.filter(({ hidden }) => !hidden).map(({ long }) => long ?? '');
    expect(options.filter((option) => !section.includes(option))).toEqual([]);
  });

  test('has no command that is gone', () => {
    const named = Array.from(page.matchAll(/^## counterfoil (.*)$/gm), ([, name]) => name);
    expect(new Set(named)).toEqual(new Set(commands.map(({ name }) => name)));
    expect(named).toHaveLength(commands.length);
  });

  test('has every rule', () => {
    const rules = read('docs/rules/README.md');
    expect(catalog.filter(({ id }) => !rules.includes(`[\`${id}\`](${id}.md)`))).toEqual([]);
  });

  test('has every exit code, and every code that the registry writes into a body', () => {
    const errors = read('docs/errors.md');
    const exits = Object.values(exitCodes).filter(({ code, meaning }) => !errors.includes(`| ${code} | ${meaning} |`));
    expect(exits).toEqual([]);
    const sources = readdirSync(join(root, 'src/registry'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(join('src/registry', name)));
    const codes = sources.flatMap((text) => Array.from(text.matchAll(/\b(?:40[49]|422|500)\d\d\b/g), ([code]) => code));
    expect(codes.length).toBeGreaterThan(15);
    expect([...new Set(codes)].filter((code) => !errors.includes(`\`${code}\``))).toEqual([]);
  });
});

/** Those that are not run, above all: nobody would notice that an option has another name by now. */
test('every command line of the documents is one that the program takes', () => {
  const pages = ['README.md', ...pageFiles()].filter((file) => file !== 'docs/cli.md').map(readPage);
  const lines = pages.flatMap(commandLines);
  expect(lines.length).toBeGreaterThan(100);
  const wrong = lines.flatMap(({ place, text }) => {
    const words = wordsOf(text);
    const found = commands
      .filter(({ name }) => `${words.join(' ')} `.startsWith(`${name} `))
      .toSorted((left, right) => right.name.length - left.name.length)[0];
    if (found === undefined) return words[0] === 'help' ? [] : [`${place}: no such command: ${text}`];
    const known = new Set(found.command.options.flatMap(({ long, short }) => [long, short]));
    const unknown = words.filter((word) => /^--?[a-z]/i.test(word) && !known.has(word.split('=')[0]));
    return unknown.filter((word) => word !== '--help').map((word) => `${place}: ${found.name} has no ${word}: ${text}`);
  });
  expect(wrong).toEqual([]);
});
