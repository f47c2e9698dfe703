import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';

const file = new URL('../../asyncapi/qminder/1.0.0/asyncapi.yaml', import.meta.url);
const document: { servers: { receiver: { 'x-endpoint-url': JsonSchema } } } = parse(readFileSync(file, 'utf8'));
const rules = createValidator({
  dialect: 'draft-07',
  definitions: { url: document.servers.receiver['x-endpoint-url'] },
}).compile('url');
const longest = `https://example.com/${'a'.repeat(492)}`;

describe('the URLs that Qminder lets be registered', () => {
  test.each([
    'https://example.com/webhooks',
    'http://hooks.example.com',
    'https://hooks.example.com:8443/in?source=queue#top',
    'https://user@example.com/',
    longest,
  ])('%s is one', (url) => {
    expect(rules.violations(url)).toEqual([]);
  });

  test.each([
    'ftp://example.com/webhooks',
    'example.com/webhooks',
    'https://localhost/webhooks',
    'https://localhost:3000/a.b',
    'https://user.name@localhost/',
    'https://.com/',
    'https://example./',
    'https://',
    '',
    `${longest}a`,
  ])('%s is none', (url) => {
    expect(rules.isValid(url)).toBe(false);
  });
});
