import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { checkRuleNames } from '../../src/config/check-rule-names.ts';
import { loadConfig } from '../../src/config/load-config.ts';

test('severities are set for rules and groups that exist', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-rules-'));
  try {
    const text = 'severities:\n  lint/closed-set: info\n  lint/*: info\n  lint/closed-sets: info\n  lnt/*: info\n';
    writeFileSync(join(folder, 'counterfoil.yaml'), text);
    const findings = checkRuleNames(loadConfig(folder), ['lint/closed-set', 'input/syntax']);
    expect(findings).toMatchObject([
      {
        message: 'There is no rule "lint/closed-sets".',
        help: 'Did you mean "lint/closed-set"?',
        place: { line: 4, column: 3 },
      },
      { message: 'There is no rule "lnt/*".', help: 'Did you mean "lint/*"?', place: { line: 5 } },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
