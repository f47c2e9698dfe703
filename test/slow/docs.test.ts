import { afterAll, describe, expect, test } from 'vitest';
import { notRun } from '../support/docs/not-run.ts';
import { pageFiles, readPage } from '../support/docs/pages.ts';
import { Reader } from '../support/docs/reader.ts';
import { newFolder } from '../support/fresh-clone.ts';

const pages = pageFiles().map(readPage);

// Windows has no bash that could be relied on.
describe.skipIf(process.platform === 'win32')('commands in the documents', () => {
  const home = newFolder('docs');
  afterAll(() => home.remove());

  test.each(pages.filter(({ commands }) => commands.length > 0))('run: $file', async ({ file, folder, commands }) => {
    const reader = new Reader(home.path, folder);
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
