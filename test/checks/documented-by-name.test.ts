import { expect, test } from 'vitest';

import type { ContractEvent } from '../../src/asyncapi/model.ts';
import { isDocumentedByNameOnly } from '../../src/checks/documented-by-name.ts';

const event: ContractEvent = {
  name: 'order.paid',
  title: 'Order paid',
  summary: undefined,
  description: undefined,
  method: 'POST',
  contentType: 'application/json',
  payload: 'events.order.paid',
  headers: undefined,
  match: [],
  examples: [],
  source: undefined,
};
const example = { name: 'Paid', summary: undefined, payload: {}, headers: undefined, source: undefined };

test.each<[string, Partial<ContractEvent>, boolean]>([
  ['its description says so', { description: 'Documented by name only: no example.' }, true],
  ['its summary says so', { summary: 'An order, documented by name only.' }, true],
  ['its source says so', { source: { kind: 'other', document: 'Guide', note: 'Documented by name only.' } }, true],
  ['nothing says so', { description: 'An order was paid.' }, false],
  ['there is an example after all', { description: 'Documented by name only.', examples: [example] }, false],
])('%s', (_, more, expected) => {
  expect(isDocumentedByNameOnly({ ...event, ...more })).toBe(expected);
});
