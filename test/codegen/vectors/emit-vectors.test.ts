import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { emitVectors } from '../../../src/codegen/vectors/emit-vectors.ts';
import type { VectorFile } from '../../../src/codegen/vectors/vector.ts';
import { identifyEvent } from '../../../src/deliveries/identify-event.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { Validator } from '../../../src/json-schema/validate.ts';
import { verify } from '../../../src/signatures/verify.ts';
import type { Json } from '../../../src/util/json.ts';
import { schemes } from '../../signatures/schemes.ts';
import { contractOf } from '../projection/contract-of.ts';
import { contractsToRun } from '../projection/clients.ts';
import { signedContract } from '../projection/wild-contract.ts';

const contracts = await contractsToRun();

function vectorsOf(contract: Contract): VectorFile {
  return JSON.parse(emitVectors(contract, 'Made for a test.').content) as VectorFile;
}

const validators = new Map<Contract, Validator>();

/** What our own code finds out about a body. */
function payloadOf(contract: Contract, body: string, headers: VectorFile['vectors'][number]['headers']): object {
  let payload: Json;
  try {
    payload = JSON.parse(body) as Json;
  } catch {
    return { payload: 'not-json' };
  }
  const { event } = identifyEvent(contract, payload, headers);
  if (event === undefined) return { payload: 'unknown-event' };
  const validator = validators.get(contract) ?? createValidator(contract.schemas);
  validators.set(contract, validator);
  const violations = validator.compile(event.payload).violations(payload);
  if (violations.length === 0) return { payload: 'valid', event: event.name };
  return { payload: 'invalid', event: event.name, pointers: [...new Set(violations.map(({ pointer }) => pointer))] };
}

describe.each([...contracts])('%s', (_, contract) => {
  const emitted = emitVectors(contract, 'Made for a test.');
  const file = JSON.parse(emitted.content) as VectorFile;

  it('says of every delivery what our own code says', () => {
    for (const { name, method, headers, body, expected } of file.vectors) {
      const { authentication, secret, ...payload } = expected;
      expect(payloadOf(contract, body, headers), name).toEqual(payload);
      if (contract.authentication.kind !== 'signature') continue;
      const delivery = {
        method,
        headers,
        body: Buffer.from(body),
        url: file.url,
        now: file.now,
        secrets: file.secrets,
      };
      const verdict = verify(contract.authentication.scheme, delivery);
      const found = verdict.valid ? ['verified', verdict.secret] : [`signature-${verdict.reason}`, undefined];
      expect(found, name).toEqual([authentication, secret]);
    }
  });

  it('holds every documented example, and more than that', () => {
    const documented = file.vectors.filter(({ name }) => name.startsWith('documented: '));
    expect(documented).toHaveLength(contract.events.flatMap(({ examples }) => examples).length);
    for (const { expected } of documented)
      expect(expected).toMatchObject({ authentication: 'verified', payload: 'valid' });
    expect(new Set(file.vectors.map(({ expected }) => expected.payload))).toEqual(
      new Set(['valid', 'invalid', 'unknown-event', 'not-json']),
    );
  });

  it('names each vector once, and is the same each time', () => {
    const names = file.vectors.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(emitVectors(structuredClone(contract), 'Made for a test.')).toEqual(emitted);
  });
});

/** What becomes of deliveries with these words in their names. */
const authentications: readonly (readonly [words: string, expected: string])[] = [
  ['signed with the former secret', 'verified'],
  ['signed with a secret that is none of ours', 'signature-mismatch'],
  ['header names in capitals', 'verified'],
  ['no header that proves anything', 'signature-missing'],
  ['a body that was changed after it was signed', 'signature-mismatch'],
  ['an empty signature', 'signature-missing'],
  ['a signature that was cut off', 'signature-malformed'],
];

it.each(Object.entries(schemes))('covers what can be wrong with the signatures of %s', (name, scheme) => {
  const { vectors } = vectorsOf(signedContract('cafe', scheme));
  const found = new Map(vectors.map((vector) => [vector.name, vector.expected.authentication]));
  for (const [words, expected] of authentications) expect(found.get(words), words).toBe(expected);
  expect(found.get('signed for another URL')).toBe(scheme.signed.includes('{url}') ? 'signature-mismatch' : undefined);
  const hasTime = 'tolerance' in scheme;
  expect(found.get('signed too long ago')).toBe(hasTime ? 'signature-too-old' : undefined);
  expect(found.get('signed too far ahead of time')).toBe(hasTime ? 'signature-too-old' : undefined);
  expect(found.get('signed as long ago as is allowed')).toBe(hasTime ? 'verified' : undefined);
  expect(found.get('the signature beside another one')).toBe('list' in scheme ? 'verified' : undefined);
  expect(name).not.toBe('');
});

it('names the header where the vendor signs nothing', () => {
  const events = {
    made: { type: 'object', required: ['id'], properties: { type: { const: 'made' }, id: { type: 'integer' } } },
  } as const;
  const example = {
    name: 'one',
    payload: { type: 'made', id: 1 },
    summary: undefined,
    headers: undefined,
    source: undefined,
  };
  const make = (authentication: Contract['authentication']): VectorFile =>
    vectorsOf(contractOf({ authentication, events, more: { made: { examples: [example] } } }));
  expect(make({ kind: 'none' }).header).toBe('X-Webhook-Secret');
  const { header, vectors } = make({ kind: 'header', header: 'Authorization' });
  expect(header).toBe('Authorization');
  expect(vectors.map(({ expected }) => expected.authentication)).toEqual(
    expect.arrayContaining(['verified', 'credential-missing', 'credential-wrong']),
  );
});

it('has no deliveries where there is no example to make them of', () => {
  expect(vectorsOf(contractOf({ events: { made: { type: 'object' } } })).vectors).toEqual([]);
});
