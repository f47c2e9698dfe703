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
  const [start, end] = [`<!-- ${name}: measured -->\n`, `\n<!-- /${name} -->`];
  const came = await make();
  const [before = '', rest = ''] = readFileSync(file, 'utf8').split(start);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, before + start + came + rest.slice(rest.indexOf(end)));
  expect(readFileSync(file, 'utf8')).toContain(start + came + end);
});
