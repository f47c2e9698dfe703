import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { validatorScript } from '../../src/catalog/data/validator-script.ts';
import { find } from '../../src/catalog/islands/find.ts';
import type { Client, ContractTypes } from '../../src/runtime/api.ts';
import { loadShipped, sketch, subjectsOf, typed } from '../mock/support.ts';

const runtime = readFileSync(new URL('../../src/generated/catalog/validate.js', import.meta.url), 'utf8');

/** The validators as a page has them: two classic scripts, one after the other. */
function validatorsOf(script: string): Client<ContractTypes> {
  const page = createContext({ TextEncoder, TextDecoder, URL });
  runInContext(runtime, page);
  runInContext(script, page);
  return (page as { counterfoil: { validators: Client<ContractTypes> } }).counterfoil.validators;
}

test('in a page the validators say what the library says, of every example and what it was changed into', async () => {
  const contracts = await loadShipped();
  const clients = new Map(contracts.map((contract) => [contract.id, validatorsOf(validatorScript(contract))]));
  let checked = 0;
  for (const { contract, event, example, mutants, accepts } of subjectsOf(contracts)) {
    const validators = clients.get(contract.id)?.events as
      | Record<string, { isValid(value: unknown): boolean; violations(value: unknown): readonly unknown[] }>
      | undefined;
    const validator = validators?.[event.name];
    for (const payload of [example.payload, ...mutants.slice(0, 60).map((mutant) => mutant.payload)]) {
      const copy: unknown = JSON.parse(JSON.stringify(payload));
      expect(validator?.isValid(copy)).toBe(accepts(payload));
      expect(validator?.violations(copy).length === 0).toBe(accepts(payload));
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(300);
});

test('a text of a contract cannot end its string in the script', () => {
  const name = "a'b\n`${x}`</script>\u2028export import { x } from './runtime.js';";
  const contract = sketch({
    events: [
      {
        name,
        payload: {
          ...(typed(name) as object),
          properties: { type: { const: name }, '\nexport const x = 1': { type: 'string' } },
        },
      },
    ],
  });
  const client = validatorsOf(validatorScript(contract));
  expect(client.parse({ type: name }).kind).toBe('event');
});

test('search puts vendors and events before fields, and beginnings before what is inside', () => {
  const entries = [
    ['f', 'data.visit', 'x', 'u1'],
    ['e', 'visit.created', 'x', 'u2', 'A guest came'],
    ['k', 'revisited', 'x', 'u3'],
    ['v', 'Visit Inc', 'x', 'u4'],
  ] as const;
  expect(find(entries, 'visit').map(([, , , url]) => url)).toEqual(['u1', 'u4', 'u2', 'u3']);
  expect(find(entries, 'guest visit').map(([, , , url]) => url)).toEqual(['u2']);
  expect(find(entries, '  ')).toEqual([]);
});
