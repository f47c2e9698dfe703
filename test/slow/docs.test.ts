import { afterAll, describe, expect, test, vi } from 'vitest';
import { notRun } from '../support/docs/not-run.ts';
import { pageFiles, portsOf, readPage } from '../support/docs/pages.ts';
import { Reader } from '../support/docs/reader.ts';
import { Turns } from '../support/docs/turns.ts';
import { newFolder } from '../support/fresh-clone.ts';

const pages = pageFiles().map(readPage);
/** Those with servers first: pages with the same port wait for each other. */
const withCommands = pages
  .filter(({ commands }) => commands.length > 0)
  .toSorted((left, right) => portsOf(right).length - portsOf(left).length);
// Programs of pages mostly wait: for each other, for a clock. More at a time would miss what they are given to start.
const turns = new Turns(3);
vi.setConfig({ maxConcurrency: withCommands.length });

// Windows has no bash that could be relied on.
describe.skipIf(process.platform === 'win32')('commands in the documents', () => {
  const home = newFolder('docs');
  afterAll(() => home.remove());

  test.concurrent.each(withCommands)('run: $file', async (page) => {
    const { file, folder, commands } = page;
    const turn = await turns.take(portsOf(page));
    try {
      const reader = new Reader(home.path, folder, turn.place);
      try {
        for (const block of commands) {
          const { exit, output } = await reader.run(block);
          const place = `${file}:${block.line}\n${block.code}`;
          expect({ place, exit, output }).toMatchObject({ place, exit: block.exit });
          for (const text of block.outputs) expect(output, place).toContain(text);
        }
      } finally {
        await reader.end();
      }
    } finally {
      turn.end();
    }
  });

  test('that are not run are listed, each with its reason', () => {
    const shown = pages.flatMap(({ file, blocks }) =>
      blocks
        .filter(({ language }) => /^(?:console|bash|shell)$/.test(language))
        .map(({ code }) => `${file}: ${code.split('\n')[0]}`),
    );
    expect(shown.toSorted()).toEqual(notRun.map(({ file, begins }) => `${file}: ${begins}`).toSorted());
  });
});
