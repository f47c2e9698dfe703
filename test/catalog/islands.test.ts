import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The islands know the browser's types, and so have a configuration of their own. */
test('the islands compile', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const compile = (): string =>
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'src/catalog/islands', '--noEmit'], {
      cwd: root,
      encoding: 'utf8',
    });
  expect(compile()).toBe('');
});
