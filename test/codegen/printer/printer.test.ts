import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { docComment, lineWidth } from '../../../src/codegen/printer/doc-comment.ts';
import { commentText, propertyName, quote } from '../../../src/codegen/printer/escape.ts';
import { joined, render, sequence, text } from '../../../src/codegen/printer/layout.ts';
import type { Layout } from '../../../src/codegen/printer/layout.ts';

const character = fc
  .oneof(fc.nat({ max: 0xff }), fc.nat({ max: 0x10ffff }))
  .map((point) => String.fromCodePoint(point));
const anyText = fc.string({ unit: character });

describe('escaping', () => {
  test('a quoted text is the text again', () => {
    fc.assert(
      fc.property(anyText, (content) => {
        const literal = quote(content);
        expect(literal).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        // What is left to escape for JSON is the other kind of quotes.
        const json = literal.slice(1, -1).replaceAll(`\\'`, `'`).replaceAll('"', '\\"');
        expect(JSON.parse(`"${json}"`)).toBe(content);
      }),
    );
  });

  test('half a surrogate pair is written as an escape', () => {
    expect(quote('a\ud800')).toBe(String.raw`'a\ud800'`);
  });

  test.each([
    ['name', 'name'],
    ['$', '$'],
    ['__proto__', '__proto__'],
    ['has-dash', `'has-dash'`],
    ['1', `'1'`],
    ['größe', `'größe'`],
    ['', `''`],
  ])('the property %s is written %s', (name, written) => {
    expect(propertyName(name)).toBe(written);
  });

  test('no text ends a comment, begins a tag or turns the direction', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyText, fc.constantFrom('*/', '*', '/', '@see', '\n', '\u202e', ' '))),
        (parts) => {
          const comment = docComment([commentText(parts.join(''))], '').join('\n');
          expect(comment.indexOf('*/')).toBe(comment.length - 2);
          expect(comment).not.toMatch(/\u202e|^ \* *@|^\/\*\* *@/m);
        },
      ),
    );
  });
});

describe('comments', () => {
  test('stand on one line where they fit', () => {
    expect(docComment(['Short.'], '  ')).toEqual(['  /** Short. */']);
    expect(docComment([], '  ')).toEqual([]);
  });

  test('are wrapped between words, not within a link', () => {
    const lines = docComment([`${'word '.repeat(18)}{@link Some.Thing} and ${'x'.repeat(120)} end`], '  ');
    expect(lines.find((line) => line.includes('{@link Some.Thing}'))).toBeDefined();
    expect(lines.filter((line) => line.length > lineWidth)).toEqual([`   * ${'x'.repeat(120)}`]);
  });
});

describe('layout', () => {
  const long = Array.from({ length: 12 }, (_, index) => text(`'value${index}'`));
  const alternatives: Layout = { kind: 'alternatives', parts: long };
  const object = (doc: readonly string[], type: Layout): Layout => ({
    kind: 'members',
    members: [{ doc, start: 'a?:', type }],
  });

  test('what fits stands on one line', () => {
    expect(render('type A =', object([], text('string')))).toBe('type A = { a?: string }');
  });

  test('what has comments or does not fit goes over several', () => {
    expect(render('type A =', object(['About a.'], text('string')))).toBe(
      'type A = {\n  /** About a. */\n  a?: string;\n}',
    );
    expect(render('a:', alternatives, '  ').split('\n')).toHaveLength(13);
    expect(render('a:', sequence({ kind: 'brackets', inner: alternatives }, text('[]')), '  ')).toMatch(
      /^a: \(\n {4}\| 'value0'\n[^]*\n {2}\)\[\]$/,
    );
  });

  test('parts are joined', () => {
    expect(render('type A =', joined([text('B'), object([], text('C'))], ' & '))).toBe('type A = B & { a?: C }');
  });
});
