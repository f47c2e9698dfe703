import type { OpenAPIV3_1 } from 'openapi-types';
import type { Contract } from '../../asyncapi/model.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import { asSchemaObject } from './as-openapi.ts';

interface Problem {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What the body has besides title and status. */
  readonly more?: object;
  readonly headers?: Readonly<Record<string, OpenAPIV3_1.HeaderObject>>;
}

/** The answers of a receiver to what it does not handle. Source: `docs/receiver.md`. */
const problems: Readonly<Record<number, Problem>> = {
  400: {
    name: 'NotJson',
    title: 'Bad Request',
    description: 'The body is not JSON in UTF-8.',
    more: { reason: 'not-json' },
  },
  401: {
    name: 'NotAuthentic',
    title: 'Unauthorized',
    description: 'The signature or the credential is missing or wrong. What exactly is wrong is not said.',
    headers: { 'WWW-Authenticate': { schema: { type: 'string', enum: ['Webhook'] } } },
  },
  405: {
    name: 'OtherMethod',
    title: 'Method Not Allowed',
    description: "The method is none of the contract's.",
    more: { reason: 'method' },
    headers: { Allow: { schema: { type: 'string', example: 'POST' } } },
  },
  413: {
    name: 'TooLarge',
    title: 'Content Too Large',
    description: 'The body is larger than the receiver takes.',
    more: { reason: 'too-large' },
  },
  415: {
    name: 'OtherContent',
    title: 'Unsupported Media Type',
    description: 'The content type is not JSON, or the content encoding is not known.',
    more: { reason: 'content-type' },
  },
  422: {
    name: 'NotAccepted',
    title: 'Unprocessable Content',
    // The example names no violation: a mock that answers with examples would claim it of every body.
    description: 'The contract does not accept the payload. A receiver answers so when it is told to reject.',
  },
  500: { name: 'Failed', title: 'Internal Server Error', description: 'What handles the event has failed.' },
  503: {
    name: 'Busy',
    title: 'Service Unavailable',
    description: 'The same delivery is being handled right now.',
    headers: { 'Retry-After': { schema: { type: 'integer', enum: [10] } } },
  },
};

const text: JsonSchema = { type: 'string' };

const problemSchema: JsonSchema = {
  title: 'Problem',
  description: 'An error. Source: RFC 9457.',
  type: 'object',
  required: ['title', 'status'],
  properties: {
    title: text,
    status: { type: 'integer' },
    reason: { description: 'Why the delivery is refused, in one word.', type: 'string' },
    violations: {
      description: 'How the payload breaks the contract. Values of the payload are not repeated.',
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'keyword', 'message'],
        properties: {
          pointer: { description: 'JSON Pointer into the payload.', type: 'string' },
          inner: { description: 'JSON Pointer into the JSON that the text at `pointer` holds.', type: 'string' },
          keyword: { description: 'Keyword of JSON Schema.', type: 'string' },
          message: text,
        },
      },
    },
  },
};

/** The parts of a document that its operations' answers refer to. */
export function responseComponents(): Pick<OpenAPIV3_1.ComponentsObject, 'schemas' | 'responses'> {
  const responses = Object.entries(problems).map(([status, problem]) => [problem.name, responseOf(+status, problem)]);
  return { schemas: { Problem: asSchemaObject(problemSchema) }, responses: Object.fromEntries(responses) };
}

function responseOf(status: number, { title, description, more, headers }: Problem): OpenAPIV3_1.ResponseObject {
  return {
    description,
    ...(headers === undefined ? {} : { headers }),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: { title, status, ...more },
      },
    },
  };
}

/** The answers of a receiver of the contract: what the vendor takes for success, and, unless left out, the errors. */
export function responsesOf(contract: Contract, errors: boolean): OpenAPIV3_1.ResponsesObject {
  const successes: OpenAPIV3_1.ResponsesObject = {
    [successCode(contract, 202)]: { description: 'Taken; the work goes on.' },
    [successCode(contract, 204)]: { description: 'Handled.' },
  };
  if (!errors) return successes;
  const failures = Object.entries(problems).map(([status, { name }]) => [
    status,
    { $ref: `#/components/responses/${name}` },
  ]);
  return { ...successes, ...Object.fromEntries(failures) };
}

/** The wanted status where the vendor takes it for success, else one that it does. */
function successCode({ delivery: { success = ['2xx'] } }: Contract, wanted: number): string {
  if (success.includes('2xx') || success.includes(String(wanted))) return String(wanted);
  return success.find((code) => /^2\d\d$/.test(code)) ?? '200';
}
