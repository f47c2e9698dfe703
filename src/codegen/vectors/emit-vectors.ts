import type { Contract } from '../../asyncapi/model.ts';
import type { GeneratedFile } from '../generated-file.ts';
import type { Models } from '../projection/model.ts';
import { projectContract } from '../projection/project-contract.ts';
import { readModels } from '../projection/read-models.ts';
import { arrival, headerOf, judge, proofs, prove, registeredUrl } from './deliveries.ts';
import type { Unproven } from './deliveries.ts';
import { payloadCases } from './payloads.ts';
import type { PayloadCase } from './payloads.ts';
import { testSecrets } from './test-secrets.ts';
import type { Vector, VectorFile } from './vector.ts';

/**
 * Deliveries with what a receiver of the contract must make of them, for a test in any language: every documented
 * example, and payloads and signatures that are wrong in one way. The same contract gives the same bytes.
 *
 * @param comment says where the file comes from
 * @param models the contract's, when they are made already
 * @throws {SchemaCompileError} when a payload schema is missing or malformed
 * @throws {RunError} when the schemas refine one another in too many ways
 */
export function emitVectors(
  contract: Contract,
  comment: string,
  models = readModels(projectContract(contract)),
): GeneratedFile {
  const { current, former } = testSecrets(contract);
  const file: VectorFile = {
    $comment: comment,
    contract: contract.id,
    about:
      'Deliveries and what becomes of them. The secrets are made for tests. `payload` says what the body is, also where authentication fails.',
    secrets: [current, former],
    url: registeredUrl,
    now: arrival,
    ...(contract.authentication.kind === 'signature' ? {} : { header: headerOf(contract) }),
    vectors: vectorsOf(contract, models),
  };
  return { path: 'vectors.json', content: `${JSON.stringify(file, undefined, 2)}\n` };
}

function vectorsOf(contract: Contract, models: Models): Vector[] {
  const cases = payloadCases(contract, models);
  const [first] = cases;
  const vectors = cases.map((one) => proven(contract, one));
  if (first === undefined) return vectors;
  const delivery = unproven(contract, first);
  for (const { name, headers, body = delivery.body } of proofs(contract, delivery)) {
    const sent = { ...delivery, body, headers: [...delivery.headers, ...headers] };
    vectors.push({ name, ...sent, expected: { ...judge(contract, sent), ...first.expected } });
  }
  return vectors;
}

function proven(contract: Contract, one: PayloadCase): Vector {
  const delivery = unproven(contract, one);
  const sent = { ...delivery, headers: [...delivery.headers, ...prove(contract, delivery)] };
  return { name: one.name, ...sent, expected: { ...judge(contract, sent), ...one.expected } };
}

function unproven({ selector }: Contract, { event, selectors, body }: PayloadCase): Unproven {
  const named = selector.flatMap((part, index): [string, string][] => {
    const value = selectors?.[index] ?? event.match[index]?.[0];
    return part.kind === 'header' && value !== undefined ? [[part.header, value]] : [];
  });
  return { method: event.method, headers: [['Content-Type', event.contentType], ...named], body };
}
