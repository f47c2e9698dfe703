import { describe, expect, test } from 'vitest';

import type { Finding } from '../../src/findings/finding.ts';
import { parseSource } from '../../src/asyncapi/source-map.ts';

function parsed(file: string, text: string) {
  const findings: Finding[] = [];
  return { source: parseSource(file, text, findings), findings };
}

describe('places in YAML', () => {
  const text = 'a:\n  - b: 1\n    c: { d/e: 2 }\n  - x\nf: &g [1, 2]\nh: *g\n';

  test.each([
    ['', 1, 1],
    ['/a', 1, 1],
    ['/a/0/b', 2, 5],
    ['/a/0/c/d~1e', 3, 10],
    ['/a/1', 4, 5],
    ['/f/1', 5, 11],
    ['/h/1', 5, 11],
    ['/a/0/missing/deeper', 2, 5],
    ['/nothing', 1, 1],
  ])('%j is at %i:%i', (pointer, line, column) => {
    expect(parsed('a.yaml', text).source?.locate(pointer)).toEqual({ line, column });
  });

  test('counts lines of CRLF texts', () => {
    expect(parsed('a.yaml', 'a: 1\r\nb: 2\r\n').source?.locate('/b')).toEqual({ line: 2, column: 1 });
  });
});

describe('places in JSON', () => {
  const text = '{\n  "a": [\n    { "b": 1 },\n    2\n  ]\n}';

  test.each([
    ['', 1, 1],
    ['/a', 2, 3],
    ['/a/0/b', 3, 7],
    ['/a/1', 4, 5],
    ['/a/7', 2, 3],
  ])('%j is at %i:%i', (pointer, line, column) => {
    expect(parsed('a.json', text).source?.locate(pointer)).toEqual({ line, column });
  });
});

describe('what cannot be parsed', () => {
  test.each([
    ['a.json', '{\n  "a": 1,\n  "b": }\n', 3],
    ['a.json', '', 1],
    ['a.json', '{ "a": 1', 1],
    ['a.yaml', 'a: 1\nb: "c\n', 3],
    ['a.yaml', 'a: 1\nb: 2\na: 3\n', 3],
  ])('%s: %j is a finding at its line', (file, text, line) => {
    const { source, findings } = parsed(file, text);
    expect(source).toBeUndefined();
    expect(findings).toMatchObject([{ rule: 'input/syntax', place: { file, line } }]);
  });

  test('JSON with the same key twice is refused', () => {
    const { findings } = parsed('a.json', '{\n  "a": { "b": 1, "b": 2 }\n}');
    expect(findings).toMatchObject([{ rule: 'input/syntax', place: { line: 2, column: 18 } }]);
  });

  test.each([
    ['a.json', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['a.yaml', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['a.json', '{"a":'.repeat(201) + '1' + '}'.repeat(201)],
  ])('%s nested too deeply is a finding', (file, text) => {
    const { source, findings } = parsed(file, text);
    expect(source).toBeUndefined();
    expect(findings).toMatchObject([{ rule: 'input/too-deep' }]);
  });
});
