import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { families, randomVendor } from '../infer/families.ts';
import { fewTable, halvesTable, omboriDifferences } from '../infer/report.ts';
import { describeWorksAtOnce } from '../infer/works-at-once.ts';

describeWorksAtOnce({ ...families, random: randomVendor(4) }, ['ts', 'python', 'go']);

// `UPDATE_DOCS=1 npx vitest run --project slow test/slow/infer.test.ts` writes what comes; read the difference.
test.each([
  ['halves', halvesTable],
  ['few', fewTable],
  ['ombori', omboriDifferences],
])('docs/infer.md has the figures of today: %s', async (name, make) => {
  const file = join(import.meta.dirname, '../../docs/infer.md');
  const text = readFileSync(file, 'utf8');
  const [start, end] = [`<!-- ${name}: measured -->\n`, `\n<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start) + start.length, text.indexOf(end)];
  expect(from).toBeGreaterThan(start.length);
  expect(to).toBeGreaterThan(from);
  const came = await make();
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, text.slice(0, from) + came + text.slice(to));
  else expect(text.slice(from, to)).toBe(came);
});
