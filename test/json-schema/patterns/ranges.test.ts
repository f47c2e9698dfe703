import { describe, expect, test } from 'vitest';
import { rangesOf } from '../../../src/json-schema/patterns/ranges.ts';

describe('rangesOf', () => {
  test.each(['[^./?#@:]', '[^a-z]', '[^]', '[^\\d]', '[^\\-\\]]', '[^é]', '[a-z]', '\\w', '.'])(
    '%s holds the characters that the native engine matches',
    (source) => {
      const one = new RegExp(`^(?:${source})$`, 'u');
      const ranges = rangesOf(source);
      const wrong: number[] = [];
      const asked = [
        ...Array.from({ length: 0x3000 }, (_, code) => code),
        0xd7ff,
        0xd800,
        0xdfff,
        0xe000,
        0xffff,
        0x10000,
        0x10ffff,
      ];
      for (const code of asked) {
        const isIn = ranges.some(([from, to]) => code >= from && code <= to);
        if (isIn !== one.test(String.fromCodePoint(code))) wrong.push(code);
      }
      expect(wrong).toEqual([]);
    },
  );
});
