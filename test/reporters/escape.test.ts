import fc from 'fast-check';
import { expect, test } from 'vitest';

import { escapeControls, escapeMarkdown, escapeNonAscii, escapeXml, toJson } from '../../src/reporters/escape.ts';
import { parseXml } from './xml.ts';

const anyText = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom(...Array.from('<>&"\'`*[]()@#|\u001B\u009B\u202E\n\r\t')),
  ),
});

test.each([
  ['\u001B[2J', '\\u001b[2J'],
  ['a\r\nb\tc', 'a\\r\\nb\\tc'],
  ['\u009B31m', '\\u009b31m'],
  ['\u202Egnp.exe', '\\u202egnp.exe'],
  ['\uD800x', '\\ud800x'],
  ['😀 é 日本', '😀 é 日本'],
])('%j is shown as %j', (text, shown) => {
  expect(escapeControls(text)).toBe(shown);
});

test('text in XML comes back as it is shown', () => {
  const property = fc.property(anyText, (text) => {
    const element = parseXml(
      `<?xml version="1.0" encoding="UTF-8"?>\n<a b="${escapeXml(text)}">x${escapeXml(text)}</a>`,
    );
    expect(element.attributes.get('b')).toBe(escapeControls(text));
    expect(element.text).toBe(`x${escapeControls(text)}`);
  });
  fc.assert(property);
});

test('text in Markdown holds nothing that Markdown or HTML acts on', () => {
  const property = fc.property(anyText, (text) => {
    expect(escapeMarkdown(text).replace(/&#\d+;/g, '·')).not.toMatch(/[\n<>&`*_[\]{}|\\!~$]|[@#]\w/);
  });
  fc.assert(property);
});

test('JSON text holds no character that a terminal obeys, and means the same', () => {
  const property = fc.property(anyText, (text) => {
    expect(toJson({ text })).not.toMatch(/[\u007F-\u009F\u202A-\u202E\uFEFF]/);
    expect(JSON.parse(toJson({ text }))).toEqual({ text });
  });
  fc.assert(property);
});

test('what an ASCII terminal cannot show is named by its code point', () => {
  expect(escapeNonAscii('é 日 😀')).toBe('\\u{e9} \\u{65e5} \\u{1f600}');
});
