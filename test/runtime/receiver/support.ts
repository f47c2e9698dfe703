import { loadContract } from '../../../src/api/load-contract.ts';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { definitionData, eventData } from '../../../src/codegen/client/definition.ts';
import { findUndocumented } from '../../../src/json-schema/strict.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { Client, ContractTypes, Delivery, Headers } from '../../../src/runtime/api.ts';
import { createClient } from '../../../src/runtime/create-client.ts';
import type { Explainers } from '../../../src/runtime/create-client.ts';
import type { GeneratedDefinition } from '../../../src/runtime/generated-definition.ts';
import { createReceiver } from '../../../src/runtime/receiver/create-receiver.ts';
import { answerHandshake } from '../../../src/runtime/receiver/handshake.ts';
import { createOrder } from '../../../src/runtime/receiver/order.ts';
import { checkSignature } from '../../../src/runtime/receiver/signature.ts';
import type { SignatureScheme } from '../../../src/signatures/scheme.ts';
import { sign } from '../../../src/signatures/sign.ts';
import type { Json } from '../../../src/util/json.ts';

/** The types of a client that a test knows nothing about. */
export interface Signed extends ContractTypes {
  readonly id: string;
  readonly events: Record<string, unknown>;
  readonly authentication: 'signed-url';
}

export interface Unsigned extends ContractTypes {
  readonly id: string;
  readonly events: Record<string, unknown>;
  readonly authentication: 'unsigned';
}

export const secret = 'test-secret-receiver';
export const url = 'https://hooks.example.com/webhooks';
const encoder = new TextEncoder();
export const uses = { signature: checkSignature, handshake: answerHandshake, order: createOrder };

/** The definition of a contract, with the tool's own validators where a client has generated ones. */
export function definitionOf(contract: Contract, changes: Partial<GeneratedDefinition> = {}): GeneratedDefinition {
  const validator = createValidator(contract.schemas);
  const events = contract.events.map((event) => {
    const { isValid } = validator.compile(event.payload);
    return [
      event.name,
      { ...eventData(event), isValid: isValid as (value: unknown) => boolean, schema: event.payload },
    ];
  });
  return {
    ...definitionData(contract),
    uses,
    events: Object.fromEntries(events) as GeneratedDefinition['events'],
    schemas: {},
    rules: {},
    ...changes,
  };
}

/** A client of a shipped contract. */
export async function clientOf<Types extends ContractTypes = Signed>(
  target: string,
  changes: Partial<GeneratedDefinition> = {},
): Promise<Client<Types>> {
  const contract = await contractOf(target);
  const validator = createValidator(contract.schemas);
  const explainers: Explainers = {
    explain: (_, key, value) => validator.compile(key).violations(value as Json),
    findUndocumented: (_, key, value) =>
      findUndocumented(validator, key, value as Json).map(({ value: actual, ...found }) => ({ ...found, actual })),
  };
  return createClient<Types>(definitionOf(contract, changes), explainers);
}

export async function contractOf(target: string): Promise<Contract> {
  const { contract } = await loadContract(target);
  if (contract === undefined) throw new Error(`${target} cannot be loaded.`);
  return contract;
}

/** A contract of one kind of event, `{ "type": "ping" | "pong", ... }`, with everything else as the test wants it. */
export function pingClient<Types extends ContractTypes = Signed>(
  changes: Partial<GeneratedDefinition> = {},
): Client<Types> {
  const isValid = (value: unknown): boolean => typeof (value as { count?: unknown }).count === 'number';
  const event = (type: string): GeneratedDefinition['events'][string] => ({
    method: 'POST',
    match: [[type]],
    isValid,
    schema: type,
  });
  return createClient<Types>(
    {
      vendor: 'acme',
      version: '1.0.0',
      selector: [{ pointer: ['type'] }],
      authentication: { kind: 'signature', scheme: plainScheme },
      delivery: {},
      uses,
      events: { ping: event('ping'), pong: event('pong') },
      schemas: {},
      rules: {},
      ...changes,
    },
    {
      explain: () => [
        { pointer: '/count', keyword: 'type', message: 'must be a number', expected: 'number', actual: null },
      ],
      findUndocumented: (_, __, value) =>
        Object.keys(value as object)
          .filter((name) => name !== 'type' && name !== 'count')
          .map((name) => ({ kind: 'property', pointer: `/${name}`, actual: null })),
    },
  );
}

export const plainScheme: SignatureScheme = {
  header: 'X-Acme-Signature',
  algorithm: 'hmac-sha256',
  encoding: 'hex',
  signed: '{body}',
};

export interface Made {
  readonly scheme?: SignatureScheme;
  readonly secret?: string;
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Headers;
  /** Unix time in seconds. */
  readonly timestamp?: number;
}

/** A delivery, signed as the scheme says. */
export function deliveryOf(payload: unknown, made: Made = {}): Delivery {
  const body =
    payload instanceof Uint8Array
      ? payload
      : encoder.encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const { scheme = plainScheme, method = 'POST' } = made;
  const unsigned = { secret: made.secret ?? secret, url: made.url ?? url, method, body };
  const signature = sign(scheme, made.timestamp === undefined ? unsigned : { ...unsigned, timestamp: made.timestamp });
  return {
    method,
    url: made.url ?? url,
    headers: [['Content-Type', 'application/json'], ...signature, ...(made.headers ?? [])],
    body,
  };
}

/** The delivery as a web request. */
export function requestOf({ method, url, headers, body }: Delivery): Request {
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, {
    method,
    headers: headers.map((pair) => [...pair]),
    ...(hasBody && { body: new Uint8Array(body) }),
  });
}

/** What was answered. */
export async function read(
  response: Response,
): Promise<{ status: number; headers: Headers; json: unknown; text: string }> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: [...response.headers], text, json: isJson ? JSON.parse(text) : undefined };
}

/** A shipped contract of a vendor that signs, with its scheme. */
export async function shipped(target: string): Promise<{ contract: Contract; scheme: SignatureScheme }> {
  const contract = await contractOf(target);
  const { authentication } = contract;
  if (authentication.kind !== 'signature') throw new Error(`${target} is not signed.`);
  return { contract, scheme: authentication.scheme };
}

export { createReceiver };
