import { expect, test } from 'vitest';

import { resolveSecrets } from '../../src/config/secrets.ts';

const place = { file: 'counterfoil.yaml', line: 3, column: 5 };

test('secrets are looked up by the name of their variable', () => {
  const configured = [
    { env: 'NEW', id: 'newer', place },
    { env: 'OLD', place },
    { testSecret: 'for tests', place },
  ];
  expect(resolveSecrets(configured, { NEW: 'a', OLD: 'b' })).toEqual({
    secrets: [
      { id: 'newer', value: 'a' },
      { id: 'OLD', value: 'b' },
      { id: 'test secret', value: 'for tests' },
    ],
    findings: [],
  });
});

test.each([[{}], [{ MISSING: '' }]])('a variable that is not set is reported: %j', (environment) => {
  const { secrets, findings } = resolveSecrets([{ env: 'MISSING', place }], environment);
  expect(secrets).toEqual([]);
  expect(findings).toMatchObject([{ rule: 'config/secret-missing', severity: 'warning', place }]);
});
