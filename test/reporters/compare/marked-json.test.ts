import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markedJson } from '../../../src/reporters/compare/marked-json.ts';
import { schemaPlace } from '../../../src/reporters/compare/schema-place.ts';
import type { Json } from '../../../src/util/json.ts';

test('is the text that JSON.stringify makes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json;
      const text = markedJson(json, new Map())
        .map((line) => line.text)
        .join('\n');
      expect(text).toBe(JSON.stringify(json, undefined, 2));
    }),
  );
});

test('puts a note where the place begins', () => {
  const notes = new Map([
    ['/a~1b/1', 'here'],
    ['', 'whole'],
  ]);
  expect(markedJson({ 'a/b': [1, { c: 2 }] }, notes)).toEqual([
    { text: '{', note: 'whole' },
    { text: '  "a/b": [', note: undefined },
    { text: '    1,', note: undefined },
    { text: '    {', note: 'here' },
    { text: '      "c": 2', note: undefined },
    { text: '    }', note: undefined },
    { text: '  ]', note: undefined },
    { text: '}', note: undefined },
  ]);
});

test.each([
  ['', 'the payload'],
  ['/type', 'the payload'],
  ['/definitions/order/properties/id/type', 'order/id'],
  ['/definitions/events.paid/allOf/0/properties/lines/items/properties/price/maximum', 'events.paid/lines[]/price'],
  ['/definitions/order/patternProperties/^x/type', 'order/{^x}'],
])('%s is %s', (pointer, place) => {
  expect(schemaPlace(pointer)).toBe(place);
});
